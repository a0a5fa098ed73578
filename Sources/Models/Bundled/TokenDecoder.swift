import Numerics
import Perceiver

/// The decoder of one modality's own tokens: each place of the front end's grid asks what the input is there.
struct TokenDecoder: Sendable {
    /// The features of the largest grid's places `[cells, features]`, the same that the front end gives to tokens.
    let positions: Matrix
    /// Columns of the largest grid.
    let gridColumns: Int
    /// Features to queries.
    let query: Linear
    /// Asks the latents; its outputs are a token's part of the input.
    let decoder: Decoder

    /// The queries of some tokens, `[tokens, E]`.
    func queries(_ tokens: some Collection<Int>, of section: Layout.Section) -> Matrix {
        let cells = tokens.map { token in
            let (column, row, _) = section.cell(of: token)
            return row * gridColumns + column
        }
        return query(positions.gathered(rows: cells))
    }

    /// What the input is at some tokens, `[tokens, outputs]`.
    ///
    /// - Parameter step: is told how many tokens are done, now and then; what it throws ends the work.
    func outputs<Failure: Error>(
        _ tokens: some Collection<Int>,
        of section: Layout.Section,
        latents: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        guard !tokens.isEmpty else { return Matrix(rows: 0, columns: decoder.final.outputs) }
        return try decoder(queries(tokens, of: section), latents: latents, step: step)
    }

    /// The same at once.
    func outputs(_ tokens: some Collection<Int>, of section: Layout.Section, latents: Matrix) -> Matrix {
        outputs(tokens, of: section, latents: latents) { _ in }
    }
}
