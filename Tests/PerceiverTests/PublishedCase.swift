import Checkpoints
import Foundation
import Models
import Numerics
import Perceiver
import TestData

/// A small Perceiver of transformers, and one run of it: a folder of `Tests/Fixtures/perceiver`.
struct PublishedCase: Sendable {
    static let names = [
        "text-mlm", "text-classification", "image-fourier", "image-conv", "image-learned", "bare-q",
        "bare-kv",
    ]
    /// `bare-q` has no decoder.
    static let namesWithDecoder = names.filter { $0 != "bare-q" }

    let name: String
    let configuration: PublishedConfiguration
    private let file: TensorSet
    /// What transformers computed.
    let recorded: TensorSet
    /// All inputs, also those that the mask hides.
    let inputs: Matrix
    /// The indices of the inputs that the mask lets through.
    let seen: [Int]
    let trunk: Trunk

    init(_ name: String) throws {
        self.name = name
        let folder = fixture("perceiver/\(name)")
        configuration = try ConfigurationFile(path: "\(folder)/config.json").decode()
        file = try TensorSet(path: "\(folder)/model.safetensors")
        recorded = try TensorSet(path: "\(folder)/case.safetensors")
        inputs = try recorded.matrix("input")
        let mask = try recorded.has("mask") ? recorded.matrix("mask").elements : []
        seen = (0..<inputs.rows).filter { mask.isEmpty || mask[$0] == 1 }
        trunk = try Weights(file, .strict).trunk(name, configuration, inputs: inputs.columns)
    }

    var weights: Weights { Weights(file, .strict) }

    /// Encodes what the mask lets through: leaving out a key and giving it no weight are the same.
    func run() -> Trace { trunk(inputs.gathered(rows: seen)) }

    /// A recorded map `[heads, queries, keys]`, one matrix for each head.
    func map(_ name: String) throws -> [Matrix] {
        let shape = recorded.tensors[name]?.shape ?? []
        let (heads, queries) = (shape[0], shape[1])
        let all = try recorded.matrix(name).reshaped(rows: heads * queries, columns: shape[2])
        return (0..<heads).map { all[rows: $0 * queries..<($0 + 1) * queries] }
    }
}

/// The keys of a published `config.json` that shape the encoder.
struct PublishedConfiguration: Decodable, Sendable {
    let dLatents: Int
    let dModel: Int
    let numLatents: Int
    let numBlocks: Int
    let numSelfAttendsPerBlock: Int
    let numSelfAttentionHeads: Int
    let numCrossAttentionHeads: Int
    let qkChannels: Int?
    let vChannels: Int?
    let crossAttentionShapeForAttention: String
    let crossAttentionWideningFactor: Int
    let selfAttentionWideningFactor: Int
    let useQueryResidual: Bool

    /// The sizes of a layer whose hidden channels are so many times the queries'.
    func sizes(keys: Int?, widening: Int) -> LayerSizes {
        let crossDefault = crossAttentionShapeForAttention == "kv" ? keys : nil
        let queryKey = qkChannels ?? crossDefault ?? dLatents
        return LayerSizes(
            queries: dLatents,
            keys: keys,
            queryKey: queryKey,
            value: vChannels ?? queryKey,
            hidden: widening * dLatents
        )
    }
}

extension Weights {
    /// The encoder; the names of a bare model have no `perceiver.` in front of them.
    fileprivate func trunk(_ name: String, _ c: PublishedConfiguration, inputs: Int) throws -> Trunk {
        let prefix = name.hasPrefix("bare") ? "" : "perceiver."
        return Trunk(
            latents: try matrix("\(prefix)embeddings.latents", [c.numLatents, c.dLatents], ""),
            crossAttention: try layer(
                "\(prefix)encoder.cross_attention",
                c.sizes(keys: inputs, widening: c.crossAttentionWideningFactor),
                heads: c.numCrossAttentionHeads,
                addsQuery: c.useQueryResidual,
                ""
            ),
            selfAttends: try (0..<c.numSelfAttendsPerBlock).map { index in
                try layer(
                    "\(prefix)encoder.self_attends.\(index)",
                    c.sizes(keys: nil, widening: c.selfAttentionWideningFactor),
                    heads: c.numSelfAttentionHeads,
                    ""
                )
            },
            blocks: c.numBlocks
        )
    }
}
