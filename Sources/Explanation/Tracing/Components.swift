import Models
import Numerics
import Perceiver

/// What vectors are looked at by their principal components.
public enum Vectors: String, Sendable, Hashable, CaseIterable {
    /// The input's tokens, as keys of the last layer that reads them.
    case tokens
    /// The input's tokens, by the features that a model makes of them; the model's own tokens are left out.
    case features
    /// The latents, as they leave the last layer.
    case latents

    /// In a few words.
    public var words: String {
        switch self {
        case .tokens: "tokens as keys"
        case .features: "features of tokens"
        case .latents: "final latents"
        }
    }
}

/// Vectors of a run along the three directions in which they differ most.
///
/// Of a model that makes features of tokens they are taken in place of keys.
public struct Components: Sendable, Hashable {
    /// What was looked at.
    public let vectors: Vectors
    /// For each vector its place along each direction; `nil` of tokens that were removed, and of features that are no
    /// place's.
    public let scores: [[Float]?]
    /// The share of the variance along each direction.
    public let shares: [Double]
    /// The layer after which features were taken; `nil` for what answers are read from.
    public let layer: String?

    /// How many directions there are: one for each of a colour's parts.
    public static let count = 3

    package init(vectors: Vectors, scores: [[Float]?], shares: [Double], layer: String? = nil) {
        (self.vectors, self.scores, self.shares, self.layer) = (vectors, scores, shares, layer)
    }

    /// What was looked at, in a few words.
    public var words: String { layer.map { "features of tokens after \($0)" } ?? vectors.words }

    /// The components of a run's vectors.
    ///
    /// - Throws: ``Failure`` if there are none; `CancellationError` if the task it runs in was cancelled.
    init(_ vectors: Vectors, of run: Run, after layer: String? = nil) throws {
        if vectors != .latents, let features = run.features(after: layer) {
            self.vectors = .features
            self.layer = layer
            let kept = run.input.kept
            let rows = kept.indices.filter { !run.input.ownTokens.contains(kept[$0]) }
            let placed = features.gathered(rows: rows)
            let found = try PrincipalComponents(Self.count, channels: placed.columns) { try $0(placed) }
            let scores = found.scores(of: placed)
            var places = [[Float]?](repeating: nil, count: run.input.tokens.rows)
            for (row, place) in rows.enumerated() { places[kept[place]] = scores[row: row] }
            (self.scores, shares) = (places, found.shares)
            return
        }
        self.vectors = vectors == .latents ? .latents : .tokens
        self.layer = nil
        switch vectors {
        case .latents:
            let latents = run.trace.latents
            guard latents.rows > 0 else { throw Failure("this model has no latents", isMisuse: true) }
            let found = try PrincipalComponents(Self.count, channels: latents.columns) { try $0(latents) }
            let scores = found.scores(of: latents)
            self.scores = (0..<latents.rows).map { scores[row: $0] }
            shares = found.shares
        case .tokens, .features:
            guard let layer = run.tokenLayer else { throw Failure(Self.noTokens, isMisuse: true) }
            let found = try PrincipalComponents(Self.count, channels: run.keyChannels(layer: layer)) { body in
                try run.visitKeys(layer: layer) { _, block in
                    try Task.checkCancellation()
                    try body(block)
                }
            }
            var places = [[Float]?](repeating: nil, count: run.input.tokens.rows)
            let kept = run.input.kept
            run.visitKeys(layer: layer) { start, block in
                let scores = found.scores(of: block)
                for row in 0..<block.rows { places[kept[start + row]] = scores[row: row] }
            }
            scores = places
            shares = found.shares
        }
    }

    /// Why some models have no keys of tokens.
    static let noTokens = "no layer of this model reads the input's tokens"

    /// The place of each vector between the least and the largest, direction by direction, 0…1; 1 of 100 lies beyond at
    /// either end.
    public var levels: [[Double]?] {
        let known = scores.compactMap { $0 }
        let ranges = (0..<Self.count).map { direction -> (low: Float, high: Float) in
            let sorted = known.map { $0.indices.contains(direction) ? $0[direction] : 0 }.sorted()
            guard let first = sorted.first, let last = sorted.last else { return (0, 1) }
            let beyond = sorted.count / 100
            let (low, high) = (sorted[beyond], sorted[sorted.count - 1 - beyond])
            return high > low ? (low, high) : (first, max(last, first + 1e-30))
        }
        return scores.map { scores in
            scores.map { scores in
                ranges.enumerated().map { direction, range in
                    guard scores.indices.contains(direction) else { return 0.5 }
                    let share = (scores[direction] - range.low) / (range.high - range.low)
                    return Double(min(max(share, 0), 1))
                }
            }
        }
    }
}

/// How alike a token's key is to those of all tokens, of the same input or of another one.
///
/// Of a model that makes features of tokens they are taken in place of keys.
public struct KeyCosines: Sendable, Hashable {
    /// For each token the cosine, −1…1; 0 of removed tokens.
    ///
    /// Each key is taken without the mean of the first input's keys; features are taken as they are.
    public let values: [Float]
    /// Whether features are compared, and not keys.
    public let isOfFeatures: Bool

    package init(values: [Float], isOfFeatures: Bool = false) {
        (self.values, self.isOfFeatures) = (values, isOfFeatures)
    }

    /// What is compared, in a few words.
    public var words: String { isOfFeatures ? "cosine of features" : "cosine of keys" }

    /// The cosines of a token of a run to those of another run, or of the same.
    ///
    /// - Throws: ``Failure`` if no layer reads tokens, or the token was removed; `CancellationError` if the task it runs
    ///   in was cancelled.
    init(of token: Int, in run: Run, over other: Run, after place: String? = nil) throws {
        guard let layer = run.tokenLayer, let seen = run.seenNumber(token, of: .input),
            seen < run.input.readCount
        else { throw Failure(Components.noTokens, isMisuse: true) }
        if let own = run.features(after: place), let others = other.features(after: place) {
            var values = [Float](repeating: 0, count: other.input.tokens.rows)
            let asked = own[row: seen]
            for (row, token) in other.input.kept.enumerated() {
                values[token] = Self.cosine(asked, others[row: row])
            }
            self.init(values: values, isOfFeatures: true)
            return
        }
        let channels = run.keyChannels(layer: layer)
        var (sums, own) = ([Double](repeating: 0, count: channels), [Float]())
        try run.visitKeys(layer: layer) { start, block in
            try Task.checkCancellation()
            for (channel, mean) in block.columnMeans().enumerated() {
                sums[channel] += Double(mean) * Double(block.rows)
            }
            if (start..<start + block.rows).contains(seen) { own = block[row: seen - start] }
        }
        let mean = sums.map { Float($0 / Double(run.input.readCount)) }
        let asked = zip(own, mean).map { $0 - $1 }
        var values = [Float](repeating: 0, count: other.input.tokens.rows)
        let kept = other.input.kept
        try other.visitKeys(layer: layer) { start, block in
            try Task.checkCancellation()
            for row in 0..<block.rows {
                values[kept[start + row]] = Self.cosine(asked, zip(block[row: row], mean).map { $0 - $1 })
            }
        }
        self.init(values: values)
    }

    private static func cosine(_ a: [Float], _ b: [Float]) -> Float {
        var (product, own, other) = (Float(0), Float(0), Float(0))
        for (x, y) in zip(a, b) {
            product += x * y
            own += x * x
            other += y * y
        }
        let lengths = (own * other).squareRoot()
        return lengths > 0 ? min(max(product / lengths, -1), 1) : 0
    }
}

extension Run {
    /// The layer of the trunk whose keys stand for the input's tokens: the last one that reads them.
    var tokenLayer: Int? { model.trunk.layers.lastIndex { $0.keys == .input } }
}
