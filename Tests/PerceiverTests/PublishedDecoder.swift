import Models
import Numerics
import Perceiver

/// The decoder of a case: its settings are those of the architecture, not of `config.json`.
struct PublishedDecoder {
    let queries: Matrix
    let decoder: Decoder

    init(_ published: PublishedCase) throws {
        let c = published.configuration
        let weights = published.weights
        let prefix: String
        let layer: AttentionLayer
        switch published.name {
        case "text-mlm":
            prefix = "perceiver.decoder"
            let sizes = LayerSizes(
                queries: c.dModel,
                keys: c.dLatents,
                queryKey: 256,
                value: c.dModel,
                hidden: c.dModel
            )
            layer = try weights.decoding(prefix, sizes, heads: 8, addsQuery: false)
        case "bare-kv":
            prefix = "decoder"
            let sizes = LayerSizes(queries: 18, keys: c.dLatents, queryKey: 12, value: 6, hidden: 36)
            layer = try weights.decoding(prefix, sizes, heads: 3, addsQuery: true)
        default:
            prefix = "perceiver.decoder.decoder"
            let d = c.dLatents
            let sizes = LayerSizes(queries: d, keys: d, queryKey: d, value: d, hidden: d)
            layer = try weights.decoding(prefix, sizes, heads: 1, addsQuery: true)
        }
        let rows = published.recorded.tensors["queries"]?.shape[0] ?? 0
        queries = try weights[prefix].matrix(
            "output_position_encodings.position_embeddings",
            [rows, layer.query.inputs],
            ""
        )
        decoder = Decoder(
            crossAttention: layer,
            final: try published.name == "text-mlm"
                ? weights.tiedEmbeddings(channels: c.dModel)
                : weights.linear(
                    "\(prefix).final_layer",
                    inputs: queries.columns,
                    outputs: published.name == "bare-kv" ? 7 : 5,
                    ""
                )
        )
    }
}

extension Weights {
    fileprivate func decoding(
        _ prefix: String,
        _ sizes: LayerSizes,
        heads: Int,
        addsQuery: Bool
    ) throws -> AttentionLayer {
        try self[prefix].layer("decoding_cross_attention", sizes, heads: heads, addsQuery: addsQuery, "")
    }

    /// The masked language model compares its answers with the embeddings of its inputs.
    fileprivate func tiedEmbeddings(channels: Int) throws -> Linear {
        let name = "perceiver.input_preprocessor.embeddings.weight"
        return Linear(
            weight: try matrix(name, [262, channels], ""),
            bias: try vector("embedding_decoder.bias", 262, "")
        )
    }
}
