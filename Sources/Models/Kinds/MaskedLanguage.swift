import Checkpoints
import Media
import Numerics
import Perceiver

/// The published masked language model: each position of a text asks which byte stands there.
struct MaskedLanguage: Architecture {
    static let kind = ModelKind(
        "PerceiverForMaskedLM",
        type: PublishedConfiguration.type,
        modalities: [.text],
        words: "masked language",
        summary: "fills in masked bytes of a text",
        Self.self
    )

    let trunk: Trunk
    let facts: ModelFacts
    private let input: TokenInput
    /// A query for each position, `[max_position_embeddings, d_model]`.
    private let queries: Matrix
    /// Its linear map compares answers with the embeddings of the input: `[vocabulary, d_model]`.
    private let answers: Decoder

    /// The decoder's sizes do not depend on the configuration.
    private static let heads = 8
    private static let queryKeyChannels = 256

    init(_ source: ModelSource) throws(CheckpointError) {
        let keys = try TokenKeys(source.configuration)
        guard keys.dModel % Self.heads == 0 else {
            throw source.configuration.error(
                at: "d_model",
                "\(Self.heads) heads of the decoder do not divide \(keys.dModel)"
            )
        }
        let c = try PublishedConfiguration(source.configuration, inputChannels: keys.dModel)
        let sizes = LayerSizes(
            queries: keys.dModel,
            keys: c.dLatents,
            queryKey: Self.queryKeyChannels,
            value: keys.dModel,
            hidden: keys.dModel
        )
        let weights = try source.weights["perceiver"]
        input = try TokenInput(source, keys)
        trunk = try c.trunk(weights, inputChannels: keys.dModel)
        let own = weights["decoder"]
        let layer = try c.decoder(own, sizes, heads: Self.heads, addsQuery: false)
        queries = try own.matrix(
            PublishedConfiguration.learnedQueries,
            [keys.maxPositionEmbeddings, keys.dModel],
            "decoder queries, one a position"
        )
        let bias = try source.weights.vector(
            "embedding_decoder.bias",
            keys.vocabSize,
            "scores of tokens, bias"
        )
        answers = Decoder(crossAttention: layer, final: Linear(weight: input.embeddings, bias: bias))
        facts = ModelFacts(
            sizes: c.facts(inputChannels: keys.dModel, decoder: sizes, heads: Self.heads),
            preprocessing: input.tokenizer.facts
        )
    }

    // MARK: what goes in

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .text(let text) = medium else { throw .modality(medium.modality, accepted: [.text]) }
        return try input(text, options)
    }

    var masksTexts: Bool { true }
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
