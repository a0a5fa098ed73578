import Glibc

/// What a model answers to one task: a score for each class, or numbers.
public struct Prediction: Sendable, Hashable {
    /// The task's name.
    public let task: String
    /// The names of the classes, or of the numbers.
    public let labels: [String]
    /// The classes' scores, unbounded; or the numbers.
    public let logits: [Float]
    /// What the scores say.
    public let scoring: Scoring
    /// How probable the classes are; `nil` of numbers.
    public let probabilities: [Double]?
    /// Class indices, the most probable first, of equal ones the earlier first; of numbers as they come.
    public let ranking: [Int]
    /// What is known of the classes where they are colours of a pixel; `nil` of all other tasks.
    public let place: ColourPlace?

    /// An answer of the given scores.
    ///
    /// - Parameters:
    ///   - scoring: what the scores say.
    ///   - temperature: what scores are divided by before they become probabilities; it was fitted so that these are
    ///     as often right as they say.
    /// - Precondition: there is one score a label, and at least one.
    public init(
        task: String,
        labels: [String],
        logits: [Float],
        scoring: Scoring = .oneClass,
        temperature: Double = 1,
        place: ColourPlace? = nil
    ) {
        precondition(labels.count == logits.count && !logits.isEmpty && temperature > 0)
        self.task = task
        self.labels = labels
        self.logits = logits
        self.scoring = scoring
        self.place = place
        probabilities = scoring.probabilities(logits, temperature: temperature)
        ranking =
            scoring == .numbers
            ? Array(logits.indices) : logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }
    }

    /// The most probable class; the first of numbers.
    public var best: Int { ranking[0] }

    /// What parts of the input are weighed by: the logarithm of a class's probability, or the number.
    public func evidence(for index: Int) -> Double {
        probabilities.map { log(max($0[index], 1e-30)) } ?? Double(logits[index])
    }

    /// The place of a class in the ranking, from 1.
    public func rank(of index: Int) -> Int { (ranking.firstIndex(of: index) ?? 0) + 1 }

    /// How far the best class is above chance: 0 where all classes are as probable, 1 where it is sure; 1 of numbers.
    public var certainty: Double {
        guard let probabilities else { return 1 }
        let chance = scoring == .eachClass ? 0.5 : 1 / Double(labels.count)
        return chance < 1 ? max(0, (probabilities[best] - chance) / (1 - chance)) : 1
    }

    /// The probability of the best class less that of the second one; of a single class, its own; 0 of numbers.
    public var margin: Double {
        guard let probabilities else { return 0 }
        return probabilities[ranking[0]] - (ranking.count > 1 ? probabilities[ranking[1]] : 0)
    }

    /// The uncertainty about the one class in bits: 0 for certainty, log₂ of the number of classes for none.
    ///
    /// 0 where not one class is meant.
    public var entropy: Double {
        guard scoring == .oneClass else { return 0 }
        return probabilities?.reduce(0) { $1 > 0 ? $0 - $1 * log2($1) : $0 } ?? 0
    }

    /// How many classes are more probable than not.
    public var likelyCount: Int { probabilities?.count { $0 > 0.5 } ?? 0 }
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
