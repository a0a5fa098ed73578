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
    /// What scores are divided by before the softmax, by the kind of input; 1 where it is not said.
    public let temperatures: [Modality: Double]

    init(
        name: String,
        modalities: [Modality],
        labels: [String],
        query: Matrix,
        decoder: Decoder,
        temperatures: [Modality: Double] = [:]
    ) {
        self.name = name
        self.modalities = modalities
        self.labels = labels
        self.query = query
        self.decoder = decoder
        self.temperatures = temperatures
    }

    /// What the query reads from latents `[N, D]`, before any class is scored: `[E]`.
    public func reading(of latents: Matrix) -> [Float] {
        decoder.crossAttention(query, over: latents).elements
    }
}
