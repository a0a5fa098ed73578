import Models
public import Numerics
import Perceiver

/// How answers came to read the input: how much each output reads of each latent, and each latent of each region.
///
/// Latents are those of the last layer in which they read the input. Their shares of an output's reading times what each
/// of them reads of a region is the region's share of the output. What they had read before, where they look at the input
/// several times, is in no region's share.
public struct AnswerTrace: Sendable {
    /// How an output's reading is led to the latents as they left the layer that reads the input.
    public enum Way: String, Sendable, Hashable, CaseIterable {
        /// The decoder's weights stand for themselves: what the latents take from each other afterwards is left out.
        case direct
        /// They are followed back through the layers between, as rollout does: half of each vector stays what it was.
        case trunk

        /// In a few words.
        public var words: String {
            switch self {
            case .direct: "decoder weights alone"
            case .trunk: "decoder weights followed back through self-attention"
            }
        }
    }

    /// Something that was answered.
    public struct Output: Sendable, Hashable {
        /// Whose answer it is.
        public let found: FoundAsker
        /// The share of the answer that comes from the latents as they were learned; `nil` of the direct way, which
        /// does not know it.
        public let learned: Double?
        /// The share that comes from what latents had read of the input before, where they look at it several times;
        /// `nil` where they do not, and of the direct way.
        public let earlier: Double?

        /// How it is asked for.
        public var asker: Asker { found.task.map { .task($0) } ?? .query(found.query) }

        package init(found: FoundAsker, learned: Double?, earlier: Double? = nil) {
            (self.found, self.learned, self.earlier) = (found, learned, earlier)
        }
    }

    /// A part of the input.
    public struct Region: Sendable, Hashable {
        /// Its place or, of a text, its word.
        public let name: String
        /// Its tokens.
        public let tokens: [Int]

        package init(name: String, tokens: [Int]) { (self.name, self.tokens) = (name, tokens) }
    }

    /// How readings are led to the latents.
    public let way: Way
    /// The layer in which latents read the input, by its name.
    public let layer: String
    /// What was answered.
    public let outputs: [Output]
    /// The parts of the input that the model got.
    public let regions: [Region]
    /// What each output reads of each latent, `[outputs, latents]`: shares that sum to at most 1.
    public let weights: Matrix
    /// What each latent reads of each region, `[latents, regions]`: shares of its attention.
    public let reading: Matrix

    package init(
        way: Way,
        layer: String,
        outputs: [Output],
        regions: [Region],
        weights: Matrix,
        reading: Matrix
    ) {
        (self.way, self.layer, self.outputs, self.regions) = (way, layer, outputs, regions)
        (self.weights, self.reading) = (weights, reading)
    }

    /// The number of latents.
    public var latentCount: Int { reading.rows }
}

// What belongs to what.
extension AnswerTrace {
    /// What an output reads of each latent.
    public func latents(ofOutput output: Int) -> [Float] { weights[row: output] }

    /// The share of each latent's attention that a region has.
    public func latents(ofRegion region: Int) -> [Float] { (0..<reading.rows).map { reading[$0, region] } }

    /// The share of an output that comes from each region through all latents.
    public func regions(ofOutput output: Int) -> [Float] {
        weights[rows: output..<output + 1].times(reading).elements
    }

    /// The share of a latent's attention that each region has.
    public func regions(ofLatent latent: Int) -> [Float] { reading[row: latent] }

    /// What each output reads of a latent.
    public func outputs(ofLatent latent: Int) -> [Float] { (0..<weights.rows).map { weights[$0, latent] } }

    /// The share of each output that comes from a region through all latents.
    public func outputs(ofRegion region: Int) -> [Float] {
        let column = Matrix(rows: latentCount, columns: 1, latents(ofRegion: region))
        return weights.times(column).elements
    }

    /// The share of an output that comes from a region through one latent.
    public func share(output: Int, latent: Int, region: Int) -> Float {
        weights[output, latent] * reading[latent, region]
    }
}

extension AnswerTrace {
    /// The places that have some shares, the largest first, as far as they reach a threshold.
    public static func ranked(_ shares: [Float], atLeast threshold: Double) -> [Int] {
        shares.indices.filter { Double(shares[$0]) >= threshold }
            .sorted { (shares[$0], $1) > (shares[$1], $0) }
    }
}

extension AnswerTrace {
    /// The trace of a run.
    ///
    /// - Parameters:
    ///   - opened: the run's input.
    ///   - asker: whose answer comes first if it is a place's; `nil` for the usual one.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: ``Failure`` if the model's answers are not read from latents that read the input; `CancellationError`
    ///   if the task it runs in was cancelled.
    init(_ run: Run, _ opened: OpenedMedium, asker: Asker?, way: Way, progress: Progress) throws {
        guard let layer = run.model.readingLayer, run.readSpace == .latents else {
            throw Failure(Self.refusal, isMisuse: true)
        }
        let found = run.traced(asker)
        guard !found.isEmpty else { throw Failure("nothing can be asked of this model", isMisuse: true) }
        var (weights, outputs): ([Float], [Output]) = ([], [])
        for found in found {
            let shares = run.reading(query: found.query)
            switch way {
            case .direct:
                weights += shares
                outputs.append(Output(found: found, learned: nil))
            case .trunk:
                let own = try Rollout.back(shares, to: layer, run)
                weights += own
                let learned = try Rollout.back(shares, .half, run) { _ in }.learned
                let earlier = try run.keptAtLastLook(own, layer).map { $0 - learned }
                outputs.append(Output(found: found, learned: learned, earlier: earlier))
            }
        }
        let regions = opened.regions
        let count = run.model.latentCount
        self.init(
            way: way,
            layer: run.model.layers[layer].name,
            outputs: outputs,
            regions: regions,
            weights: Matrix(rows: outputs.count, columns: count, weights),
            reading: try Self.reading(run, layer, regions, progress)
        )
    }

    /// Why some models have no trace.
    public static let refusal = "this model's answers are not read from latents that read the input"

    /// The share of each latent's attention that each region has.
    private static func reading(
        _ run: Run,
        _ layer: Int,
        _ regions: [Region],
        _ progress: Progress
    ) throws -> Matrix {
        let rows = AttentionRows(run, layer: layer)
        var place = [Int?](repeating: nil, count: rows.keyCount)
        for (index, region) in regions.enumerated() { for token in region.tokens { place[token] = index } }
        var sums = Matrix(rows: rows.seenQueryCount, columns: regions.count)
        try rows.visit { start, block in
            try Task.checkCancellation()
            progress(Double(start) / Double(max(1, rows.seenQueryCount)))
            for row in 0..<block.rows {
                var sum = [Float](repeating: 0, count: regions.count)
                for (token, weight) in rows.overKeys(block[row: row]).enumerated() {
                    if let region = place[token] { sum[region] += weight }
                }
                sums.replaceRow(start + row, with: sum)
            }
        }
        return sums
    }
}

extension Rollout {
    /// Follows shares of the vectors that answers are read from back to the latents as they left a layer.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    static func back(_ shares: [Float], to layer: Int, _ run: Run) throws -> [Float] {
        let layers = run.model.trunk.layers
        var at: [Space: [Float]] = [run.readSpace: shares]
        for index in (layer + 1..<max(layer + 1, layers.count)).reversed() {
            try Task.checkCancellation()
            let place = layers[index]
            guard let asking = at[place.queries] else { continue }
            let (kept, read) = try LayerMixing(.half, run, layer: index).back(asking)
            at[place.queries] = kept
            at[place.keys] = at[place.keys].map { zip($0, read).map(+) } ?? read
        }
        return at[.latents] ?? [Float](repeating: 0, count: run.model.latentCount)
    }
}

extension Run {
    /// How much of some shares of the latents, as they left the last layer that reads the input, they had before it; `nil`
    /// where it is the only one.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    fileprivate func keptAtLastLook(_ shares: [Float], _ layer: Int) throws -> Double? {
        guard model.trunk.layers.count(where: { $0.keys == .input }) > 1 else { return nil }
        return try LayerMixing(.half, self, layer: layer).back(shares).kept.reduce(0) { $0 + Double($1) }
    }

    /// The most masks of a text, or letters, that are traced.
    private static let mostMasks = 32

    /// Whose answers are traced: the place that is asked for, if it is one, then all tasks, and masks of a text.
    func traced(_ asker: Asker?) -> [FoundAsker] {
        var askers = tasks.indices.map { Asker.task($0) }
        askers += output.places.prefix(Self.mostMasks).compactMap(decoderQuery(token:)).map { .query($0) }
        let usual = found(asker)
        let others = askers.compactMap(found).filter { $0.query != usual?.query }
        guard let usual else { return others }
        return usual.task == nil ? [usual] + others : askers.compactMap(found)
    }
}
