import Cells
import Explanation
import Models

/// A task, and where its columns lie.
struct PredictionLook {
    let prediction: Prediction
    let task: Int
    let columns: PredictionColumns
    /// How the answer changed, if the input was.
    let change: TaskChange?
}

extension PredictionLook {
    /// What stands beside the task's name, from what needs most room to what needs least.
    func headings(dot: String) -> [String] {
        change.map { movers($0, dot: dot) } ?? truth(dot: dot) ?? facts(dot: dot)
    }

    /// Of a pixel the colour that it has, how little that was expected, and its rank.
    private func truth(dot: String) -> [String]? {
        guard let truth = prediction.place?.truth else { return nil }
        let nats = "\(Numbers.hundredths(-prediction.evidence(for: truth))) nats"
        let (colour, rank) = (prediction.labels[truth], prediction.rank(of: truth))
        return [
            "is \(colour) \(dot) \(nats) \(dot) rank \(rank)", "is \(colour) \(dot) \(nats)",
            "\(colour) \(dot) \(nats)",
            nats,
        ]
    }

    /// A change of a class's probability, or of a number.
    func words(_ change: Double) -> String {
        prediction.probabilities == nil ? Numbers.signed(change) : Numbers.change(change)
    }

    /// The classes that changed most, the longest form first.
    private func movers(_ change: TaskChange, dot: String) -> [String] {
        let moved = change.movers.prefix(3).filter { words(change.change[$0]) != ".00" }
        guard !moved.isEmpty else { return ["changed by less than .005", "changes < .005"] }
        let names = moved.map { "\(prediction.labels[$0]) \(words(change.change[$0]))" }
        return names.indices.reversed().map { names[...$0].joined(separator: " \(dot) ") } + [""]
    }

    /// What stands beside a task's name, from what needs most room to what needs least.
    private func facts(dot: String) -> [String] {
        let count = prediction.labels.count
        switch prediction.scoring {
        case .oneClass:
            let margin = Numbers.hundredths(prediction.margin)
            let entropy = "\(Numbers.hundredths(prediction.entropy)) bits"
            return [
                "margin \(margin) \(dot) entropy \(entropy)", "margin \(margin) \(dot) \(entropy)",
                "entropy \(entropy)", entropy,
            ]
        case .eachClass:
            let likely = "\(prediction.likelyCount) of \(count) above .50"
            return ["each by itself \(dot) \(likely)", likely]
        case .numbers:
            return count == 1 ? ["a number, no class", "a number"] : ["numbers, no classes", "numbers"]
        }
    }
}

/// The columns of a list of answers: the label, a bar, the probability or the number, and of classes the score where
/// there is room; of a changed input how much more probable a class is in the score's place.
struct PredictionColumns {
    /// The cells of the label with the mark before it.
    let label: Int
    let bar: Int
    /// The cells of colours before labels, with a blank.
    let swatch: Int
    private let hasScore: Bool
    private let showsChange: Bool
    /// What stands above probabilities, numbers, or both.
    private let heading: String

    /// Labels get the room that they need, as long as a short bar fits beside them.
    init(
        _ area: Rectangle,
        _ predictions: [Prediction],
        labels: [String] = [],
        showsChange: Bool = false
    ) {
        let classes = predictions.count { $0.probabilities != nil }
        heading = classes == predictions.count ? "prob." : classes == 0 ? "value" : "answer"
        self.showsChange = showsChange
        hasScore = !showsChange && area.width >= 20 && classes > 0
        let numbers = 5 + (hasScore ? 6 : showsChange ? 7 : 0)
        let longest = labels.reduce(0) { max($0, Glyphs.width(of: $1)) } + 1
        swatch = predictions.contains { $0.place != nil } ? 3 : 0
        label = min(longest + swatch, max(9, area.width - numbers - 4))
        bar = area.width - label - numbers - 1
    }

    var headings: String { heading + (hasScore ? " score" : showsChange ? " change" : "") }

    func numbers(_ look: PredictionLook, _ index: Int) -> String {
        let prediction = look.prediction
        let answer = Numbers.answer(prediction, index).padded(5)
        if showsChange { return answer + (look.change.map { look.words($0.change[index]) } ?? "").padded(7) }
        guard hasScore else { return answer }
        guard prediction.probabilities != nil else { return answer + "".padded(6) }
        return answer + decimal(Double(prediction.logits[index]), places: 1).padded(6)
    }

}
