import Cells
import Explanation

extension Command {
    static let attentionCommands: [Command] = [
        Command(
            "latent to the left",
            Key.lefts,
            hint: "latent",
            help: "Previous latent.",
            in: .attention,
            .compare,
            footer: 15,
            hinting: { $0.hasLatents ? "latent" : "token" },
            unless: { $0.deadMapObstacle }
        ) {
            $0.stepLatent(-1)
        },
        Command(
            "latent to the right",
            Key.rights,
            hint: "latent",
            help: "Next latent.",
            in: .attention,
            .compare,
            footer: 16,
            hinting: { $0.hasLatents ? "latent" : "token" },
            unless: { $0.deadMapObstacle }
        ) {
            $0.stepLatent(1)
        },
        Command(
            "layer up",
            Key.ups,
            hint: "layer",
            help: "Previous layer.",
            in: .attention,
            .compare,
            footer: 17,
            unless: { $0.deadMapObstacle }
        ) {
            $0.stepLayer(-1)
        },
        Command(
            "layer down",
            Key.downs,
            hint: "layer",
            help: "Next layer.",
            in: .attention,
            .compare,
            footer: 18,
            unless: { $0.deadMapObstacle }
        ) {
            $0.stepLayer(1)
        },
        Command(
            "cursor",
            [.enter, .character(" ")],
            help: "Read the map's numbers with a cursor, which begins at the strongest place.",
            in: .attention,
            footer: 8,
            unless: { $0.runObstacle }
        ) { explorer in
            explorer.main.isInspecting = true
            explorer.main.isTurning = false
            explorer.moveToPeak(0)
        },
    ]

    static let cursorCommands: [Command] = [
        Command("cursor left", Key.lefts, hint: "move", help: "Move left.", in: .cursor, footer: 4) {
            $0.moveCursor(-1, 0)
        },
        Command("cursor right", Key.rights, hint: "move", help: "Move right.", in: .cursor, footer: 5) {
            $0.moveCursor(1, 0)
        },
        Command("cursor up", Key.ups, hint: "move", help: "Move up.", in: .cursor, footer: 6) {
            $0.moveCursor(0, -1)
        },
        Command("cursor down", Key.downs, hint: "move", help: "Move down.", in: .cursor, footer: 7) {
            $0.moveCursor(0, 1)
        },
        Command(
            "next peak",
            [.character("n")],
            hint: "peaks",
            help: "Go to the next lower value.",
            in: .cursor,
            footer: 13
        ) {
            $0.moveToPeak(1)
        },
        Command(
            "previous peak",
            [.character("N")],
            hint: "peaks",
            help: "Go to the next higher value.",
            in: .cursor,
            footer: 14
        ) {
            $0.moveToPeak(-1)
        },
        Command(
            "ask from here",
            [.character("i")],
            hint: "ask",
            help: "Show attention for this place: a token, a pixel, a moment.",
            in: .cursor,
            footer: 10,
            unless: { $0.askObstacle }
        ) { $0.askFromCursor() },
        Command(
            "region",
            [.character(" ")],
            help: "Begin a region here; move, and press again to end it.",
            in: .cursor,
            footer: 8,
            unless: { $0.regionObstacle }
        ) { $0.beginRegion() },
        Command(
            "word",
            [.character("W")],
            help: "Select the word under the cursor.",
            in: .cursor,
            .region,
            footer: 11,
            hintedIf: { $0.selectsWords },
            unless: { $0.wordObstacle }
        ) { $0.selectWord() },
        Command(
            "all frequencies",
            [.character("|")],
            hint: "all Hz",
            help:
                "Select all frequencies of the region or moment, of a clip whole frames; again for both sides.",
            in: .cursor,
            .region,
            footer: 11,
            hintedIf: { $0.selectsColumns },
            hinting: { $0.isRegionInFrames ? "frames" : "all Hz" },
            unless: { $0.columnObstacle }
        ) { $0.selectColumn() },
        Command(
            "mask",
            [.control("x")],
            help: "Mark a character of a text; press again at another to mask all between and run again.",
            in: .cursor,
            footer: 8,
            unless: { $0.maskObstacle }
        ) { if $0.current?.mark == nil { $0.beginRegion() } else { $0.edit(.mask) } },
        Command(
            "leave the cursor",
            [.enter],
            hint: "done",
            help: "Leave the cursor: the arrows choose latents and layers again.",
            in: .cursor,
            footer: 19
        ) {
            explorer in
            explorer.main.isInspecting = false
        },
    ]
}
