import Checkpoints
import FoundationEssentials
import Media
import Numerics
import Perceiver

/// The `PerceiverLM` of the package perceiver-pytorch, trained on bytes: each token of a text asks which byte stands there.
struct PytorchPerceiverLM: PackageModel {
    static let kind = ModelKind(
        "perceiver-pytorch-lm",
        type: "perceiver-pytorch-lm",
        modalities: [.text],
        words: "masked language, pytorch",
        summary: "says which bytes stand in a text",
        Self.self
    )

    static let marks = [["token_emb.weight", "pos_emb.weight", "perceiver_io.latents"]]

    let trunk: Trunk
    let facts: ModelFacts
    private let input: TokenInput
    private let answers: Decoder
    /// The token that the first of the scores stands for, by the program's number.
    private let first: Int

    init(_ source: ModelSource) throws(CheckpointError) {
        let (file, c) = (source.configuration, try PytorchSettings(source.configuration))
        let (weights, shapes) = (try source.weights, try source.shapes)
        let missing = c.missing(frequency: false) + (c.firstByte == nil ? ["first_byte"] : [])
        guard missing.isEmpty else { throw file.missing(missing, example: Self.example(shapes)) }
        let all = PytorchLayers(weights: weights, shapes: shapes)
        let (count, channels) = (try all.size("token_emb.weight", 0), try all.size("token_emb.weight", 1))
        let vocabulary = try Self.vocabulary(c, count: count, file)
        let positions = try all.size("pos_emb.weight", 0)
        input = TokenInput(
            try ByteTokenizer(folder: source.folder, positions: positions, vocabulary),
            embeddings: try weights.matrix("token_emb.weight", [count, channels], "embeddings of tokens"),
            positions: try weights.matrix("pos_emb.weight", [positions, channels], "positions")
        )
        let own = PytorchLayers(weights: weights["perceiver_io"], shapes: shapes.below("perceiver_io"))
        let io = try PytorchIO(c, own, file)
        guard let final = io.final, final.outputs == count, final.inputs == channels,
            io.trunk.inputChannels == channels
        else {
            throw weights.error(
                "perceiver_io.to_logits.weight",
                "does not fit token_emb.weight, of \(count) tokens with \(channels) channels"
            )
        }
        trunk = io.trunk
        answers = Decoder(crossAttention: io.decoder, final: final)
        first = vocabulary.firstByte == 0 ? ByteToken.firstByte : 0
        facts = ModelFacts(
            sizes: io.facts(channels: channels),
            preprocessing: input.tokenizer.facts
        )
    }

    /// The numbers of bytes: either bytes alone, perhaps with a mask behind them, or those of the published models.
    private static func vocabulary(
        _ c: PytorchSettings,
        count: Int,
        _ file: ConfigurationFile
    ) throws(CheckpointError) -> ByteVocabulary {
        let first = c.firstByte ?? 0
        guard first == 0 || first == ByteToken.firstByte, count >= first + 256 else {
            throw file.error(
                at: "first_byte",
                "\(first) with \(count) tokens is not supported; expected 0, for bytes, "
                    + "or \(ByteToken.firstByte), for bytes behind six special tokens"
            )
        }
        guard first == 0 else { return .published(count: count, isFramed: false) }
        var specials: [ByteToken.Special: Int] = [:]
        if let mask = c.maskToken {
            specials[.mask] = try file.check(mask, "mask_token", in: 256...max(256, count - 1))
            guard mask < count else {
                throw file.error(at: "mask_token", "\(mask) is none of the \(count) tokens")
            }
        }
        return ByteVocabulary(count: count, firstByte: 0, specials: specials, isFramed: false)
    }

    static func example(_ tensors: TensorShapes) -> String {
        let heads = PytorchIO.exampleHeads(tensors, "perceiver_io.")
        return "{\"model_type\": \"perceiver-pytorch-lm\", \(heads), \"first_byte\": 0, \"mask_token\": 256}"
    }

    // MARK: what goes in

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .text(let text) = medium else { throw .modality(medium.modality, accepted: [.text]) }
        return try input(text, options)
    }

    var masksTexts: Bool { input.hasMasks }
    var usualInputs: [UsualInput] { [.text(bytes: input.tokenizer.longest)] }

    // MARK: what comes out

    var decoder: AttentionLayer? { answers.crossAttention }

    func reconstructs(_ modality: Modality) -> Bool { modality == .text }

    func output(of input: InputArray, _ trace: Trace, _ work: inout RunProgress) throws -> Output {
        .bytes(bytes(input, trace.final, positions: input.masks))
    }

    func bytes(_ input: InputArray, _ final: Matrix, positions: [Int]) -> BytePredictions {
        BytePredictions(
            positions: positions,
            logits: scores(positions, of: input, final),
            tokens: input.bytes ?? [],
            first: first
        )
    }

    func queries(of run: Run) -> DecoderQueries {
        let tokens = run.input.tokens
        return DecoderQueries(count: tokens.rows, layout: run.input.layout, firstToken: 0) {
            tokens[rows: $0]
        }
    }

    func answer(to query: Int, of run: Run) -> DecoderAnswer {
        let vector = run.input.tokens[rows: query..<query + 1]
        return DecoderAnswer(
            .query(.init(vector, answers.crossAttention)),
            then: answers.final,
            source: .init(token: query),
            firstToken: first
        )
    }

    func answer(_ run: Run) throws {
        _ = scores(Array(0..<run.input.tokens.rows), of: run.input, run.trace.final)
    }

    func outputs(
        of run: Run,
        reconstructing: Bool,
        progress: (Double) -> Void
    ) throws -> [NamedOutput] {
        let logits = scores(Array(0..<run.input.tokens.rows), of: run.input, run.trace.final)
        return [NamedOutput(name: "logits", shape: [logits.rows, logits.columns], values: logits)]
    }

    /// Scores of the vocabulary at some positions, `[positions, vocabulary]`.
    private func scores(_ positions: [Int], of input: InputArray, _ final: Matrix) -> Matrix {
        guard !positions.isEmpty else { return Matrix(rows: 0, columns: answers.final.outputs) }
        return answers(input.tokens.gathered(rows: positions), latents: final)
    }
}
