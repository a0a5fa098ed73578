public import Media
public import Numerics

/// What a model makes of a medium: tokens, and which part of the source each of them stands for.
public struct InputArray: Sendable {
    /// `[M, C]`.
    public let tokens: Matrix
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
    /// What was cut away or changed before the model saw the source, in one sentence; `nil` if nothing.
    public let note: String?

    package init(
        tokens: Matrix,
        layout: Layout,
        parts: [[Int]],
        modality: Modality,
        spectrogram: SpectrogramImage?,
        note: String?
    ) {
        self.tokens = tokens
        self.layout = layout
        self.parts = parts
        self.modality = modality
        self.spectrogram = spectrogram
        self.note = note
    }

    /// An input without some of its tokens, as if they had never been there; places do not move.
    ///
    /// - Precondition: at least one token is left.
    public func tokens(without removed: Set<Int>) -> Matrix {
        tokens.gathered(rows: (0..<tokens.rows).filter { !removed.contains($0) })
    }
}
