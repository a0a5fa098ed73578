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
            footer: 10
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
            footer: 11
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
            footer: 12
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
            footer: 13
        ) {
            $0.stepLayer(1)
        },
        Command(
            "cursor",
            [.enter],
            help: "Move a cursor over the map and read its numbers.",
            in: .attention,
            footer: 14,
            unless: { $0.runObstacle }
        ) { explorer in
            explorer.main.isInspecting = true
            explorer.moveToPeak(0)
        },
    ]

    static let cursorCommands: [Command] = [
        Command("cursor left", Key.lefts, hint: "move", help: "To the left.", in: .cursor, footer: 1) {
            $0.moveCursor(-1, 0)
        },
        Command("cursor right", Key.rights, hint: "move", help: "To the right.", in: .cursor, footer: 2) {
            $0.moveCursor(1, 0)
        },
        Command("cursor up", Key.ups, hint: "move", help: "Up.", in: .cursor, footer: 3) {
            $0.moveCursor(0, -1)
        },
        Command("cursor down", Key.downs, hint: "move", help: "Down.", in: .cursor, footer: 4) {
            $0.moveCursor(0, 1)
        },
        Command(
            "next peak",
            [.character("n")],
            hint: "peaks",
            help: "The place with the next smaller number.",
            in: .cursor,
            footer: 7
        ) {
            $0.moveToPeak(1)
        },
        Command(
            "previous peak",
            [.character("N")],
            hint: "peaks",
            help: "The place with the next larger number.",
            in: .cursor,
            footer: 8
        ) {
            $0.moveToPeak(-1)
        },
        Command(
            "ask from here",
            [.character("i")],
            hint: "ask",
            help: "Maps for what is decoded at the cursor: a token, a pixel, a moment.",
            in: .cursor,
            footer: 5,
            unless: { $0.askObstacle }
        ) { $0.askFromCursor() },
        Command(
            "remove",
            [.character(" ")],
            help: "Take away a part of the input, from here; again: to here, and run.",
            in: .cursor,
            footer: 6,
            unless: { $0.removalObstacle }
        ) { $0.edit(.remove) },
        Command(
            "mask",
            [.control("x")],
            help: "Hide a part of a text behind mask tokens, from here; again: to here, and run.",
            in: .cursor,
            footer: 6,
            unless: { $0.maskObstacle }
        ) { $0.edit(.mask) },
        Command(
            "leave the cursor",
            [.enter],
            hint: "done",
            help: "Let the arrows choose latents and layers again.",
            in: .cursor,
            footer: 9
        ) {
            explorer in
            explorer.main.isInspecting = false
        },
    ]
}
