import Cells
import Explanation
import Models

/// What the lines below a map say while a region is selected: where it is, what of the map lies in it, and what the
/// target loses without it.
enum RegionFacts {
    /// The lines; `nil` without a region.
    static func lines(_ explorer: Explorer, _ input: Input, _ relevance: Relevance, width: Int) -> [String]? {
        guard let region = explorer.region(of: input), let opened = input.opened else { return nil }
        let tokens = opened.tokens(in: region).subtracting(opened.input.removed)
        let name = opened.part(region)?.words ?? "region"
        let count = "\(tokens.count.grouped) token\(tokens.count == 1 ? "" : "s")"
        guard !tokens.isEmpty else { return [name, "removed"] }
        let amount = amount(of: tokens, relevance)
        let forms = [[name, count, amount], [name, amount], [count, amount], [amount]]
        let places = forms.map { $0.joined(separator: " \(explorer.appearance.dot) ") }
        return [
            Reading.longest(places, width: width), Reading.longest(effects(explorer, input), width: width),
        ]
    }

    /// What of the map lies in a region: its share where the numbers are shares, or their sum or mean.
    private static func amount(of tokens: Set<Int>, _ relevance: Relevance) -> String {
        let values = tokens.map { Double(relevance.values[$0]) }
        let sum = values.reduce(0, +)
        switch relevance.kind {
        case .share where !relevance.isSigned:
            let whole = relevance.values.reduce(0) { $0 + Double($1) }
            guard whole > 0 else { break }
            return "\(Numbers.short(100 * sum / whole)) % of the map"
        case .share: return "sum \(Numbers.signed(sum))"
        case .ratio, .logarithm, .part: break
        }
        return "mean \(Numbers.short(sum / Double(values.count)))"
    }

    /// What the target loses without the region, the longest form first.
    private static func effects(_ explorer: Explorer, _ input: Input) -> [String] {
        guard let question = explorer.regionQuestion(input), let run = input.run else {
            return [without(explorer, input)]
        }
        let prediction = run.predictions[question.task]
        let name = prediction.labels[question.target]
        guard let effect = explorer.ledger[question] else { return ["without it \(name) …", "…"] }
        // Two digits would make a step of what is next to nothing.
        let isSmall = abs(effect.change) < 0.005
        func number(_ value: Double) -> String {
            if prediction.probabilities == nil { return Numbers.short(value) }
            return isSmall ? decimal(value, places: 4) : Numbers.probability(value)
        }
        let arrow = explorer.appearance.ascii ? "->" : "→"
        let change = Numbers.signed(effect.change)
        let values = "\(number(effect.before)) \(arrow) \(number(effect.after))"
        return [
            "without it \(name) \(values) (\(change))", "without it \(values) (\(change))",
            "without it \(change)", change,
        ]
    }

    /// Why nothing is known of what the target loses.
    private static func without(_ explorer: Explorer, _ input: Input) -> String {
        if explorer.obstacle(to: .remove) != nil { return "this model needs the whole input" }
        return input.run?.predictions.isEmpty == true ? "" : "nothing would be left without it"
    }
}
