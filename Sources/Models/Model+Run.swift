import Foundation
import Media
import Numerics
import Perceiver

extension Model {
    /// Encodes an input and decodes what the model is made for: every task of the input's modality, masked bytes,
    /// the flow of all pixels.
    ///
    /// A clip is decoded on demand, as that takes much longer.
    ///
    /// - Parameters:
    ///   - input: what ``prepare(_:options:)`` made of a medium.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled; this is looked at between layers.
    ///   `CheckpointError` if the files of the weights were written to meanwhile. ``ModelError`` if numbers become
    ///   too large.
    public func run(_ input: InputArray, progress: (@Sendable (Double) -> Void)? = nil) throws -> Run {
        let clock = ContinuousClock()
        let start = clock.now
        var work = Work(of: self, on: input, progress: progress)
        let trace = try encode(input.read, &work)
        let predictions = tasks(for: input.modality).map {
            predict($0, latents: trace.latents, of: input.modality)
        }
        guard trace.latents.firstNonFinite == nil,
            predictions.allSatisfy({ $0.logits.allSatisfy(\.isFinite) })
        else { throw ModelError.overflow }
        let output = try output(input, trace, &work)
        // Weights are looked at where they are: had they been written to meanwhile, this would be of two models.
        try files.checkUnchanged()
        return Run(
            model: self,
            input: input,
            trace: trace,
            predictions: predictions,
            output: output,
            duration: clock.now - start
        )
    }

    private func encode(_ tokens: Matrix, _ work: inout Work) throws -> Trace {
        let before = work.done
        return try encoder.encode(tokens) { try work.report(before + $0) }
    }

    private func output(_ input: InputArray, _ trace: Trace, _ work: inout Work) throws -> Output {
        switch architecture {
        case .explorer(let fronts): own(input, fronts, trace.latents)
        case .sequence, .picture: .classes
        case .maskedLanguage: .bytes(bytes(input, trace.latents, positions: input.masks))
        case .flow: .flow(try flow(input, trace, &work))
        case .clip: .clip
        }
    }

    // MARK: optical flow

    /// The flow of all tiles; of the one that is looked at, the trace is there already.
    private func flow(_ input: InputArray, _ shown: Trace, _ work: inout Work) throws -> FlowField {
        guard case .flow(let front, _) = architecture, case .pair(let first, let second) = input.seen else {
            preconditionFailure("an input of another model")
        }
        let tiling = front.tiling(first)
        var sum = FlowSum(tiling)
        for (index, region) in tiling.regions.enumerated() {
            let isShown = index == (input.tile?.index ?? 0)
            let tokens = isShown ? shown.inputs : front.tokens(first, second, region)
            let latents = isShown ? shown.latents : try encode(tokens, &work).latents
            sum.add(try displacements(tokens, latents, &work), at: region)
        }
        let content = input.content
        return sum.field(width: content?.width ?? tiling.width, height: content?.height ?? tiling.height)
    }

    /// The displacements of a tile in pixels, two for each of its pixels.
    private func displacements(_ tokens: Matrix, _ latents: Matrix, _ work: inout Work) throws -> [Float] {
        guard case .flow(_, let decoder) = architecture else { return [] }
        let before = work.done
        let each = Double(decoder.operations(pixels: tokens.rows, latents: latentCount)) / Double(tokens.rows)
        let outputs = try decoder(tokens, latents: latents) {
            try work.report(before + Int(Double($0) * each))
        }
        try work.report(before + Int(Double(tokens.rows) * each))
        guard outputs.firstNonFinite == nil else { throw ModelError.overflow }
        return outputs.elements.map { $0 * FlowDecoder.pixels }
    }

    // MARK: the input itself

    /// What of an input is decoded besides its classes, by the bundled kind.
    private func own(_ input: InputArray, _ fronts: FrontEnds, _ latents: Matrix) -> Output {
        guard fronts.decoders[input.modality] != nil else { return .classes }
        return input.modality == .text ? .bytes(bytes(input, latents, positions: input.masks)) : .tokens
    }

    // MARK: masked language

    /// What stands at some positions of a text, or of its masks.
    ///
    /// - Parameters:
    ///   - run: a run of this model on a text, of which it can fill in masks.
    ///   - positions: token indices of the text.
    public func bytes(_ run: Run, positions: [Int]) -> BytePredictions {
        bytes(run.input, run.trace.latents, positions: positions)
    }

    private func bytes(_ input: InputArray, _ latents: Matrix, positions: [Int]) -> BytePredictions {
        let tokens = input.bytes ?? []
        if case .maskedLanguage(_, let decoder) = architecture {
            let logits = decoder.logits(positions, latents: latents)
            return BytePredictions(positions: positions, logits: logits, tokens: tokens)
        }
        guard case .explorer(let fronts) = architecture, let decoder = fronts.decoders[.text] else {
            preconditionFailure("a run of \(kind) has no bytes")
        }
        return BytePredictions(
            positions: positions,
            logits: decoder.outputs(positions, of: input, latents: latents),
            tokens: tokens,
            first: ByteToken.firstByte
        )
    }
}

/// How far a run is, in floating-point operations.
private struct Work {
    var done = 0
    private let whole: Int
    private let progress: (@Sendable (Double) -> Void)?

    init(of model: Model, on input: InputArray, progress: (@Sendable (Double) -> Void)?) {
        let tiles = input.tile?.count ?? 1
        var each = model.encoder.operations(inputs: input.tokens.rows - input.removed.count)
        if case .flow(_, let decoder) = model.architecture {
            each += decoder.operations(pixels: input.tokens.rows, latents: model.latentCount)
        }
        whole = max(1, each * tiles)
        self.progress = progress
    }

    mutating func report(_ done: Int) throws {
        try Task.checkCancellation()
        self.done = done
        progress?(min(1, Double(done) / Double(whole)))
    }
}
