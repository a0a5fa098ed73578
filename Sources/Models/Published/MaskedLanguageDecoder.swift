import Numerics
import Perceiver

/// The decoder of the published masked language model: each position asks which byte stands there.
struct MaskedLanguageDecoder: Sendable {
    /// A query for each position, `[max_position_embeddings, d_model]`.
    let queries: Matrix
    /// Its linear map compares answers with the embeddings of the input: `[vocabulary, d_model]`.
    let decoder: Decoder

    /// The decoder's sizes do not depend on the configuration.
    static let heads = 8
    static let queryKeyChannels = 256

    /// Scores of the vocabulary at some positions, `[positions, vocabulary]`.
    func logits(_ positions: [Int], latents: Matrix) -> Matrix {
        guard !positions.isEmpty else { return Matrix(rows: 0, columns: decoder.final.outputs) }
        return decoder(queries.gathered(rows: positions), latents: latents)
    }
}
