import Cells
import Explanation

extension Command {
    static let likenessCommands: [Command] = [
        Command(
            "input above in the ranking",
            Key.ups,
            hint: "choose",
            help: "Choose the input above, which is more similar.",
            in: .ranking,
            footer: 6,
            unless: { $0.rankingObstacle }
        ) { $0.movePointed(across: 0, down: -1) },
        Command(
            "input below in the ranking",
            Key.downs,
            hint: "choose",
            help: "Choose the input below, which is less similar.",
            in: .ranking,
            footer: 7,
            unless: { $0.rankingObstacle }
        ) { $0.movePointed(across: 0, down: 1) },
        Command("ranking page up", Key.pageUps, help: "Go up ten inputs.", in: .ranking) {
            $0.movePointed(across: 0, down: -10)
        },
        Command("ranking page down", Key.pageDowns, help: "Go down ten inputs.", in: .ranking) {
            $0.movePointed(across: 0, down: 10)
        },
        Command("first of the ranking", Key.tops, help: "Go to the most similar input.", in: .ranking) {
            $0.movePointed(across: 0, down: -10_000)
        },
        Command("last of the ranking", Key.bottoms, help: "Go to the least similar input.", in: .ranking) {
            $0.movePointed(across: 0, down: 10_000)
        },
        Command(
            "put beside",
            [.enter],
            hint: "beside",
            help: "Put the chosen input on the active side.",
            in: .ranking,
            footer: 5,
            unless: { $0.rankingObstacle }
        ) { $0.comparePointed() },
        Command("matrix left", Key.lefts, hint: "cursor", help: "Move left.", in: .matrix, footer: 6) {
            $0.movePointed(across: -1, down: 0)
        },
        Command("matrix right", Key.rights, hint: "cursor", help: "Move right.", in: .matrix, footer: 7) {
            $0.movePointed(across: 1, down: 0)
        },
        Command("matrix up", Key.ups, hint: "cursor", help: "Move up.", in: .matrix, footer: 8) {
            $0.movePointed(across: 0, down: -1)
        },
        Command("matrix down", Key.downs, hint: "cursor", help: "Move down.", in: .matrix, footer: 9) {
            $0.movePointed(across: 0, down: 1)
        },
        Command(
            "compare the pair",
            [.enter],
            hint: "side by side",
            help: "Show the chosen pair side by side.",
            in: .matrix,
            footer: 5
        ) { $0.comparePointed() },
        Command(
            "similarity measure",
            [.character("r")],
            hint: "measure",
            help: "Measure similarity by class names or by latents.",
            in: .ranking,
            .matrix,
            footer: 10,
            unless: { $0.measureObstacle }
        ) { $0.changeComparison { $0.measure = $0.measure.next } },
        Command(
            "save the matrix",
            [.character("w")],
            hint: "save",
            help: "Save the matrix of each measure as a figure (PNG, SVG). Existing files stay.",
            in: .matrix,
            footer: 11,
            unless: { $0.hasLikenessPage ? nil : "the model has not run on all inputs" }
        ) { $0.prompt = Prompt(purpose: .save, line: LineEditor("likeness.png")) },
    ]
}
