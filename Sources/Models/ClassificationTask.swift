public import Media
public import Numerics
package import Perceiver

/// A task with classes, or with numbers: what is read from the vectors that leave the trunk, and one linear layer.
public struct ClassificationTask: Sendable {
    /// How the vectors become one.
    package enum Reading: Sendable {
        /// A learned query asks them in an attention layer.
        case query(ClassificationTask.Query)
        /// The average of all of them.
        case average
        /// The same, normed.
        case normedAverage(LayerNorm)
        /// The first one.
        case first
        /// The last one.
        case last
        /// The average of all of them, each normed before.
        case averageOfNormed(LayerNorm)
        /// A certain one, normed.
        case normed(Int, LayerNorm)
        /// The first one and, beside it, the average of those from a later one on, all of them normed.
        case firstAndAverage(from: Int, LayerNorm)
    }

    /// A learned query, and the layer in which it asks.
    package struct Query: Sendable {
        /// `[1, E]`.
        package let vector: Matrix
        /// The layer.
        package let attention: AttentionLayer

        /// A query `[1, E]` in a layer.
        package init(_ vector: Matrix, _ attention: AttentionLayer) {
            self.vector = vector
            self.attention = attention
        }
    }

    /// The task's name, as shown.
    public let name: String
    /// The kinds of input it can be asked about, with the same query and the same layer.
    public let modalities: [Modality]
    /// The names of the classes, or of the numbers.
    public let labels: [String]
    /// What the scores say.
    public let scoring: Scoring
    /// How vectors become one.
    package let reading: Reading
    /// What was read to the classes' scores, `[classes, E]`.
    public let final: Linear
    /// What scores are divided by before the softmax, by the kind of input; 1 where it is not said.
    public let temperatures: [Modality: Double]
    /// What is known of the classes where they are colours of a pixel; `nil` of all other tasks.
    public let place: ColourPlace?

    /// A task.
    ///
    /// - Precondition: there is a label for each output of `final`.
    package init(
        name: String,
        modalities: [Modality],
        labels: [String],
        reading: Reading,
        final: Linear,
        scoring: Scoring = .oneClass,
        temperatures: [Modality: Double] = [:],
        place: ColourPlace? = nil
    ) {
        precondition(labels.count == final.outputs)
        self.name = name
        self.modalities = modalities
        self.labels = labels
        self.reading = reading
        self.final = final
        self.scoring = scoring
        self.temperatures = temperatures
        self.place = place
    }

    /// The learned query, if there is one.
    package var query: Query? { reading.query }

    /// What is read from vectors `[N, D]`, before any class is scored: `[E]`.
    ///
    /// The average of no vectors is 0, and so is the first or the last of none.
    public func reading(of vectors: Matrix) -> [Float] { reading(vectors).elements }

    /// The classes' scores from vectors `[N, D]`.
    func scores(of vectors: Matrix) -> [Float] { final(reading(vectors)).elements }
}

extension ClassificationTask.Reading {
    /// What is read from vectors `[N, D]`: `[1, E]`.
    ///
    /// The average of no vectors is 0, and so is the first or the last of none.
    func callAsFunction(_ vectors: Matrix) -> Matrix {
        guard vectors.rows > 0 || query != nil else { return Matrix(rows: 1, columns: vectors.columns) }
        switch self {
        case .query(let query): return query.attention(query.vector, over: vectors)
        case .average: return average(of: vectors)
        case .normedAverage(let norm): return norm(average(of: vectors))
        case .averageOfNormed(let norm): return average(of: norm(vectors))
        case .first: return vectors[rows: 0..<1]
        case .last: return vectors[rows: vectors.rows - 1..<vectors.rows]
        case .normed(let place, let norm): return norm(vectors[rows: place..<place + 1])
        case .firstAndAverage(let start, let norm):
            let normed = norm(vectors)
            let mean = average(of: normed[rows: start..<normed.rows])
            return Matrix(rows: 1, columns: 2 * vectors.columns, normed[row: 0] + mean.elements)
        }
    }

    private func average(of vectors: Matrix) -> Matrix {
        Matrix(rows: 1, columns: vectors.columns, vectors.columnMeans())
    }

    /// The share that each of some vectors has in what is read, heads averaged: they sum to 1.
    func shares(of vectors: Matrix) -> [Float] {
        let count = vectors.rows
        switch self {
        case .query(let query): return query.attention.shares(query.vector, over: vectors)
        case .average, .normedAverage, .averageOfNormed:
            return Array(repeating: 1 / Float(count), count: count)
        case .first: return (0..<count).map { $0 == 0 ? 1 : 0 }
        case .last: return (0..<count).map { $0 == count - 1 ? 1 : 0 }
        case .normed(let place, _): return (0..<count).map { $0 == place ? 1 : 0 }
        case .firstAndAverage(let start, _):
            let each = 0.5 / Float(max(count - start, 1))
            return (0..<count).map { ($0 == 0 ? 0.5 : 0) + ($0 >= start ? each : 0) }
        }
    }

    /// The learned query, if there is one.
    var query: ClassificationTask.Query? {
        if case .query(let query) = self { query } else { nil }
    }
}

extension AttentionLayer {
    /// The weight that a query `[1, Dq]` gives to each of some keys, averaged over heads.
    func shares(_ query: Matrix, over keys: Matrix) -> [Float] {
        let scores = scores(query, over: keys)
        var sum = [Float](repeating: 0, count: keys.rows)
        for head in scores {
            var weights = head
            weights.softmaxRows()
            for (i, weight) in weights.elements.enumerated() { sum[i] += weight }
        }
        return sum.map { $0 / Float(scores.count) }
    }
}
