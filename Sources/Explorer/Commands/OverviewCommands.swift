import Cells
import Explanation

extension Command {
    static let overviewCommands: [Command] =
        [
            Command(
                "overview",
                [.character("O")],
                help: "Show all layers and heads as thumbnails, and how the latents change.",
                in: .main,
                footer: 34,
                unless: { $0.runObstacle }
            ) { $0.showOverview() }
        ]
        + steps(
            over: "overview",
            [
                "Choose the head to the left, or move the cursor over the tokens.",
                "Choose the head to the right, or move the cursor over the tokens.",
                "Choose the layer above, which comes before, or move the cursor up.",
                "Choose the layer below, which comes after, or move the cursor down.",
            ],
            in: .overview
        ) { $0.moveInOverview($1, $2) } + [
            Command(
                "page of the overview",
                [.character("v")],
                hint: "page",
                help: "Next page: layers and heads, or tokens and latents by principal components.",
                in: .overview,
                footer: 10
            ) { explorer in explorer.changeOverview { $0.page = $0.page.next } },
            Command(
                "tokens of another input",
                [.character("c")],
                hint: "other input",
                help: "Compare the token under the cursor with the tokens of the marked or the next input.",
                in: .overview,
                footer: 11,
                hintedIf: { $0.otherTokensObstacle == nil },
                unless: { $0.otherTokensObstacle }
            ) { $0.stepOther() },
            Command(
                "features before",
                [.character("[")],
                hint: "layer",
                help: "Features of tokens after the layer before.",
                in: .overview,
                footer: 13,
                hintedIf: { $0.featuresObstacle == nil },
                unless: { $0.featuresObstacle }
            ) { $0.stepFeatures(-1) },
            Command(
                "features behind",
                [.character("]")],
                hint: "layer",
                help:
                    "Features of tokens after the next layer; after the last one they are what answers are read from.",
                in: .overview,
                footer: 14,
                hintedIf: { $0.featuresObstacle == nil },
                unless: { $0.featuresObstacle }
            ) { $0.stepFeatures(1) },
            Command(
                "save the overview",
                [.character("w")],
                hint: "save",
                help:
                    "Save this page: as a figure (PNG, SVG) or numbers (CSV, JSON, NPZ). Existing files stay.",
                in: .overview,
                footer: 12,
                unless: { $0.overviewPageObstacle }
            ) { explorer in
                guard case .overview(let state) = explorer.screen else { return }
                let name = explorer.suggestedFile(for: state.page == .heads ? "overview" : "tokens")
                explorer.prompt = Prompt(purpose: .save, line: LineEditor(name))
            },
            Command(
                "open layer and head",
                [.enter],
                hint: "open",
                help: "Open the chosen head's map, or the map with the cursor on the token.",
                in: .overview,
                footer: 5
            ) { $0.openFromOverview() },
        ]
}
