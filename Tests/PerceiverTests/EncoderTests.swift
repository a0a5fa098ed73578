import Numerics
import Perceiver
import TestData
import Testing

/// Positions are part of an input, so an input array is a set.
@Suite("Inputs as a set")
struct EncoderTests {
    private let encoder: Encoder
    private let inputs: Matrix
    private let shuffled: [Int]

    /// More inputs than a block has.
    init() {
        var generator = Generator(seed: 7)
        encoder = Encoder(
            latents: generator.matrix(6, 8),
            crossAttention: generator.layer(queries: 8, keys: 5, heads: 2),
            selfAttends: (0..<2).map { _ in generator.layer(queries: 8, keys: nil, heads: 2) },
            blocks: 2
        )
        inputs = generator.matrix(1500, 5)
        shuffled = (0..<1500).shuffled(using: &generator)
    }

    @Test("Their order does not change latents, and moves attention with them") func order() {
        let (trace, other) = (encoder(inputs), encoder(inputs.gathered(rows: shuffled)))
        for (state, otherState) in zip(trace.states, other.states) { expectClose(otherState, state) }
        for (map, otherMap) in zip(trace.encoderScores(latents: 0..<6), other.encoderScores(latents: 0..<6)) {
            expectClose(otherMap, map.gathered(columns: shuffled))
        }
    }

    @Test("Having each of them twice changes nothing") func twice() {
        let twice = inputs.gathered(rows: Array(0..<1500) + shuffled)
        for (state, other) in zip(encoder(inputs).states, encoder(twice).states) { expectClose(other, state) }
    }

    @Test("All blocks share their weights") func blocks() {
        #expect(encoder.depth == 4)
        let trace = encoder(inputs)
        #expect(trace.states.count == 6)
        for index in 0..<4 {
            #expect(trace.states[index + 2] == encoder.selfAttends[index % 2](trace.states[index + 1]))
        }
    }
}
