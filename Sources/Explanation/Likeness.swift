public import Media
public import Models
import Numerics

/// The things that a model can name in inputs of several modalities.
public struct SharedNames: Sendable, Hashable {
    /// The task that asks for them of every input; `nil` if each modality's own task does, or none.
    public let task: String?
    /// The names; empty if the model has none.
    public let names: [String]
    /// What each task that knows a name calls it; empty if one task asks for all.
    private let labels: [[String: String]]

    /// The names that a model shares.
    ///
    /// They are the labels of the task that is asked of most modalities, of those that name one class. If each task is
    /// asked of one, they are the things that several tasks know; if all tasks are asked of the same modality, the first
    /// one's labels.
    public init(_ model: Model) {
        let tasks = model.tasks.filter { $0.scoring == .oneClass }
        let most = tasks.map(\.modalities.count).max() ?? 0
        let isOfOneKind = Set(tasks.flatMap(\.modalities)).count == 1
        if let task = tasks.first(where: { $0.modalities.count == most }), most > 1 || isOfOneKind {
            (self.task, names, labels) = (task.name, task.labels, [])
        } else {
            task = nil
            names = model.concepts.map(\.name)
            labels = model.concepts.map(\.labels)
        }
    }

    /// How probable a run finds each of the names: they sum to 1.
    ///
    /// A name that no task of the input knows has probability 0. If none knows any, there is no answer.
    public func probabilities(_ run: Run) -> [Double]? {
        if let task { return run.predictions.first { $0.task == task }?.probabilities }
        let found = labels.map { labels -> Double in
            for prediction in run.predictions {
                guard let label = labels[prediction.task] else { continue }
                if let index = prediction.labels.firstIndex(of: label), let p = prediction.probabilities {
                    return p[index]
                }
            }
            return 0
        }
        let sum = found.reduce(0, +)
        return sum > 0 ? found.map { $0 / sum } : nil
    }
}

/// What is kept of a run to tell how alike the model finds inputs.
public struct Portrait: Sendable, Hashable {
    /// The kind of input.
    public let modality: Modality
    /// How probable each of the shared names is; `nil` if the input's tasks know none of them.
    public let probabilities: [Double]?
    /// What the task of the shared names reads from the final latents, before it scores names, `[E]`; their average `[D]`
    /// where no task asks for such names.
    public let reading: [Float]

    /// What is kept of a run.
    public init(_ run: Run, names: SharedNames) {
        let task = run.tasks.first { $0.name == names.task }
        self.init(
            modality: run.input.modality,
            probabilities: names.probabilities(run),
            reading: task?.reading(of: run.trace.final) ?? run.trace.final.columnMeans()
        )
    }

    package init(modality: Modality, probabilities: [Double]?, reading: [Float]) {
        self.modality = modality
        self.probabilities = probabilities
        self.reading = reading
    }

    /// The most probable of the shared names, by its place among them.
    public var best: Int? {
        probabilities.flatMap { values in
            values.indices.max { (values[$0], $1) < (values[$1], $0) }
        }
    }
}

/// How alike a model finds some inputs, of any modalities, two by two.
public struct Likeness: Sendable {
    /// By what inputs are alike.
    public enum Measure: String, Sendable, Hashable, CaseIterable {
        /// The probability that both name the same thing, when each names one by its probabilities: Σᵢ pᵢ qᵢ.
        case names
        /// The cosine of what was read from the final latents, each without the average over the inputs of its
        /// modality; −1…1. Also what has none of the names can be alike by it.
        case latents

        /// In a sentence.
        public var meaning: String {
            switch self {
            case .names: "the probability that both name the same thing"
            case .latents:
                "cosine of what the latents answer, less the mean of that kind in the list"
            }
        }
    }

    /// What is kept of each input.
    public let portraits: [Portrait]
    /// What was read of each input's latents, centred, at length 1.
    private let directions: [[Float]]
    /// How many inputs of each modality there are.
    private let counts: [Modality: Int]

    /// The likeness of some inputs.
    public init(_ portraits: [Portrait]) {
        self.portraits = portraits
        directions = Self.directions(portraits)
        counts = Dictionary(grouping: portraits, by: \.modality).mapValues(\.count)
    }

    /// How alike two inputs are; `nil` if one of them names nothing, or if they are the only two of their
    /// modality: without their average these are opposite whatever they are.
    public func value(_ first: Int, _ second: Int, by measure: Measure) -> Double? {
        switch measure {
        case .names:
            guard let p = portraits[first].probabilities, let q = portraits[second].probabilities else {
                return nil
            }
            return zip(p, q).reduce(0) { $0 + $1.0 * $1.1 }
        case .latents:
            let modality = portraits[first].modality
            if first != second, modality == portraits[second].modality, counts[modality] == 2 { return nil }
            let product = zip(directions[first], directions[second]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            return Double(min(max(product, -1), 1))
        }
    }

    /// The other inputs, the most alike first; of equally alike ones the earlier first.
    public func ranking(of input: Int, by measure: Measure) -> [Int] {
        let values = portraits.indices.map { value(input, $0, by: measure) ?? -.infinity }
        return portraits.indices.filter { $0 != input }.sorted { (values[$0], $1) > (values[$1], $0) }
    }

    /// The place, from 1, of the first of some inputs in the ranking of another one.
    public func rank(of input: Int, by measure: Measure, first isWanted: (Int) -> Bool) -> Int? {
        ranking(of: input, by: measure).firstIndex(where: isWanted).map { $0 + 1 }
    }

    /// What an input shows, by the name of its file: `dog` for `photos/Dog-2.jpg`.
    ///
    /// Files of the same thing are found by it. A name of digits alone says nothing.
    public static func thing(file path: String) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
        let end = stem.lastIndex { $0.isLetter }
        return end.map { stem[...$0].lowercased() }
    }

    /// Without the average of its modality a vector tells the inputs of the modality apart; with a single
    /// input of the modality there is no such average.
    private static func directions(_ portraits: [Portrait]) -> [[Float]] {
        var means: [Modality: [Float]] = [:]
        for (modality, group) in Dictionary(grouping: portraits, by: \.modality) where group.count > 1 {
            let sum = group.dropFirst().reduce(group[0].reading) { sum, portrait in
                zip(sum, portrait.reading).map { $0 + $1 }
            }
            means[modality] = sum.map { $0 / Float(group.count) }
        }
        return portraits.map { portrait in
            let mean = means[portrait.modality]
            let centred = mean.map { zip(portrait.reading, $0).map { $0 - $1 } } ?? portrait.reading
            let length = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return centred.map { length > 0 ? $0 / length : 0 }
        }
    }
}
