import Cells
import Explanation

extension Command {
    /// What can be done with a region of the map.
    static let regionCommands: [Command] = [
        Command(
            "end the region",
            [.character(" ")],
            hint: "end",
            help: "End the region here; once more removes it.",
            in: .region,
            footer: 8,
            hinting: { $0.growsRegion ? "end" : "remove" }
        ) { explorer in
            if explorer.growsRegion { return explorer.endRegion() }
            if let obstacle = explorer.obstacle(to: .remove) {
                explorer.notice = Notice(text: "remove: \(obstacle)", isError: true)
                return
            }
            explorer.edit(.remove)
        },
        Command(
            "leave the region",
            [.enter],
            hint: "end",
            help: "End the region here; once more leaves the cursor.",
            in: .region,
            footer: 19,
            hinting: { $0.growsRegion ? "end" : "done" }
        ) { explorer in
            if explorer.growsRegion { return explorer.endRegion() }
            explorer.changeCurrent { $0.region = nil }
            explorer.main.isInspecting = false
        },
        edit(
            .remove,
            "remove",
            [.character("d"), .delete],
            help: "Remove the region, so that the model does not get its tokens, and run again.",
            footer: 9
        ),
        edit(
            .fill(.blank),
            "blank",
            [.character("b")],
            help:
                "Fill the region with the mean colour or mean level of frequencies; take points or units away.",
            footer: 10
        ),
        edit(
            .fill(.blur),
            "blur",
            [.character("B")],
            help: "Blur the region of a picture.",
            footer: 10
        ),
        edit(
            .fill(.silence),
            "silence",
            [.character("s")],
            help: "Silence the region of a sound.",
            footer: 10
        ),
        edit(
            .mask,
            "mask the region",
            [.control("x")],
            hint: "mask",
            help: "Hide the region of a text behind mask tokens, or the types of units in it.",
            footer: 10
        ),
        Command(
            "replace",
            [.character("r")],
            help: "Type something else in the place of a text's region.",
            in: .region,
            footer: 10,
            unless: { $0.replacementObstacle }
        ) { $0.askForReplacement() },
        edit(
            .swap,
            "swap",
            [.character("S")],
            help: "Put the same region of another input here: of the marked one, or the next of its kind.",
            footer: 12
        ),
    ]

    /// A command that changes the input where the region is.
    private static func edit(
        _ edit: Explorer.RegionEdit,
        _ name: String,
        _ keys: [Key],
        hint: String? = nil,
        help: String,
        footer: Int
    ) -> Command {
        Command(
            name,
            keys,
            hint: hint,
            help: help,
            in: .region,
            footer: footer,
            unless: { $0.obstacle(to: edit) }
        ) { $0.edit(edit) }
    }
}

extension Explorer {
    /// Whether a region grows to the cursor.
    var growsRegion: Bool { current?.mark != nil && current?.region == nil }
}
