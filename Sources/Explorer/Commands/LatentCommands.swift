import Cells
import Explanation

extension Command {
    static let latentCommands: [Command] =
        moves(through: "latent", in: .latents) { explorer, step in
            if explorer.latentsState?.page == .inputs {
                explorer.stepMatch(0, step)
            } else {
                explorer.stepLatentRow(step)
            }
        } + [
            Command(
                "table of latents",
                [.character("L")],
                hint: "latents",
                help:
                    "Show all latents as a table: what each reads, and what depends on it. Marked inputs are averaged.",
                in: .main,
                .sheet,
                footer: 14,
                unless: { $0.latentsObstacle }
            ) { $0.showLatents() },
            Command(
                "column before",
                Key.lefts,
                hint: "column",
                help: "Sort by the column to the left.",
                in: .latents,
                footer: 6,
                hinting: { $0.latentsState?.page == .inputs ? "choose" : "column" }
            ) {
                if $0.latentsState?.page == .inputs { $0.stepMatch(-1, 0) } else { $0.stepColumn(-1) }
            },
            Command(
                "next column",
                Key.rights,
                hint: "column",
                help: "Sort by the column to the right.",
                in: .latents,
                footer: 7,
                hinting: { $0.latentsState?.page == .inputs ? "choose" : "column" }
            ) {
                if $0.latentsState?.page == .inputs { $0.stepMatch(1, 0) } else { $0.stepColumn(1) }
            },
            Command(
                "reverse the order",
                [.character("r")],
                hint: "reverse",
                help: "Turn the order of the rows round.",
                in: .latents,
                footer: 8,
                unless: { $0.latentPageObstacle }
            ) { explorer in explorer.changeLatents { $0.isReversed.toggle() } },
            Command(
                "open the map",
                [.enter],
                hint: "map",
                help: "Open the map of the chosen latent.",
                in: .latents,
                footer: 4
            ) { $0.openChosenLatent() },
            Command(
                "filter latents",
                [.character("/")],
                hint: "filter",
                help: "List only latents that fulfil a condition, such as lift>20 & H<8.5 or kind=periodic.",
                in: .latents,
                footer: 9,
                unless: { $0.latentPageObstacle }
            ) { explorer in
                let typed = explorer.latentsState?.typed ?? ""
                explorer.prompt = Prompt(purpose: .filter, line: LineEditor(typed))
            },
            Command(
                "what it looks for",
                [.character("f")],
                hint: "looks for",
                help: "Show the inputs that the chosen latent reads most sharply, or the table again.",
                in: .latents,
                footer: 5,
                hinting: { $0.latentsState?.page == .inputs ? "table" : "looks for" }
            ) { explorer in
                explorer.changeLatents {
                    $0.page = $0.page == .table ? .inputs : .table
                    $0.place = 0
                }
            },
            Command(
                "save the table",
                [.character("w")],
                hint: "save",
                help: "Save the listed rows as CSV or JSON. Existing files are never overwritten.",
                in: .latents,
                footer: 10,
                unless: { $0.latentNumbers == nil ? "there is no table to save" : nil }
            ) { explorer in
                explorer.prompt = Prompt(purpose: .save, line: LineEditor(explorer.suggestedTableFile))
            },
        ]

    static let attenderCommands: [Command] =
        moves(through: "row", in: .attenders) { $0.stepAttender($1) } + [
            Command(
                "who attends here",
                [.character("A")],
                hint: "who",
                help:
                    "List who attends to the place under the cursor, or to the marked part: layers, latents, heads.",
                in: .main,
                footer: 15,
                hintedIf: { $0.main.isInspecting },
                unless: { $0.attendersObstacle }
            ) { $0.showAttenders() },
            Command(
                "open its map",
                [.enter],
                hint: "map",
                help: "Show the map of the chosen layer, latent and head.",
                in: .attenders,
                footer: 4
            ) { $0.openAttender() },
        ]
}

extension Explorer {
    /// Why rows cannot be sorted or chosen, if so.
    var latentPageObstacle: String? {
        latentsState?.page == .inputs ? "the table is not shown; press f for it" : nil
    }
}
