import Media
public import Numerics

/// One of a model's outputs, as a tensor.
public struct NamedOutput: Sendable {
    /// Its name: `logits`, or `logits.` and what it is about where a model has several.
    public let name: String
    /// Its sizes, outermost first.
    public let shape: [Int]
    /// Its elements, row by row.
    public let values: Matrix
}

extension Run {
    /// The model's outputs as tensors, under the names that exports use, in the shapes that the reference has.
    ///
    /// - A classifier's `logits` `[classes]`; the bundled kind has one `logits.TASK` a task, and on demand what the
    ///   latents say of each of the input's tokens: `outputs.image` `[rows, columns, 12]`, and so on.
    /// - A masked language model's `logits` `[positions, vocabulary]`, for all its positions.
    /// - A flow's `logits` `[H, W, 2]` of the tile whose attention is kept, 1 standing for 20 pixels, and `flow`
    ///   in pixels for all of the picture.
    /// - A clip's `logits.label`; on demand `logits.audio` `[samples]` and `logits.image` `[points, 3]`.
    ///
    /// - Parameters:
    ///   - reconstructing: whether the input itself is decoded, too.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func outputs(
        reconstructing: Bool = false,
        progress: (Double) -> Void = { _ in }
    ) throws -> [NamedOutput] {
        let (architecture, latents) = (model.architecture, trace.latents)
        switch architecture {
        case .explorer:
            let answers = predictions.map { classes($0, "logits.\($0.task)") }
            return reconstructing ? answers + (try tokens(progress)) : answers
        case .sequence, .picture: return predictions.map { classes($0, "logits") }
        case .maskedLanguage(_, let decoder):
            let logits = decoder.logits(Array(0..<decoder.queries.rows), latents: latents)
            return [NamedOutput(name: "logits", shape: [logits.rows, logits.columns], values: logits)]
        case .flow(let front, let decoder):
            let raw = try scaledBack() ?? tile(decoder, progress)
            let logits = NamedOutput(
                name: "logits",
                shape: [front.size.height, front.size.width, 2],
                values: raw
            )
            return [logits] + pixels()
        case .clip(_, let decoder):
            let label = predictions.map { classes($0, "logits.\($0.task)") }
            return reconstructing ? try points(decoder, progress) + label : label
        }
    }

    /// What the decoder says of each token of the input, in the units of the front end.
    private func tokens(_ progress: (Double) -> Void) throws -> [NamedOutput] {
        guard let tokenDecoder else { return [] }
        let section = input.layout.sections[0]
        let outputs = try tokenDecoder.outputs(section.tokens, of: input, latents: trace.latents) { done in
            try Task.checkCancellation()
            progress(Double(done) / Double(section.count))
        }
        let grid = (section.rows.map { [$0.count] } ?? []) + [section.columnCount]
        return [
            NamedOutput(
                name: "outputs.\(input.modality.rawValue)",
                shape: grid + [outputs.columns],
                values: outputs
            )
        ]
    }

    private func classes(_ prediction: Prediction, _ name: String) -> NamedOutput {
        let count = prediction.logits.count
        return NamedOutput(
            name: name,
            shape: [count],
            values: Matrix(rows: 1, columns: count, prediction.logits)
        )
    }

    /// The outputs of a flow that has a single tile and was not extended: they need not be decoded again.
    private func scaledBack() -> Matrix? {
        guard case .flow(let field) = output, case .flow(let front, _) = model.architecture,
            (field.width, field.height) == (front.size.width, front.size.height)
        else { return nil }
        let values = field.values.map { $0 / FlowDecoder.pixels }
        return Matrix(rows: trace.inputs.rows, columns: 2, values)
    }

    /// Decodes the tile whose attention is kept, be it known or not.
    package func decodeTile() throws {
        if case .flow(_, let decoder) = model.architecture { _ = try tile(decoder) { _ in } }
    }

    private func tile(_ decoder: FlowDecoder, _ progress: (Double) -> Void) throws -> Matrix {
        try decoder(trace.inputs, latents: trace.latents) { done in
            try Task.checkCancellation()
            progress(Double(done) / Double(trace.inputs.rows))
        }
    }

    private func pixels() -> [NamedOutput] {
        guard case .flow(let field) = output else { return [] }
        let values = Matrix(rows: field.width * field.height, columns: 2, field.values)
        return [NamedOutput(name: "flow", shape: [field.height, field.width, 2], values: values)]
    }

    private func points(_ decoder: ClipDecoder, _ progress: (Double) -> Void) throws -> [NamedOutput] {
        func step(_ done: Int) throws {
            try Task.checkCancellation()
            progress(Double(done) / Double(decoder.count))
        }
        let split = decoder.audioCount
        let audio = try decoder.outputs(0..<split, latents: trace.latents, progress: step)
        let image = try decoder.outputs(split..<split + decoder.imageCount, latents: trace.latents) {
            try step(split + $0)
        }
        return [
            NamedOutput(name: "logits.audio", shape: [audio.count], values: audio),
            NamedOutput(name: "logits.image", shape: [image.rows, image.columns], values: image),
        ]
    }
}
