import Cells
import Explanation

extension Command {
    static let likenessCommands: [Command] = [
        Command(
            "input above in the ranking",
            Key.ups,
            hint: "choose",
            help: "The input that is more alike.",
            in: .ranking,
            footer: 1
        ) { $0.movePointed(across: 0, down: -1) },
        Command(
            "input below in the ranking",
            Key.downs,
            hint: "choose",
            help: "The input that is less alike.",
            in: .ranking,
            footer: 2
        ) { $0.movePointed(across: 0, down: 1) },
        Command("ranking page up", Key.pageUps, help: "Ten inputs up.", in: .ranking) {
            $0.movePointed(across: 0, down: -10)
        },
        Command("ranking page down", Key.pageDowns, help: "Ten inputs down.", in: .ranking) {
            $0.movePointed(across: 0, down: 10)
        },
        Command("first of the ranking", Key.tops, help: "The most alike input.", in: .ranking) {
            $0.movePointed(across: 0, down: -10_000)
        },
        Command("last of the ranking", Key.bottoms, help: "The least alike input.", in: .ranking) {
            $0.movePointed(across: 0, down: 10_000)
        },
        Command(
            "put beside",
            [.enter],
            hint: "beside",
            help: "Put the chosen input on the active side.",
            in: .ranking,
            footer: 3
        ) { $0.comparePointed() },
        Command("matrix left", Key.lefts, hint: "cursor", help: "To the left.", in: .matrix, footer: 1) {
            $0.movePointed(across: -1, down: 0)
        },
        Command("matrix right", Key.rights, hint: "cursor", help: "To the right.", in: .matrix, footer: 2) {
            $0.movePointed(across: 1, down: 0)
        },
        Command("matrix up", Key.ups, hint: "cursor", help: "Up.", in: .matrix, footer: 3) {
            $0.movePointed(across: 0, down: -1)
        },
        Command("matrix down", Key.downs, hint: "cursor", help: "Down.", in: .matrix, footer: 4) {
            $0.movePointed(across: 0, down: 1)
        },
        Command(
            "compare the pair",
            [.enter],
            hint: "side by side",
            help: "Put the pair under the cursor side by side.",
            in: .matrix,
            footer: 5
        ) { $0.comparePointed() },
        Command(
            "measure of likeness",
            [.character("r")],
            hint: "measure",
            help: "Alike by the names both would give, or by the latents.",
            in: .ranking,
            .matrix,
            footer: 6
        ) { $0.changeComparison { $0.measure = $0.measure.next } },
    ]
}
