import Media
import Numerics
import Perceiver

/// What masked language models with a learned query for each position have in common: each position of a text asks which
/// byte stands there.
protocol BytePrediction: Architecture {
    /// How texts become tokens.
    var input: TokenInput { get }
    /// A query for each position, `[positions, E]`.
    var queries: Matrix { get }
    /// From answers to scores of the vocabulary.
    var answers: Decoder { get }
}

extension BytePrediction {
    // MARK: what goes in

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .text(let text) = medium else { throw .modality(medium.modality, accepted: [.text]) }
        return try input(text, options)
    }

    var masksTexts: Bool { input.hasMasks }
    var usualInputs: [UsualInput] { [.text(bytes: 2046)] }

    // MARK: what comes out

    var decoder: AttentionLayer? { answers.crossAttention }

    func reconstructs(_ modality: Modality) -> Bool { modality == .text }

    func output(of input: InputArray, _ trace: Trace, _ work: inout RunProgress) throws -> Output {
        .bytes(bytes(input, trace.final, positions: input.masks))
    }

    func bytes(_ input: InputArray, _ final: Matrix, positions: [Int]) -> BytePredictions {
        let logits = scores(positions, final)
        return BytePredictions(positions: positions, logits: logits, tokens: input.bytes ?? [])
    }

    func queries(of run: Run) -> DecoderQueries {
        DecoderQueries(count: queries.rows, layout: run.input.layout, firstToken: 0) { queries[rows: $0] }
    }

    func answer(to query: Int, of run: Run) -> DecoderAnswer {
        let vector = queries[rows: query..<query + 1]
        return DecoderAnswer(.query(.init(vector, answers.crossAttention)), then: answers.final)
    }

    func answer(_ run: Run) throws { _ = scores(Array(0..<queries.rows), run.trace.final) }

    func outputs(
        of run: Run,
        reconstructing: Bool,
        progress: (Double) -> Void
    ) throws -> [NamedOutput] {
        let logits = scores(Array(0..<queries.rows), run.trace.final)
        return [NamedOutput(name: "logits", shape: [logits.rows, logits.columns], values: logits)]
    }

    /// Scores of the vocabulary at some positions, `[positions, vocabulary]`.
    private func scores(_ positions: [Int], _ final: Matrix) -> Matrix {
        guard !positions.isEmpty else { return Matrix(rows: 0, columns: answers.final.outputs) }
        return answers(queries.gathered(rows: positions), latents: final)
    }
}
