public import Models
import Numerics

/// Two runs of one model side by side, through what they share: the latents and the vocabulary.
public struct Comparison: Sendable {
    /// A thing that tasks of both inputs know, and how probable each finds it.
    public struct SharedConcept: Sendable, Hashable {
        /// The shared name.
        public let name: String
        /// Its probability for the first and the second input.
        public let probabilities: [Double]

        package init(name: String, probabilities: [Double]) {
            self.name = name
            self.probabilities = probabilities
        }
    }

    /// A number that a task answers for both inputs.
    public struct SharedValue: Sendable, Hashable {
        /// What it is called.
        public let name: String
        /// The number for the first and the second input.
        public let values: [Double]
    }

    /// What one latent does in both runs.
    public struct LatentPair: Sendable, Hashable {
        /// The latent, from 0.
        public let latent: Int
        /// The cosine of the vectors that it ends with, each without the average over latents; −1…1.
        public let similarity: Double
        /// The entropy of its attention over the inputs in each run, in bits.
        public let entropies: [Double]
        /// The latent of the second run that ends most like this one does in the first.
        public let partner: Int
        /// The cosine with that partner.
        public let partnerSimilarity: Double

        package init(
            latent: Int,
            similarity: Double,
            entropies: [Double],
            partner: Int,
            partnerSimilarity: Double
        ) {
            self.latent = latent
            self.similarity = similarity
            self.entropies = entropies
            self.partner = partner
            self.partnerSimilarity = partnerSimilarity
        }
    }

    /// The tasks that are compared: one of each run; none if a run has no classes.
    public let tasks: [String]
    /// Shared things, the most probable (on average) first; empty if the tasks share no vocabulary.
    public let concepts: [SharedConcept]
    /// What a task of numbers answers; empty of classes.
    public let values: [SharedValue]
    /// Every latent, in order.
    public let latents: [LatentPair]
    /// Whether each input is one of the shared things, so that both can be the same one.
    private let namesOne: Bool

    package init(tasks: [String], concepts: [SharedConcept], latents: [LatentPair]) {
        self.tasks = tasks
        self.concepts = concepts
        self.latents = latents
        (values, namesOne) = ([], true)
    }

    /// Compares two runs.
    ///
    /// - Parameters:
    ///   - first: a run.
    ///   - second: another run of the same model.
    ///   - tasks: which of each run's tasks are compared.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Precondition: both runs are the same model's.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public init(
        _ first: Run,
        _ second: Run,
        tasks: (Int, Int),
        progress: (Double) -> Void = { _ in }
    ) throws {
        if first.predictions.indices.contains(tasks.0) && second.predictions.indices.contains(tasks.1) {
            let predictions = [first.predictions[tasks.0], second.predictions[tasks.1]]
            self.tasks = predictions.map(\.task)
            concepts = Self.concepts(predictions, shared: first.model.concepts)
            values = Self.values(predictions)
            namesOne = predictions.allSatisfy { $0.scoring == .oneClass }
        } else {
            (self.tasks, concepts, values, namesOne) = ([], [], [], false)
        }
        latents = try Self.latents(first, second, progress)
    }

    /// The tasks that two runs are compared by: one that is asked of both inputs, or else two that share names.
    ///
    /// - Parameters:
    ///   - first: a run.
    ///   - second: another run of the same model.
    ///   - preferred: a task of each, the leading ones if `nil`. They are compared if they are the same or share names,
    ///     unless the runs have a task in common; also if no others do.
    public static func matchingTasks(
        _ first: Run,
        _ second: Run,
        preferred: (Int, Int)? = nil
    ) -> (Int, Int) {
        let preferred = preferred ?? (first.predictions.leading, second.predictions.leading)
        if first.tasks.isEmpty || second.tasks.isEmpty { return preferred }
        let pairs =
            [preferred] + first.tasks.indices.flatMap { left in second.tasks.indices.map { (left, $0) } }
        func matching(_ match: (String, String) -> Bool) -> (Int, Int)? {
            pairs.first { match(first.tasks[$0.0].name, second.tasks[$0.1].name) }
        }
        let sharing = { (task: String, other: String) in
            first.model.concepts.contains { $0.labels[task] != nil && $0.labels[other] != nil }
        }
        return matching(==) ?? matching(sharing) ?? preferred
    }

    /// The probability that both inputs are given the same name, when each is given one of the shared names by
    /// their probabilities; `nil` if they share none, or if each name is given by itself.
    public var agreement: Double? {
        guard namesOne else { return nil }
        let sums = (0...1).map { side in concepts.reduce(0) { $0 + $1.probabilities[side] } }
        guard sums[0] > 0 && sums[1] > 0 else { return nil }
        let both = concepts.reduce(0) { $0 + $1.probabilities[0] * $1.probabilities[1] }
        return both / (sums[0] * sums[1])
    }

    private static func concepts(_ predictions: [Prediction], shared: [Concept]) -> [SharedConcept] {
        let probabilities = predictions.compactMap(\.probabilities)
        guard probabilities.count == predictions.count else { return [] }
        if predictions[0].task == predictions[1].task {
            return predictions[0].labels.enumerated().map { index, label in
                SharedConcept(name: label, probabilities: probabilities.map { $0[index] })
            }.sorted(by: likelier)
        }
        return shared.compactMap { concept -> SharedConcept? in
            let found = zip(predictions, probabilities).compactMap { prediction, probabilities in
                concept.labels[prediction.task].flatMap { prediction.labels.firstIndex(of: $0) }
                    .map { probabilities[$0] }
            }
            return found.count == 2 ? SharedConcept(name: concept.name, probabilities: found) : nil
        }.sorted(by: likelier)
    }

    private static func values(_ predictions: [Prediction]) -> [SharedValue] {
        let isOneTask = predictions[0].task == predictions[1].task
        guard isOneTask, predictions[0].scoring == .numbers else { return [] }
        return predictions[0].labels.enumerated().map { index, label in
            SharedValue(name: label, values: predictions.map { Double($0.logits[index]) })
        }
    }

    private static func likelier(_ a: SharedConcept, _ b: SharedConcept) -> Bool {
        let (x, y) = (a.probabilities.reduce(0, +), b.probabilities.reduce(0, +))
        return x == y ? a.name < b.name : x > y
    }

    private static func latents(
        _ first: Run,
        _ second: Run,
        _ progress: (Double) -> Void
    ) throws -> [LatentPair] {
        guard first.model.latentCount > 0 else { return [] }
        let states = [first, second].map { normalised($0.trace.latents) }
        let similarities = states[0].timesTransposed(states[1])
        let whole = Double(first.input.tokens.rows + second.input.tokens.rows)
        let share = Double(first.input.tokens.rows) / whole
        let entropies = [
            try Self.entropies(first) { progress($0 * share) },
            try Self.entropies(second) { progress(share + $0 * (1 - share)) },
        ]
        return (0..<similarities.rows).map { latent in
            let row = similarities[row: latent]
            let partner = row.indices.max { row[$0] < row[$1] } ?? latent
            return LatentPair(
                latent: latent,
                similarity: Double(row[latent]),
                entropies: entropies.map { $0[latent] },
                partner: partner,
                partnerSimilarity: Double(row[partner])
            )
        }
    }

    /// The average over latents of the cosine of what each ends with in both runs, less the latents' mean; −1…1.
    ///
    /// - Returns: `nil` if the model has no latents.
    /// - Precondition: both runs are the same model's.
    public static func latentCosine(_ first: Run, _ second: Run) -> Double? {
        guard first.model.latentCount > 0 else { return nil }
        let (a, b) = (normalised(first.trace.latents), normalised(second.trace.latents))
        let cosines = (0..<a.rows).map { row in
            zip(a[row: row], b[row: row]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        return cosines.reduce(0, +) / Double(cosines.count)
    }

    /// The entropy of each latent's attention over the inputs, in bits; 0 if it reads none.
    private static func entropies(_ run: Run, _ progress: (Double) -> Void) throws -> [Double] {
        guard let layer = run.model.readingLayer else {
            return [Double](repeating: 0, count: run.model.latentCount)
        }
        let rows = AttentionRows(run, layer: layer)
        var entropies: [Double] = []
        try rows.visit { start, block in
            try Task.checkCancellation()
            entropies += (0..<block.rows).map { Spread.entropy(of: block, row: $0) }
            progress(Double(start + block.rows) / Double(rows.seenQueryCount))
        }
        return entropies
    }

    /// Each latent without the average of all latents, at length 1.
    private static func normalised(_ latents: Matrix) -> Matrix {
        var centred = latents
        centred.add(toEveryRow: latents.columnMeans().map { -$0 })
        let lengths = (0..<centred.rows).map { row in
            centred[row: row].reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        centred.scaleRows(0..<centred.rows, by: lengths.map { $0 > 0 ? 1 / $0 : 0 })
        return centred
    }

    /// The cosine of the two runs' average final latents, −1…1: how alike the inputs are as a whole.
    ///
    /// - Returns: `nil` if the model has no latents.
    public static func meanLatentCosine(_ first: Run, _ second: Run) -> Double? {
        guard first.model.latentCount > 0 else { return nil }
        let (a, b) = (first.trace.latents.columnMeans(), second.trace.latents.columnMeans())
        let product = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let lengths = [a, b].map { $0.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
        return product / max(lengths[0] * lengths[1], 1e-30)
    }
}
