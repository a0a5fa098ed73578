public import Numerics

/// One of a model's outputs, as a tensor.
public struct NamedOutput: Sendable {
    /// Its name: `logits`, or `logits.` and what it is about where a model has several.
    public let name: String
    /// Its sizes, outermost first.
    public let shape: [Int]
    /// Its elements, row by row.
    public let values: Matrix

    /// An output of as many elements as `shape` has.
    package init(name: String, shape: [Int], values: Matrix) {
        self.name = name
        self.shape = shape
        self.values = values
    }

    /// The scores of a task's classes, `[classes]`.
    package init(_ prediction: Prediction, _ name: String) {
        let count = prediction.logits.count
        let values = Matrix(rows: 1, columns: count, prediction.logits)
        self.init(name: name, shape: [count], values: values)
    }
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
        try model.architecture.outputs(of: self, reconstructing: reconstructing, progress: progress)
    }
}
