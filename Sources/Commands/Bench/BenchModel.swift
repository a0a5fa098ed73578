import Explanation
import Media
import Models
import Numerics
import Perceiver

/// Measures the parts of one model's run on one input.
struct BenchModel {
    private let model: Model
    private let name: String
    private let medium: Medium
    private let run: Run
    private let meter: Meter

    init(_ model: Model, _ name: String, _ medium: Medium, _ meter: Meter) throws {
        (self.model, self.name, self.medium, self.meter) = (model, name, medium, meter)
        do { run = try model.run(try model.prepare(medium)) } catch {
            throw Failure("\(name): \(error)")
        }
    }

    /// The seconds of a run's parts.
    struct Parts: Encodable {
        let input: String
        let prepare, crossAttention, selfAttention, decode, forward: Double
        /// From one number to the relevance of all tokens.
        let backward: Double
        /// Of all but the way back.
        let peakMiB: Int
        /// Floating-point operations of a forward, in the order of products that is taken.
        let operations: Int
        /// The rate of a large matrix product, in GFLOP/s.
        let productRate: Double
    }

    func parts() throws -> Parts {
        // Rounds are whole forwards, so that no part finds its own numbers in a cache.
        let clock = ContinuousClock()
        let rounds = try (0..<meter.rounds).map { _ in
            let forward = TimedRun(model.trunk, run.input.read)
            let decoding = try clock.measure { try run.answer() } / .seconds(1)
            return [forward.crossAttention, forward.selfAttention, decoding]
        }
        func median(_ of: ([Double]) -> Double) -> Double { rounds.map(of).sorted()[rounds.count / 2] }
        let decoding = model.decoder?.executedOperations(
            queries: answered,
            keys: run.count(of: run.readSpace)
        )
        let prepare = try meter.seconds { try model.prepare(medium) }
        let peak = Meter.peakMemory
        let backward = meter.seconds {
            run.gradients(of: .output(query: 0, channels: [0]), rule: .attnLRP, keepsInputs: false)
        }
        return Parts(
            input: name,
            prepare: prepare,
            crossAttention: median { $0[0] },
            selfAttention: median { $0[1] },
            decode: median { $0[2] },
            forward: median { $0.reduce(0, +) },
            backward: backward,
            peakMiB: peak,
            operations: model.trunk.executedOperations(inputs: run.input.readCount) + (decoding ?? 0),
            productRate: meter.product.rate
        )
    }

    /// Prints a line for each part, and for what is asked of a run afterwards.
    func report() {
        guard let parts = try? parts() else { return }
        let tokens = run.input.readCount
        let (cross, own, decoding) = operations
        let depth = model.trunk.layers.filter(\.isSelfAttention).count
        print("\(name):")
        meter.report("  prepare \(tokens.counted("token"))", parts.prepare)
        if depth < model.trunk.layers.count {
            meter.report("  cross-attention", parts.crossAttention, operations: cross)
        }
        if depth > 0 {
            meter.report(
                "  \(depth.counted("layer")) of self-attention",
                parts.selfAttention,
                operations: own
            )
        }
        meter.report(
            "  decode \(answered.counted("query", plural: "queries"))",
            parts.decode,
            operations: decoding
        )
        meter.report("  all of these but the first", parts.forward, operations: cross + own + decoding)
        meter.report("  back from a number to all tokens", parts.backward)
        reportMaps()
    }

    /// The number of queries that a forward answers: all there are, but of a clip's the part that the published
    /// demonstration decodes at a time, and of the bundled kind's those of tasks.
    private var answered: Int { run.answeredQueries.count }

    private var operations: (cross: Int, own: Int, decoding: Int) {
        var (cross, own) = (0, 0)
        for layer in model.trunk.layers {
            let work = layer.attention.executedOperations(
                queries: run.count(of: layer.queries),
                keys: run.count(of: layer.keys)
            )
            if layer.isSelfAttention { own += work } else { cross += work }
        }
        let decoding = model.decoder?.executedOperations(
            queries: answered,
            keys: run.count(of: run.readSpace)
        )
        return (cross, own, decoding ?? 0)
    }

    private func reportMaps() {
        func row(_ layer: Int) -> Double {
            meter.seconds { run.scores(layer: layer, rows: 0..<1).map(AttentionUnit.weight.convert) }
        }
        let layers = model.layers
        for layer in [0, layers.count - 1] {
            meter.report("  one row of the \(layers[layer].name)'s map", row(layer))
        }
        guard model.isSmall else { return }
        reportExplanations()
    }

    /// What takes many forwards, or many rows.
    private func reportExplanations() {
        if case .tokens = run.output {
            let tokens = run.input.layout.count
            meter.report(
                "  the input itself, from \(tokens.counted("query", plural: "queries"))",
                meter.seconds { try? run.reconstructInput() },
                operations: model.decoder?.executedOperations(
                    queries: tokens,
                    keys: run.count(of: run.readSpace)
                )
            )
        }
        meter.report(
            "  the encoder's whole map",
            meter.seconds { try? PooledMap(AttentionRows(run, layer: 0)) }
        )
        guard !run.tasks.isEmpty else { return }
        meter.report(
            "  occlusion of \(run.input.parts.count.counted("part"))",
            meter.seconds { try? Occlusion.relevance(Explained(run, task: 0, class: 0)) }
        )
    }
}

extension Model {
    /// Whether many forwards take seconds at most.
    var isSmall: Bool { parameterCount < 20_000_000 }

    /// The layer in which everything asks that is decoded.
    fileprivate var decoder: AttentionLayer? {
        layers.last { $0.queries == .outputs }?.attention
    }
}
