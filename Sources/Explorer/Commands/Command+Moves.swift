import Cells

extension Command {
    /// The commands that choose another row of a list: the next, ten further, at its ends.
    static func moves(
        through row: String,
        in scope: Scope,
        by step: @escaping @Sendable (inout Explorer, Int) -> Void
    ) -> [Command] {
        [
            Command(
                "\(row) above",
                Key.ups,
                hint: "choose",
                help: "Choose the \(row) above.",
                in: scope,
                footer: 15
            ) {
                step(&$0, -1)
            },
            Command(
                "\(row) below",
                Key.downs,
                hint: "choose",
                help: "Choose the \(row) below.",
                in: scope,
                footer: 16
            ) {
                step(&$0, 1)
            },
            Command("\(row)s page up", Key.pageUps, help: "Go up ten \(row)s.", in: scope) { step(&$0, -10) },
            Command("\(row)s page down", Key.pageDowns, help: "Go down ten \(row)s.", in: scope) {
                step(&$0, 10)
            },
            Command("first \(row)", Key.tops, help: "Go to the first \(row).", in: scope) {
                step(&$0, -100_000)
            },
            Command("last \(row)", Key.bottoms, help: "Go to the last \(row).", in: scope) {
                step(&$0, 100_000)
            },
        ]
    }

    /// The commands that choose a neighbour in one of four directions: to the left, to the right, above and below.
    static func steps(
        over page: String,
        _ helps: [String],
        in scope: Scope,
        by step: @escaping @Sendable (inout Explorer, _ across: Int, _ down: Int) -> Void
    ) -> [Command] {
        let ways = [
            ("left", Key.lefts, -1, 0), ("right", Key.rights, 1, 0), ("up", Key.ups, 0, -1),
            ("down", Key.downs, 0, 1),
        ]
        return zip(ways, helps).enumerated().map { place, way in
            let ((name, keys, across, down), help) = way
            return Command(
                "\(page) \(name)",
                keys,
                hint: "choose",
                help: help,
                in: scope,
                footer: 6 + place
            ) { step(&$0, across, down) }
        }
    }
}
