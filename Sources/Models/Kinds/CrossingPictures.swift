import Checkpoints
import Media
import Numerics
import Perceiver

/// The Perceiver of the first paper as a classifier of pictures: latents look at the pixels several times, and classes are
/// read from their average.
///
/// See Jaegle et al. 2021, *Perceiver: General Perception with Iterative Attention*, arXiv 2103.03206.
struct CrossingPictures: PictureClassification {
    static let kind = ModelKind(
        "perceiver-v1",
        type: "perceiver-v1",
        modalities: [.image],
        words: "picture classes, v1",
        summary: "classifies pictures, which latents look at several times",
        Self.self
    )

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    let input: PictureInput

    init(_ source: ModelSource) throws(CheckpointError) {
        let c = try CrossingConfiguration(source.configuration, contentChannels: 3)
        let features = PixelFeatures(channels: 3, positions: c.positions)
        let weights = try source.weights["perceiver"]
        input = try PictureInput(source, features)
        trunk = try c.trunk(weights, inputChannels: features.channels)
        if let note = c.classes.note { weights.note(note) }
        let final = try weights.linear(
            "classifier",
            inputs: c.dLatents,
            outputs: c.classes.names.count,
            "scores of classes"
        )
        tasks = [ClassificationTask(c.classes, of: .image, reading: .average, final: final)]
        facts = ModelFacts(
            sizes: c.facts(inputChannels: features.channels),
            preprocessing: input.processing.facts,
            labels: c.classes.names
        )
    }

    var sizeRefusal: String? { nil }
}

/// A token for each pixel: its colours, and features of its position beside them: `[H · W, channels]`.
struct PixelFeatures: PictureFeatures {
    /// The channels of a pixel: three colours, or one grey.
    let contentChannels: Int
    /// `nil` where tokens do not tell where they are.
    let positions: FourierFeatures?

    init(channels: Int, positions: FourierFeatures?) {
        (contentChannels, self.positions) = (channels, positions)
    }

    var channels: Int { contentChannels + (positions?.channels ?? 0) }

    var isGrey: Bool { contentChannels == 1 }

    func grid(height: Int, width: Int) throws(ModelError) -> (rows: Int, columns: Int) { (height, width) }

    func callAsFunction(_ picture: FeatureMap) -> Matrix {
        positions.map { picture.beside($0) } ?? picture.values
    }
}

extension ClassificationTask {
    /// The only task of a classifier, named `class`, or `value` of numbers.
    init(_ classes: PublishedLabels, of modality: Modality, reading: Reading, final: Linear) {
        self.init(
            name: classes.scoring == .numbers ? "value" : "class",
            modalities: [modality],
            labels: classes.names,
            reading: reading,
            final: final,
            scoring: classes.scoring
        )
    }
}

extension CrossingConfiguration {
    /// The latents, and the layers in which they ask the input and each other.
    ///
    /// Layers that share weights are read once.
    func trunk(_ weights: Weights, inputChannels: Int) throws(CheckpointError) -> Trunk {
        let latents = try weights.matrix("embeddings.latents", [numLatents, dLatents], "latents")
        let encoder = weights["encoder"]
        var (crosses, blocks): ([Int: AttentionLayer], [Int: [AttentionLayer]]) = ([:], [:])
        var crossings: [Trunk.Crossing] = []
        for crossing in 0..<numCrossAttends {
            let (look, block) = (shareCrossAttends.set(crossing), shareSelfAttends.set(crossing))
            if crosses[look] == nil {
                crosses[look] = try encoder.layer(
                    "cross_attends.\(look)",
                    sizes(keys: inputChannels),
                    heads: numCrossAttentionHeads,
                    activation: activation,
                    "cross-attention \(look)"
                )
            }
            if blocks[block] == nil { blocks[block] = try self.block(block, encoder) }
            crossings.append(Trunk.Crossing(crosses[look], then: blocks[block] ?? []))
        }
        return Trunk(latents: latents, crossings: crossings)
    }

    /// The layers in which latents ask each other between two looks.
    private func block(_ block: Int, _ encoder: Weights) throws(CheckpointError) -> [AttentionLayer] {
        var layers: [AttentionLayer] = []
        for index in 0..<numSelfAttendsPerBlock {
            let number = block * numSelfAttendsPerBlock + index
            layers.append(
                try encoder.layer(
                    "self_attends.\(number)",
                    sizes(keys: nil),
                    heads: numSelfAttentionHeads,
                    activation: activation,
                    "self-attention \(number)"
                )
            )
        }
        return layers
    }

    /// The layers' sizes as they follow from the configuration, in words.
    func facts(inputChannels: Int) -> [MappingReport.Fact] {
        let (cross, own) = (sizes(keys: inputChannels), sizes(keys: nil))
        return [
            .init("latents", "\(numLatents) of \(dLatents) channels"),
            .init("input channels", "\(inputChannels)"),
            .init(
                "cross-attention",
                "\(numCrossAttends) times, \(shareCrossAttends.words); \(cross.words(heads: numCrossAttentionHeads))"
            ),
            .init(
                "self-attention",
                "\(numCrossAttends) × \(numSelfAttendsPerBlock) layers, \(shareSelfAttends.words); "
                    + own.words(heads: numSelfAttentionHeads)
            ),
            .init("classes", "read from the average of the latents"),
            .init("activation", hiddenAct),
        ]
    }
}
