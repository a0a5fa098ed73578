import Checkpoints
import Numerics
import Perceiver

/// The published masked language model: each position of a text asks which byte stands there.
struct MaskedLanguage: BytePrediction {
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
    let input: TokenInput
    let queries: Matrix
    /// Its linear map compares answers with the embeddings of the input: `[vocabulary, d_model]`.
    let answers: Decoder

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
}
