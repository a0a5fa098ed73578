public import Media
public import Numerics
package import Perceiver

/// What a model makes of a medium: tokens, and which part of the source each of them stands for.
public struct InputArray: Sendable {
    /// `[M, C]`, those that were removed among them.
    public internal(set) var tokens: Matrix
    /// The place of each token.
    public let layout: Layout
    /// Neighbours that belong together, for taking parts of the input away.
    ///
    /// They are blocks of a picture or a spectrogram, or words of a text. Each token is in one part.
    public let parts: [[Int]]
    /// The modality, which decides about front end and tasks.
    public let modality: Modality
    /// The spectrogram behind the tokens of a sound.
    public let spectrogram: SpectrogramImage?
    /// What the model sees of the source, in the size it sees it; `nil` if that cannot be shown.
    public let seen: Medium?
    /// The tokens of a text for a model that fills in masks.
    public let bytes: [ByteToken]?
    /// The colours of pixels, by number.
    public let pixels: PixelGrid?
    /// The pixel that is asked for; `nil` of models that tell no pixels.
    public internal(set) var asked: AskedPixel?
    /// The types of units of a game.
    public let units: UnitTypes?
    /// The part of ``seen`` that is the source itself, where small pictures were extended.
    public let content: Image.Region?
    /// Which part of tokens is content, and which position.
    public let makeup: TokenMakeup
    /// Which part of two large pictures ``tokens`` are of; `nil` if they are of all.
    public let tile: FlowTile?
    /// Tokens that the model brings along, such as CLS and registers: they are never left out.
    public let ownTokens: Range<Int>
    /// How queries and keys of all tokens are turned by their places; `nil` where they are not.
    let rotation: TokenRotation?
    /// What there is to say of the source's files, and what was cut away or changed before the model saw it, in one
    /// sentence; `nil` if nothing.
    public internal(set) var note: String?
    /// The tokens that the model does not get.
    public internal(set) var removed: Set<Int> = []

    package init(
        tokens: Matrix,
        layout: Layout,
        parts: [[Int]],
        modality: Modality,
        spectrogram: SpectrogramImage? = nil,
        seen: Medium? = nil,
        bytes: [ByteToken]? = nil,
        pixels: PixelGrid? = nil,
        units: UnitTypes? = nil,
        content: Image.Region? = nil,
        tile: FlowTile? = nil,
        makeup: TokenMakeup = .mixed,
        ownTokens: Range<Int> = 0..<0,
        rotation: TokenRotation? = nil,
        removed: Set<Int> = [],
        note: String?
    ) {
        self.tokens = tokens
        self.layout = layout
        self.parts = parts
        self.modality = modality
        self.spectrogram = spectrogram
        self.seen = seen
        self.bytes = bytes
        self.pixels = pixels
        self.units = units
        self.content = content
        self.tile = tile
        self.makeup = makeup
        self.ownTokens = ownTokens
        self.rotation = rotation
        self.removed = removed
        self.note = note
    }

    /// The same input with more to say, before what is said of it.
    func noting(_ notes: [String]) -> InputArray {
        var input = self
        if !notes.isEmpty { input.note = (notes + [note].compactMap { $0 }).joined(separator: "; ") }
        return input
    }

    /// The numbers of the tokens that the model gets.
    public var kept: [Int] { (0..<tokens.rows).filter { !removed.contains($0) } }

    /// How many tokens the model gets.
    public var readCount: Int { tokens.rows - removed.count }

    /// The tokens of a text that are masks.
    public var masks: [Int] {
        let tokens = bytes ?? []
        return tokens.indices.filter { tokens[$0] == .special(.mask) }
    }

    /// What the model gets: all tokens but those that were removed; places do not move.
    public var read: Matrix { removed.isEmpty ? tokens : tokens.gathered(rows: kept) }
}

/// One of the parts that large pictures are cut into.
public struct FlowTile: Sendable, Hashable {
    /// Its number, row by row from 0.
    public let index: Int
    /// How many there are.
    public let count: Int
    /// Where it lies in the pictures the model sees.
    public let region: Image.Region
}
