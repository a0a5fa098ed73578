public import Media

/// Choices about how a medium becomes an input, for those models that offer them.
public struct InputOptions: Sendable, Hashable {
    /// For pictures: the pixels to a side that the model runs at, instead of its own number.
    ///
    /// Models with Fourier features can do that; the position of a pixel is relative to the picture.
    public var size: Int?
    /// For pairs larger than the model's pictures: the tile whose attention can be looked at, from 0.
    ///
    /// Without it that is the one nearest to the middle.
    public var tile: Int?
    /// For texts: byte ranges of the source that are hidden, each byte behind a `[MASK]`.
    public var masked: [Range<Int>] = []
    /// Parts of the input whose tokens the model does not get.
    public var removed: [Removal] = []
    /// For sounds that were changed: what they were before, which decides what part of a long one is heard.
    public var original: Sound?

    /// The model's own choices.
    public init(
        size: Int? = nil,
        tile: Int? = nil,
        masked: [Range<Int>] = [],
        removed: [Removal] = []
    ) {
        self.size = size
        self.tile = tile
        self.masked = masked
        self.removed = removed
    }
}
