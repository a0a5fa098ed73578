public import Media
public import Numerics
public import Perceiver

/// A classification task: one learned query and one linear layer.
public struct ClassificationTask: Sendable {
    /// The task's name, as shown.
    public let name: String
    /// The kinds of input it can be asked about, with the same query and the same layer.
    public let modalities: [Modality]
    /// The classes.
    public let labels: [String]
    /// The learned query, `[1, E]`.
    public let query: Matrix
    /// Answers to the classes' scores.
    public let decoder: Decoder
}
