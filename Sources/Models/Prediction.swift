import Foundation

/// What a model answers to one task: a score for each class.
public struct Prediction: Sendable, Hashable {
    /// The task's name.
    public let task: String
    /// The classes' names.
    public let labels: [String]
    /// The classes' scores, unbounded.
    public let logits: [Float]
    /// The softmax of the scores, divided by the task's temperature.
    public let probabilities: [Double]
    /// Class indices, the most probable first; of equal ones the earlier first.
    public let ranking: [Int]

    /// An answer of the given scores.
    ///
    /// - Parameter temperature: what scores are divided by before the softmax; it was fitted so that probabilities
    ///   are as often right as they say.
    /// - Precondition: there is one score a label, and at least one.
    public init(task: String, labels: [String], logits: [Float], temperature: Double = 1) {
        precondition(labels.count == logits.count && !logits.isEmpty && temperature > 0)
        self.task = task
        self.labels = labels
        self.logits = logits
        let top = Double(logits.max() ?? 0)
        let exponentials = logits.map { exp((Double($0) - top) / temperature) }
        let sum = exponentials.reduce(0, +)
        probabilities = exponentials.map { $0 / sum }
        ranking = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }
    }

    /// The most probable class.
    public var best: Int { ranking[0] }

    /// The place of a class in the ranking, from 1.
    public func rank(of index: Int) -> Int { (ranking.firstIndex(of: index) ?? 0) + 1 }

    /// How far the best class is above chance: 0 where all classes are as probable, 1 where it is sure.
    public var certainty: Double {
        let chance = 1 / Double(labels.count)
        return chance < 1 ? (probabilities[best] - chance) / (1 - chance) : 1
    }

    /// How far the best score is above the second one; 0 with a single class.
    public var margin: Float { ranking.count > 1 ? logits[ranking[0]] - logits[ranking[1]] : 0 }

    /// The uncertainty in bits: 0 for certainty, log₂ of the number of classes for none.
    public var entropy: Double {
        probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log2($1) : $0 }
    }
}

extension [Prediction] {
    /// The first task that is at least half as certain, that is above chance, as the most certain one; 0 where there is none.
    ///
    /// A spoken word is no sound of an animal: a task that the input does not answer is not what one wants to see first.
    /// Of two classes, one with .6 says as little as one of four with .4.
    public var leading: Int {
        let most = map(\.certainty).max() ?? 0
        return firstIndex { $0.certainty >= most / 2 } ?? 0
    }

    /// The tasks by how far their best class is above chance, the most certain first; of equal ones the earlier first.
    public var byCertainty: [Int] {
        indices.sorted { (self[$0].certainty, $1) > (self[$1].certainty, $0) }
    }
}
