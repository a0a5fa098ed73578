import Numerics
import Perceiver
import TestData
import Testing

/// Positions are part of an input, so an input array is a set.
@Suite("Inputs as a set")
struct EncoderTests {
    private let trunk: Trunk
    private let inputs: Matrix
    private let shuffled: [Int]

    /// More inputs than a block has.
    init() {
        var generator = Generator(seed: 7)
        trunk = Trunk(
            latents: generator.matrix(6, 8),
            crossAttention: generator.layer(queries: 8, keys: 5, heads: 2),
            selfAttends: (0..<2).map { _ in generator.layer(queries: 8, keys: nil, heads: 2) },
            blocks: 2
        )
        inputs = generator.matrix(1500, 5)
        shuffled = (0..<1500).shuffled(using: &generator)
    }

    @Test("Their order does not change latents, and moves attention with them") func order() {
        let (trace, other) = (trunk(inputs), trunk(inputs.gathered(rows: shuffled)))
        for (state, otherState) in zip(trace.states, other.states) { expectClose(otherState, state) }
        for (map, otherMap) in zip(
            trace.scores(layer: 0, rows: 0..<6),
            other.scores(layer: 0, rows: 0..<6)
        ) {
            expectClose(otherMap, map.gathered(columns: shuffled))
        }
    }

    @Test("Having each of them twice changes nothing") func twice() {
        let twice = inputs.gathered(rows: Array(0..<1500) + shuffled)
        for (state, other) in zip(trunk(inputs).states, trunk(twice).states) { expectClose(other, state) }
    }

    @Test("All blocks share their weights") func blocks() {
        #expect(trunk.layers.map(\.name) == ["encoder", "self.0", "self.1", "self.2", "self.3"])
        let trace = trunk(inputs)
        #expect(trace.states.count == 6)
        for index in 0..<4 {
            #expect(trace.states[index + 2] == trunk.layers[index % 2 + 1].attention(trace.states[index + 1]))
        }
    }
}
