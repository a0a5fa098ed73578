import Checkpoints
import Numerics
import Perceiver
import TestData
import Testing

/// Every intermediate of small models of each published kind, as transformers computes it.
@Suite("The architecture, beside transformers")
struct TransformersTests {
    @Test("Latents as they enter and leave each layer", arguments: PublishedCase.names)
    func latents(name: String) throws {
        let published = try PublishedCase(name)
        let trace = published.run()
        #expect(trace.states.count == published.trunk.layers.count + 1)
        #expect(!published.recorded.has("latents.\(trace.states.count)"))
        for (index, state) in trace.states.enumerated() {
            expectClose(state, try published.recorded.matrix("latents.\(index)"), "\(name) latents.\(index)")
        }
    }

    @Test("The encoder's attention, for all latents at once and one by one", arguments: PublishedCase.names)
    func encoderAttention(name: String) throws {
        let published = try PublishedCase(name)
        let trace = published.run()
        let recorded = try published.map("attention.encoder")
        let expected = recorded.map { $0.gathered(columns: published.seen) }
        expectMap(expected, "\(name) attention.encoder") { trace.scores(layer: 0, rows: $0) }
        let hidden = Set(0..<published.inputs.rows).subtracting(published.seen)
        for map in recorded {
            #expect(
                map.gathered(columns: hidden).elements.allSatisfy { $0 == 0 },
                "what is left out had a weight"
            )
        }
    }

    @Test("Self-attention, for all latents at once and one by one", arguments: PublishedCase.names)
    func selfAttention(name: String) throws {
        let published = try PublishedCase(name)
        let trace = published.run()
        for layer in 0..<published.trunk.layers.count - 1 {
            let expected = try published.map("attention.self.\(layer)")
            expectMap(expected, "\(name) attention.self.\(layer)") {
                trace.scores(layer: layer + 1, rows: $0)
            }
        }
    }

    @Test("The decoder's queries, attention, answers and outputs", arguments: PublishedCase.namesWithDecoder)
    func decoding(name: String) throws {
        let published = try PublishedCase(name)
        let (queries, decoder) = try (
            PublishedDecoder(published).queries, PublishedDecoder(published).decoder
        )
        let latents = published.run().final
        let recorded = published.recorded
        #expect(try queries == recorded.matrix("queries"))
        expectMap(try published.map("attention.decoder"), "\(name) attention.decoder") {
            decoder.crossAttention.scores(queries[rows: $0], over: latents)
        }
        let decoded = decoder.crossAttention(queries, over: latents)
        expectClose(decoded, try recorded.matrix("decoded"), "\(name) decoded")
        expectClose(decoder(queries, latents: latents), try recorded.matrix("logits"), "\(name) logits")
    }

    @Test("What MLPs have between their maps", arguments: Activation.allCases.flatMap(\.names))
    func activations(name: String) throws {
        let file = try TensorSet(path: fixture("perceiver/activations.safetensors"))
        var values = try file.matrix("x")
        values.apply(try #require(Activation(name: name)))
        let recorded = try file.matrix(name)
        for (value, expected) in zip(values.elements, recorded.elements) {
            #expect(abs(value - expected) <= 2e-6 * max(1, abs(expected)), "\(name)")
        }
        #expect(values.count == recorded.count)
    }

    /// Compares a map with one that is computed whole, and with one that is computed row by row, which takes
    /// another way through the key weights.
    private func expectMap(_ expected: [Matrix], _ what: String, scores: (Range<Int>) -> [Matrix]) {
        guard let rows = expected.first?.rows else { return }
        let whole = scores(0..<rows)
        #expect(whole.count == expected.count, "\(what)")
        for (head, map) in expected.enumerated() {
            expectClose(AttentionUnit.weight.convert(whole[head]), map, "\(what), head \(head)")
        }
        for row in 0..<rows {
            for (head, map) in scores(row..<row + 1).enumerated() {
                expectClose(
                    AttentionUnit.weight.convert(map),
                    expected[head][rows: row..<row + 1],
                    "\(what), head \(head), row \(row)"
                )
            }
        }
    }
}
