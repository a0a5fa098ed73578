import Explanation
import Explorer
import Foundation
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
            throw CommandFailure("\(name): \(error)")
        }
    }

    /// The seconds of a run's parts.
    struct Parts: Encodable {
        let input: String
        let prepare, crossAttention, selfAttention, decode, forward: Double
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
            var marks = [clock.now]
            let first = cross()
            marks.append(clock.now)
            let latents = selfAttends(first)
            marks.append(clock.now)
            try decode(latents)
            marks.append(clock.now)
            return zip(marks, marks.dropFirst()).map { ($1 - $0) / .seconds(1) }
        }
        func median(_ of: ([Double]) -> Double) -> Double { rounds.map(of).sorted()[rounds.count / 2] }
        return Parts(
            input: name,
            prepare: try meter.seconds { try model.prepare(medium) },
            crossAttention: median { $0[0] },
            selfAttention: median { $0[1] },
            decode: median { $0[2] },
            forward: median { $0.reduce(0, +) },
            peakMiB: Meter.peakMemory,
            operations: model.encoder.executedOperations(inputs: run.input.tokens.rows)
                + model.decoderAttention.executedOperations(
                    queries: decoded.count,
                    keys: model.latentCount
                ),
            productRate: meter.product.rate
        )
    }

    /// Prints a line for each part, and for what is asked of a run afterwards.
    func report() {
        guard let parts = try? parts() else { return }
        let (encoder, tokens) = (model.encoder, run.input.tokens.rows)
        let (whole, decoding) = operations
        let cross = encoder.crossAttention.operations(queries: model.latentCount, keys: tokens)
        print("\(name):")
        meter.report("  prepare \(tokens) tokens", parts.prepare)
        meter.report("  cross-attention", parts.crossAttention, operations: cross)
        if encoder.depth > 0 {
            let layers = "\(encoder.depth) layers of self-attention"
            meter.report("  \(layers)", parts.selfAttention, operations: whole - cross)
        }
        meter.report("  decode \(decoded.count) queries", parts.decode, operations: decoding)
        meter.report("  all of these but the first", parts.forward, operations: whole + decoding)
        reportMaps()
    }

    private var operations: (encoding: Int, decoding: Int) {
        let decoder = model.decoderAttention
        return (
            model.encoder.operations(inputs: run.input.tokens.rows),
            decoder.operations(queries: decoded.count, keys: model.latentCount)
        )
    }

    private func reportMaps() {
        func row(_ scores: () -> [Matrix]) -> Double {
            meter.seconds { scores().map(AttentionUnit.weight.convert) }
        }
        meter.report("  one row of the encoder's map", row { run.trace.encoderScores(latents: 0..<1) })
        meter.report("  one row of the decoder's map", row { run.decoderScores(0..<1) })
        guard model.kind == .explorer else { return }
        if case .tokens = run.output {
            let tokens = run.input.layout.count
            meter.report(
                "  the input itself, from \(tokens) queries",
                meter.seconds { try? run.reconstructInput() },
                operations: model.decoderAttention.operations(queries: tokens, keys: model.latentCount)
            )
        }
        meter.report(
            "  the encoder's whole map",
            meter.seconds { AttentionMap(run, layer: .encoder, head: .mean, unit: .weight) }
        )
        meter.report(
            "  occlusion of \(run.input.parts.count) parts",
            meter.seconds { try? Occlusion.relevance(run, task: 0, target: 0) }
        )
    }

    // MARK: parts of a forward

    private func cross() -> Matrix {
        model.encoder.crossAttention(model.encoder.latents, over: run.input.tokens)
    }

    private func selfAttends(_ latents: Matrix) -> Matrix {
        (0..<model.encoder.depth).reduce(latents) { model.encoder.selfAttention($1)($0) }
    }

    /// The queries that are decoded: all there are, but of a clip's the 128th part that the published demo
    /// decodes at a time, and of the bundled kind's those of tasks.
    private var decoded: Range<Int> {
        let count = run.decoderQueryCount
        switch model.kind {
        case .multimodal: return count - 1 - count / 128..<count
        case .explorer: return 0..<run.tasks.count
        default: return 0..<count
        }
    }

    private func decode(_ latents: Matrix) throws {
        switch model.kind {
        case .maskedLanguage: _ = try run.outputs()
        case .opticalFlow: try run.decodeTile()
        case .multimodal: _ = model.decoderAttention(run.decoderQueries(decoded), over: latents)
        default: for task in run.tasks { _ = model.predict(task, latents: latents, of: run.input.modality) }
        }
    }
}
