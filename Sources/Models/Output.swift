public import Media
public import Numerics

/// What a run's outputs are, besides answers to classification tasks.
public enum Output: Sendable {
    /// The predictions are everything.
    case classes
    /// What a model that fills in masks would write; there may be classes besides.
    case bytes(BytePredictions)
    /// What was said, letter by letter.
    case transcript(Transcript)
    /// The displacement of each pixel from the first picture to the second.
    case flow(FlowField)
    /// Frames and a sound, which ``Run/reconstruct(progress:)`` decodes on demand.
    case clip
    /// What stands at each pixel, each told from those before it.
    case colours(ColourAnswers)
    /// The input itself, token by token, which ``Run/reconstructInput(progress:)`` decodes on demand; there are
    /// classes besides.
    case tokens
}

extension Output {
    /// Whether the input can be read back, or completed, as a whole and at once: ``Run/reconstructInput(progress:)``.
    public var readsInputBack: Bool {
        switch self {
        case .tokens, .colours: true
        case .classes, .bytes, .transcript, .flow, .clip: false
        }
    }
}

/// What a masked language model would write at some places of a text.
public struct BytePredictions: Sendable {
    /// Token indices; by default those that are `[MASK]`.
    public let positions: [Int]
    /// A score for each token of the vocabulary, or for each byte, `[positions, vocabulary]`.
    public let logits: Matrix
    /// The tokens that were read.
    public let tokens: [ByteToken]
    /// The token that the first column stands for, by number.
    private let first: Int

    /// Scores for some places of a text.
    ///
    /// - Parameters:
    ///   - positions: token indices.
    ///   - logits: a row for each of them.
    ///   - tokens: the tokens that were read.
    ///   - first: the token that the first column of the scores stands for, by number.
    package init(positions: [Int], logits: Matrix, tokens: [ByteToken], first: Int = 0) {
        precondition(positions.count == logits.rows && positions.allSatisfy(tokens.indices.contains))
        self.first = first
        self.positions = positions
        self.logits = logits
        self.tokens = tokens
    }

    /// The most probable tokens at one of the positions, best first; of equal ones the earlier first.
    ///
    /// - Parameters:
    ///   - position: a token index, one of ``positions``.
    ///   - top: how many.
    public func alternatives(_ position: Int, top: Int) -> [(token: ByteToken, probability: Double)] {
        guard let row = positions.firstIndex(of: position) else { return [] }
        let scores = logits[row: row]
        let answer = Prediction(task: "", labels: scores.map { _ in "" }, logits: scores)
        guard let probabilities = answer.probabilities else { return [] }
        return answer.ranking.prefix(top).map { (ByteToken(id: first + $0), probabilities[$0]) }
    }

    /// The most probable token at each position.
    public var best: [ByteToken] {
        (0..<logits.rows).map { row in
            let scores = logits[row: row]
            return ByteToken(id: first + (scores.indices.max { scores[$0] < scores[$1] } ?? 0))
        }
    }

    /// The text with the most probable tokens at all positions, without the frame of `[CLS]` and `[SEP]`.
    ///
    /// Bytes that form no character become U+FFFD.
    public var filled: String {
        var filled = tokens
        for (position, token) in zip(positions, best) { filled[position] = token }
        return ByteToken.text(of: filled)
    }
}

/// A clip as the model wrote it down in its latents and read it back.
public struct ClipReconstruction: Sendable {
    /// The frames, in the model's size.
    public let frames: [Image]
    /// The sound, at the model's rate.
    public let sound: Sound
    /// The peak signal-to-noise ratio of each frame, in decibels; infinite if nothing differs.
    public let framePSNR: [Double]
    /// The peak signal-to-noise ratio of the sound, in decibels.
    public let soundPSNR: Double

    package init(frames: [Image], sound: Sound, framePSNR: [Double], soundPSNR: Double) {
        self.frames = frames
        self.sound = sound
        self.framePSNR = framePSNR
        self.soundPSNR = soundPSNR
    }
}
