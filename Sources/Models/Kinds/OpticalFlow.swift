import Checkpoints
import Media
import Numerics
import Perceiver

/// The published model of optical flow: every pixel of two pictures asks the latents where it went.
struct OpticalFlow: Architecture {
    static let kind = ModelKind(
        "PerceiverForOpticalFlow",
        type: PublishedConfiguration.type,
        modalities: [.pair],
        words: "optical flow",
        summary: "tells how pixels move from one picture to the next",
        Self.self
    )

    let trunk: Trunk
    let facts: ModelFacts
    private let input: FlowInput
    private let answers: Decoder

    /// What the model's outputs are divided by.
    private static let scale: Float = 100
    /// The pixels that an output of 1 stands for.
    private static let pixels: Float = 20

    private struct Keys: Decodable {
        let trainSize: [Int]?
    }

    init(_ source: ModelSource) throws(CheckpointError) {
        let file = source.configuration
        let size = try file.decode(Keys.self).trainSize ?? [368, 496]
        guard size.count == 2 else {
            throw file.error(at: "train_size", "has \(size.count) numbers, expected height and width")
        }
        for index in 0...1 { try file.check(size[index], "train_size[\(index)]", in: 1...8192) }
        try file.check(size[0] * size[1], "train_size", in: 1...2_000_000)
        let channels = FlowInput.channels(size)
        let c = try PublishedConfiguration(file, inputChannels: channels)
        let sizes = c.decoderSizes(queries: channels)
        let weights = try source.weights["perceiver"]
        input = FlowInput(
            size: (size[0], size[1]),
            patches: try weights["input_preprocessor"].linear(
                "conv_after_patches",
                inputs: 54,
                outputs: FlowInput.features,
                "patches to features"
            )
        )
        trunk = try c.trunk(weights, inputChannels: channels)
        let own = weights["decoder.decoder"]
        answers = Decoder(
            crossAttention: try c.decoder(own, sizes, addsQuery: false),
            final: try own.linear("final_layer", inputs: channels, outputs: 2, "displacements")
        )
        facts = ModelFacts(
            sizes: c.facts(inputChannels: channels, decoder: sizes),
            preprocessing: [
                .init("pixels", "value / 255 · 2 − 1, 3×3 neighbourhoods of both pictures"),
                .init("size", "\(size[1])×\(size[0]); larger pictures are tiled, smaller ones extended"),
                .init("displacement in pixels", "\(Self.pixels) × the output"),
            ]
        )
    }

    // MARK: what goes in

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .pair(let first, let second) = medium else {
            throw .modality(medium.modality, accepted: [.pair])
        }
        return try input(first, second, options)
    }

    /// The decoder asks with each of the tokens.
    func removes(from modality: Modality) -> Bool { false }
    var hasTiles: Bool { true }
    var usualInputs: [UsualInput] { [.pictures(width: 496, height: 368)] }

    // MARK: what comes out

    var decoder: AttentionLayer? { answers.crossAttention }
    var showsOutputFirst: Bool { true }

    func operations(on input: InputArray, in trunk: Trunk) -> Int {
        let tokens = input.tokens.rows
        let each = trunk.operations(inputs: tokens) + operations(tokens, trunk)
        return each * (input.tile?.count ?? 1)
    }

    /// The operations of decoding some pixels.
    private func operations(_ pixels: Int, _ trunk: Trunk) -> Int {
        answers.crossAttention.operations(queries: pixels, keys: trunk.latents?.rows ?? 0)
    }

    /// The flow of all tiles; of the one that is looked at, the trace is there already.
    func output(of input: InputArray, _ shown: Trace, _ work: inout RunProgress) throws -> Output {
        guard case .pair(let first, let second) = input.seen else {
            preconditionFailure("an input of another model")
        }
        let tiling = self.input.tiling(first)
        var sum = FlowSum(tiling)
        for (index, region) in tiling.regions.enumerated() {
            let isShown = index == (input.tile?.index ?? 0)
            let tokens = isShown ? shown.inputs : self.input.tokens(first, second, region)
            let final = isShown ? shown.final : try work.part { try shown.trunk.run(tokens, step: $0) }.final
            sum.add(try displacements(tokens, final, shown.trunk, &work), at: region)
        }
        let content = input.content
        return .flow(
            sum.field(width: content?.width ?? tiling.width, height: content?.height ?? tiling.height)
        )
    }

    /// The displacements of a tile in pixels, two for each of its pixels.
    private func displacements(
        _ tokens: Matrix,
        _ final: Matrix,
        _ trunk: Trunk,
        _ work: inout RunProgress
    ) throws -> [Float] {
        let whole = operations(tokens.rows, trunk)
        let outputs = try work.part { report in
            let outputs = try raw(tokens, final) {
                try report(Int(Double($0) * Double(whole) / Double(tokens.rows)))
            }
            try report(whole)
            return outputs
        }
        guard outputs.firstNonFinite == nil else { throw ModelError.overflow }
        return outputs.elements.map { $0 * Self.pixels }
    }

    /// The model's outputs for each pixel of a tile, `[pixels, 2]`; times ``pixels`` they are displacements.
    private func raw<Failure: Error>(
        _ tokens: Matrix,
        _ final: Matrix,
        progress: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        var outputs = try answers(tokens, latents: final, step: progress)
        outputs.scale(by: 1 / Self.scale)
        return outputs
    }

    func queries(of run: Run) -> DecoderQueries {
        let tokens = run.trace.inputs
        return DecoderQueries(count: tokens.rows, layout: run.input.layout, firstToken: 0) {
            tokens[rows: $0]
        }
    }

    func answer(to query: Int, of run: Run) -> DecoderAnswer {
        // The token itself, also where layers did not get it.
        let vector = run.input.tokens[rows: query..<query + 1]
        return DecoderAnswer(
            .query(.init(vector, answers.crossAttention)),
            then: answers.final,
            scale: Self.pixels / Self.scale,
            source: .init(token: query)
        )
    }

    func answer(_ run: Run) throws { _ = raw(run.trace.inputs, run.trace.final) { _ in } }

    func outputs(
        of run: Run,
        reconstructing: Bool,
        progress: (Double) -> Void
    ) throws -> [NamedOutput] {
        guard case .flow(let field) = run.output else { return [] }
        let tokens = run.trace.inputs
        let values =
            try known(field, tokens.rows)
            ?? raw(tokens, run.trace.final) { done in
                try Task.checkCancellation()
                progress(Double(done) / Double(tokens.rows))
            }
        let pixels = Matrix(rows: field.width * field.height, columns: 2, field.values)
        return [
            NamedOutput(name: "logits", shape: [input.size.height, input.size.width, 2], values: values),
            NamedOutput(name: "flow", shape: [field.height, field.width, 2], values: pixels),
        ]
    }

    /// The outputs of a flow that has a single tile and was not extended: they need not be decoded again.
    private func known(_ field: FlowField, _ pixels: Int) -> Matrix? {
        guard (field.width, field.height) == (input.size.width, input.size.height) else { return nil }
        return Matrix(rows: pixels, columns: 2, field.values.map { $0 / Self.pixels })
    }
}
