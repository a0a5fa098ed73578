import Cells
import Explanation
import Models

/// What the line below a clip's map says of its sides: how much of the map lies on each, and what the target is without it.
enum SideFacts {
    /// The line; `nil` of other inputs, and of clips that lack a side.
    static func line(_ explorer: Explorer, _ input: Input, _ answer: MapAnswer, width: Int) -> String? {
        let shares = answer.measures.filter { $0.side != nil }
        guard shares.count == ClipSide.allCases.count else { return nil }
        let dot = " \(explorer.appearance.dot) "
        let own = zip(ClipSide.allCases, shares).map { "\($0.rawValue) \(Numbers.probability($1.value))" }
        let map = own.joined(separator: dot)
        let effects = ClipSide.allCases.compactMap { effect(of: $0, explorer, input) }
        let without = effects.map { "without \($0.side.rawValue) \($0.text)" }
        let short = effects.map { "-\($0.side.rawValue) \($0.text)" }
        let name = effects.first.map { "\($0.name): " } ?? ""
        let forms = [
            ([map] + [name + without.joined(separator: dot)]), [map] + [without.joined(separator: dot)],
            [map] + [short.joined(separator: dot)], [map],
        ]
        return Reading.longest(forms.map { $0.filter { !$0.isEmpty }.joined(separator: dot) }, width: width)
    }

    /// What becomes of the target without a side: `.81→.12`.
    private static func effect(
        of side: ClipSide,
        _ explorer: Explorer,
        _ input: Input
    ) -> (side: ClipSide, name: String, text: String)? {
        guard let question = explorer.sideQuestion(side, input), let run = input.run else { return nil }
        let prediction = run.predictions[question.task]
        let name = prediction.labels[question.target]
        guard let effect = explorer.ledger[question] else {
            // Only the main screen asks; elsewhere it would stay open.
            if case .main = explorer.screen { return (side, name, "…") }
            return nil
        }
        func number(_ value: Double) -> String {
            prediction.probabilities == nil ? Numbers.short(value) : Numbers.probability(value)
        }
        let arrow = explorer.appearance.ascii ? "->" : "→"
        return (side, name, number(effect.before) + arrow + number(effect.after))
    }
}
