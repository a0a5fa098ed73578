import Checkpoints
import Media
import Numerics
import Perceiver

/// The classifier of pictures of krasserm's perceiver-io.
struct KrassermPictures: PictureClassification, KrassermKind {
    static let kind = ModelKind(
        "perceiver-io-image-classifier",
        type: "perceiver-io-image-classifier",
        modalities: [.image],
        words: "picture classes, perceiver-io",
        summary: "classifies pictures",
        Self.self
    )

    private static let table = "0.input_adapter.position_encoding.position_encoding"
    static let marks = [
        [
            "0.latent_provider._query", table, "1.output_query_provider._query",
            "1.output_adapter.linear.weight",
        ]
    ]

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    let input: PictureInput

    init(_ source: ModelSource) throws(CheckpointError) {
        let (file, shapes) = (source.configuration, try source.shapes)
        let c = try KrassermSettings(source)
        let model = try KrassermModel(source, c, example: Self.example(shapes))
        let layers = KrassermLayers(weights: try source.weights, shapes: shapes, file: file)
        let positions = try layers.table(Self.table, "positions")
        let size = try Self.size(c, tokens: positions.rows, file)
        let colours = model.trunk.inputChannels - positions.columns
        guard colours == 1 || colours == 3 else {
            throw layers.weights.error(
                Self.table,
                "leaves \(colours) channels of tokens for the picture; expected 3 colours, or 1 grey"
            )
        }
        let features = TablePositions(contentChannels: colours, size: size, positions: positions)
        let key = c.path + "encoder.image_shape"
        let processing = try PictureProcessing(source, size: size, key: key) {
            file.error(at: key, "is missing")
        }
        input = PictureInput(processing, features)
        trunk = model.trunk
        let task = try model.task(layers, of: .image)
        tasks = [task]
        facts = ModelFacts(sizes: model.facts, preprocessing: processing.facts, labels: task.labels)
    }

    /// Height and width: those that are said, or of a square.
    private static func size(
        _ c: KrassermSettings,
        tokens: Int,
        _ file: ConfigurationFile
    ) throws(CheckpointError) -> PictureSize {
        let key = c.path + "encoder.image_shape"
        if let size = c.encoder.imageShape {
            try file.check(size.height, key, in: 1...8192)
            try file.check(size.width, key, in: 1...8192)
            guard size.height * size.width == tokens else {
                throw file.error(
                    at: key,
                    "\(size.height)×\(size.width) pixels contradict the tensors, which have \(tokens) positions"
                )
            }
            return size
        }
        let side = Int(Double(tokens).squareRoot().rounded())
        guard side * side == tokens else {
            throw file.error(
                at: key,
                "is missing, and \(tokens) positions are no square; expected [height, width, channels]"
            )
        }
        return PictureSize(height: side, width: side)
    }

    var sizeRefusal: String? {
        "the model's positions are stored, so that it has one size only; leave out --size"
    }
}

/// A token for each pixel: its colours, and its row of a table beside them.
private struct TablePositions: PictureFeatures {
    let contentChannels: Int
    let size: PictureSize
    /// `[height · width, channels]`.
    let positions: Matrix

    var channels: Int { contentChannels + positions.columns }
    var isGrey: Bool { contentChannels == 1 }

    func grid(height: Int, width: Int) throws(ModelError) -> (rows: Int, columns: Int) {
        guard height == size.height && width == size.width else {
            throw ModelError(
                "the model takes pictures of \(size.width)×\(size.height) pixels only, not \(width)×\(height)"
            )
        }
        return (height, width)
    }

    func callAsFunction(_ picture: FeatureMap) -> Matrix {
        let rows = (0..<positions.rows).flatMap { picture.values[row: $0] + positions[row: $0] }
        return Matrix(rows: positions.rows, columns: channels, rows)
    }
}

/// The masked language model of krasserm's perceiver-io, over the bytes of the published tokenizer.
struct KrassermLanguage: BytePrediction, KrassermKind {
    static let kind = ModelKind(
        "perceiver-io-masked-language-model",
        type: "perceiver-io-masked-language-model",
        modalities: [.text],
        words: "masked language, perceiver-io",
        summary: "fills in masked bytes of a text",
        Self.self
    )

    static let marks = [
        ["0.latent_provider._query", "0.input_adapter.txt_embedding.weight", "1.output_adapter.bias"]
    ]

    let trunk: Trunk
    let facts: ModelFacts
    let input: TokenInput
    let queries: Matrix
    let answers: Decoder

    init(_ source: ModelSource) throws(CheckpointError) {
        let (file, shapes) = (source.configuration, try source.shapes)
        let c = try KrassermSettings(source)
        let model = try KrassermModel(source, c, example: Self.example(shapes))
        let layers = KrassermLayers(weights: try source.weights, shapes: shapes, file: file)
        input = try TokenInput(source, c, layers, channels: model.trunk.inputChannels)
        queries = model.queries
        trunk = model.trunk
        let (vocabulary, channels) = (input.embeddings.rows, queries.columns)
        guard queries.rows >= input.positions.rows else {
            throw layers.weights.error(
                "1.output_query_provider._query",
                "has \(queries.rows) queries, expected one for each of \(input.positions.rows) positions"
            )
        }
        let final: Linear
        if shapes.has("1.output_adapter.linear.weight") {
            final = try layers.weights.linear(
                "1.output_adapter.linear",
                inputs: channels,
                outputs: vocabulary,
                "scores of tokens"
            )
        } else {
            guard channels == input.embeddings.columns else {
                throw layers.weights.error(
                    "1.output_query_provider._query",
                    "has \(channels) channels, expected the \(input.embeddings.columns) of embeddings"
                )
            }
            let bias = try layers.weights.vector(
                "1.output_adapter.bias",
                vocabulary,
                "scores of tokens, bias"
            )
            final = Linear(weight: input.embeddings, bias: bias)
        }
        answers = Decoder(crossAttention: model.decoder, final: final)
        facts = ModelFacts(sizes: model.facts, preprocessing: input.tokenizer.facts)
    }
}

/// The classifier of texts of krasserm's perceiver-io, over the bytes of the published tokenizer.
struct KrassermTexts: TextClassification, KrassermKind {
    static let kind = ModelKind(
        "perceiver-io-text-classifier",
        type: "perceiver-io-text-classifier",
        modalities: [.text],
        words: "text classes, perceiver-io",
        summary: "classifies texts",
        Self.self
    )

    static let marks = [
        [
            "0.latent_provider._query", "0.input_adapter.txt_embedding.weight",
            "1.output_query_provider._query", "1.output_adapter.linear.weight",
        ]
    ]

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    let input: TokenInput

    init(_ source: ModelSource) throws(CheckpointError) {
        let (file, shapes) = (source.configuration, try source.shapes)
        let c = try KrassermSettings(source)
        let model = try KrassermModel(source, c, example: Self.example(shapes))
        let layers = KrassermLayers(weights: try source.weights, shapes: shapes, file: file)
        input = try TokenInput(source, c, layers, channels: model.trunk.inputChannels)
        trunk = model.trunk
        let task = try model.task(layers, of: .text)
        tasks = [task]
        facts = ModelFacts(
            sizes: model.facts,
            preprocessing: input.tokenizer.facts,
            labels: task.labels
        )
    }
}

extension KrassermModel {
    /// The only task of a classifier: one query, and the map of what it gets.
    fileprivate func task(
        _ layers: KrassermLayers,
        of modality: Modality
    ) throws(CheckpointError) -> ClassificationTask {
        guard queries.rows == 1 else {
            throw layers.weights.error(
                "1.output_query_provider._query",
                "has \(queries.rows) queries, expected one; a model that answers several at once is not supported"
            )
        }
        let count = try layers.size("1.output_adapter.linear.weight", 0)
        let labels = try FoundSizes(file: layers.file).labels(count)
        if let note = labels.note { layers.weights.note(note) }
        let final = try layers.weights.linear(
            "1.output_adapter.linear",
            inputs: queries.columns,
            outputs: count,
            "scores of classes"
        )
        return ClassificationTask(
            labels,
            of: modality,
            reading: .query(.init(queries, decoder)),
            final: final
        )
    }
}

extension TokenInput {
    /// The front end for texts of krasserm's perceiver-io, whose tokens are those of the published tokenizer.
    fileprivate init(
        _ source: ModelSource,
        _ c: KrassermSettings,
        _ layers: KrassermLayers,
        channels: Int
    ) throws(CheckpointError) {
        let (words, places) = (
            "0.input_adapter.txt_embedding.weight", "0.input_adapter.pos_embedding.weight"
        )
        let count = try layers.size(words, 0)
        guard count >= ByteToken.count else {
            throw layers.weights.error(
                words,
                "has \(count) tokens, expected the \(ByteToken.count) of PerceiverTokenizer: bytes behind six special ones"
            )
        }
        let positions = try layers.size(places, 0)
        guard positions >= 3 else {
            throw layers.weights.error(places, "has \(positions) positions, expected at least 3")
        }
        let vocabulary = ByteVocabulary.published(count: count, isFramed: c.addSpecialTokens ?? false)
        self.init(
            try ByteTokenizer(folder: source.folder, positions: positions, vocabulary),
            embeddings: try layers.weights.matrix(words, [count, channels], "embeddings of tokens"),
            positions: try layers.weights.matrix(places, [positions, channels], "positions")
        )
    }
}
