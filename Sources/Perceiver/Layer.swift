/// Vectors that attention layers ask and read.
public enum Space: String, Sendable, Hashable, CaseIterable {
    /// The input's tokens, most of which have a place in the source.
    case input
    /// The latents, which have numbers and no places.
    case latents
    /// What is asked of the model: tasks, bytes, pixels, points.
    case outputs
}

/// An attention layer at its place in a model: who asks, and who is asked.
public struct Layer: Sendable {
    /// Which keys a query may read.
    public enum Mask: String, Sendable, Hashable {
        /// All of them.
        case none
        /// Those up to its own number; queries and keys are the same vectors.
        case causal
    }

    /// As shown and as written on the command line: `encoder`, `self.0`, `decoder`.
    public let name: String
    /// Where queries come from.
    public let queries: Space
    /// Where keys and values come from.
    public let keys: Space
    /// Which keys a query may read.
    public let mask: Mask
    /// The layer itself; two places may share one.
    public let attention: AttentionLayer

    /// A layer at its place.
    public init(
        _ name: String,
        queries: Space,
        keys: Space,
        mask: Mask = .none,
        _ attention: AttentionLayer
    ) {
        precondition(
            mask == .none || queries == keys,
            "only a vector's place among the keys tells what comes later"
        )
        self.name = name
        self.queries = queries
        self.keys = keys
        self.mask = mask
        self.attention = attention
    }

    /// The number of heads.
    public var heads: Int { attention.heads }
}
