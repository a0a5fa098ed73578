import Numerics
import Perceiver

/// The decoder of one modality's own tokens: each of them asks the latents what the input is there.
struct TokenDecoder: Sendable {
    /// What a query is made from.
    enum Asking: Sendable {
        /// The place: the features `[cells, features]` of the largest grid's cells, and the grid's number of columns.
        case place(Matrix, columns: Int)
        /// The token, which knows those beside it, whether the model gets it or not.
        case token
    }

    let asking: Asking
    /// Places or tokens to queries.
    let query: Linear
    /// Asks the latents; its outputs are a token's part of the input.
    let decoder: Decoder

    /// The queries of some tokens of an input, `[tokens, E]`.
    func queries(_ tokens: some Collection<Int>, of input: InputArray) -> Matrix {
        switch asking {
        case .token: return query(input.tokens.gathered(rows: Array(tokens)))
        case .place(let features, let columns):
            let section = input.layout.sections[0]
            let cells = tokens.map { token in
                let (column, row, _) = section.cell(of: token)
                return row * columns + column
            }
            return query(features.gathered(rows: cells))
        }
    }

    /// What an input is at some of its tokens, `[tokens, outputs]`.
    ///
    /// - Parameter step: is told how many tokens are done, now and then; what it throws ends the work.
    func outputs<Failure: Error>(
        _ tokens: some Collection<Int>,
        of input: InputArray,
        latents: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        guard !tokens.isEmpty else { return Matrix(rows: 0, columns: decoder.final.outputs) }
        return try decoder(queries(tokens, of: input), latents: latents, step: step)
    }

    /// The same at once.
    func outputs(_ tokens: some Collection<Int>, of input: InputArray, latents: Matrix) -> Matrix {
        outputs(tokens, of: input, latents: latents) { _ in }
    }
}
