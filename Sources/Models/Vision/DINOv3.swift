import Checkpoints
import Numerics
import Perceiver

/// A vision transformer whose places turn queries and keys instead of being added to tokens.
///
/// It is that of Siméoni and others 2025, *DINOv3*.
struct DINOv3: VisionTransformer {
    static let bare = ModelKind(
        "DINOv3ViTModel",
        type: "dinov3_vit",
        modalities: [.image],
        words: "picture features, DINOv3",
        summary: "makes features of pictures and their patches, learned without labels",
        Self.self
    )
    static let classifier: ModelKind? = nil

    let parts: VisionParts

    private struct Keys: Decodable {
        let ropeTheta: Float?
        let queryBias: Bool?
        let keyBias: Bool?
        let valueBias: Bool?
        let projBias: Bool?
        let mlpBias: Bool?
        let useGatedMlp: Bool?
        let numRegisterTokens: Int?
    }

    init(_ source: ModelSource) throws(CheckpointError) {
        let file = source.configuration
        let c = try PatchConfiguration(file, .init(channels: 384, heads: 6, epsilon: 1e-5))
        let keys = try file.decode(Keys.self)
        let registers = try file.check(keys.numRegisterTokens ?? 0, "num_register_tokens", in: 0...1024)
        let base = keys.ropeTheta ?? 100
        guard base > 0, base.isFinite else { throw file.error(at: "rope_theta", "must be above 0") }
        let width = c.channels / c.heads
        guard width % 4 == 0 else {
            throw file.error(
                at: "num_attention_heads",
                "\(c.heads) leave \(width) channels to a head, which must be a multiple of 4"
            )
        }
        let processing = try PatchProcessing(
            folder: source.folder,
            usual: .dinov3,
            published: .init(
                resizing: .whole(.init(height: 224, width: 224)),
                filter: .bilinear,
                resizesNumbers: true,
                origin: "the published constants, as there is no preprocessor_config.json"
            )
        )
        let weights = Self.own(try source.weights)
        let input = try c.input(
            weights,
            processing,
            registers: registers,
            nil,
            projection: "embeddings.patch_embeddings",
            rotation: PatchRotation(width: width, base: base)
        )
        let isGated = keys.useGatedMlp ?? false
        let trunk = try c.trunk(weights["layer"], Self.names(keys, isGated: isGated))
        let norm = try weights.norm("norm", c.channels, epsilon: c.epsilon, "norm behind the layers")
        weights.skip("embeddings.mask_token", because: "no patch is masked")
        if registers == 0 { weights.skip("embeddings.register_tokens", because: "there are none") }
        parts = VisionParts(
            trunk: trunk,
            input: input,
            norm: norm,
            tasks: [],
            facts: ModelFacts(
                sizes: c.facts(registers: registers, gated: isGated, reads: VisionParts.noAnswers)
                    + [.init("positions", "turn queries and keys, periods up to \(base)")],
                preprocessing: processing.facts
            )
        )
    }

    private static func names(_ keys: Keys, isGated: Bool) -> PatchLayerNames {
        PatchLayerNames(
            attentionNorm: "norm1",
            query: "attention.q_proj",
            key: "attention.k_proj",
            value: "attention.v_proj",
            output: "attention.o_proj",
            mlpNorm: "norm2",
            hidden: "mlp.up_proj",
            gate: isGated ? "mlp.gate_proj" : nil,
            narrowing: "mlp.down_proj",
            scales: ("layer_scale1.lambda1", "layer_scale2.lambda1"),
            queryHasBias: keys.queryBias ?? true,
            keyHasBias: keys.keyBias ?? false,
            valueHasBias: keys.valueBias ?? true,
            outputHasBias: keys.projBias ?? true,
            mlpHasBias: keys.mlpBias ?? true
        )
    }
}
