package import Numerics

/// What a model of speech wrote down: letters, each with the frames of the sound that it was read from.
///
/// Each frame has a score for each token. The best one counts; one that comes several times in a row is one letter, and a
/// token that stands for nothing lies between letters that are the same (Graves et al. 2006, *Connectionist Temporal
/// Classification*).
public struct Transcript: Sendable {
    /// A letter, or what stands between words.
    public struct Letter: Sendable, Hashable {
        /// What is written: a blank between words.
        public let text: String
        /// Its number among the tokens.
        public let token: Int
        /// The frames that it was read from.
        public let frames: Range<Int>
        /// The frame in which it is most probable.
        public let best: Int
        /// How probable it is there.
        public let probability: Double

        /// A name that can be seen.
        public var name: String { text == " " ? "space" : text }
    }

    /// The letters, in the order in which they were read.
    public let letters: [Letter]
    /// The names of all tokens.
    public let tokens: [String]
    /// The token that stands for nothing.
    public let blank: Int
    /// The token that stands between words.
    private let delimiter: Int?
    /// The numbers of the frames that the model got.
    private let frames: [Int]
    /// The scores of these, `[frames, tokens]`.
    private let logits: Matrix

    /// Reads letters from scores.
    ///
    /// - Parameters:
    ///   - logits: a row for each frame that the model got.
    ///   - frames: the numbers of these frames, in order.
    ///   - tokens: the names of all tokens.
    ///   - blank: the one that stands for nothing.
    ///   - delimiter: the one that stands between words, if there is one.
    package init(_ logits: Matrix, frames: [Int], tokens: [String], blank: Int, delimiter: Int?) {
        precondition(logits.rows == frames.count && logits.columns == tokens.count)
        (self.logits, self.frames, self.tokens) = (logits, frames, tokens)
        (self.blank, self.delimiter) = (blank, delimiter)
        var letters: [Letter] = []
        var row = 0
        while row < frames.count {
            let answer = Self.prediction(logits, row)
            let token = answer.best
            var (end, best) = (row + 1, (row: row, probability: answer.probabilities?[token] ?? 0))
            while end < frames.count {
                let next = Self.prediction(logits, end)
                guard next.best == token else { break }
                let probability = next.probabilities?[token] ?? 0
                if probability > best.probability { best = (end, probability) }
                end += 1
            }
            if token != blank {
                letters.append(
                    Letter(
                        text: token == delimiter ? " " : tokens[token],
                        token: token,
                        frames: frames[row]..<frames[end - 1] + 1,
                        best: frames[best.row],
                        probability: best.probability
                    )
                )
            }
            row = end
        }
        self.letters = letters
    }

    private static func prediction(_ logits: Matrix, _ row: Int) -> Prediction {
        Prediction(task: "", labels: logits[row: row].map { _ in "" }, logits: logits[row: row])
    }

    /// What was said: the letters, without blanks at the ends.
    public var text: String {
        let all = Substring(letters.map(\.text).joined())
        let rest = all.drop { $0 == " " }
        return String(rest.prefix(rest.count - rest.reversed().prefix { $0 == " " }.count))
    }

    /// The letter that was read from a frame; `nil` if none was.
    public func letter(at frame: Int) -> Int? { letters.firstIndex { $0.frames.contains(frame) } }

    /// The most probable tokens in a frame, best first; of one that the model did not get those of the nearest before it.
    ///
    /// - Parameters:
    ///   - frame: its number.
    ///   - top: how many.
    public func alternatives(at frame: Int, top: Int) -> [(token: Int, probability: Double)] {
        guard !frames.isEmpty else { return [] }
        let answer = Self.prediction(logits, frames.lastIndex { $0 <= frame } ?? 0)
        guard let probabilities = answer.probabilities else { return [] }
        return answer.ranking.prefix(top).map { ($0, probabilities[$0]) }
    }

    /// A token's name where it is listed.
    public func name(of token: Int) -> String {
        token == blank ? "nothing" : token == delimiter ? "space" : tokens[token]
    }
}

extension Output {
    /// The input's tokens that were answered of their own accord, one for each place that can be chosen: masks, or the
    /// frames of letters.
    public var places: [Int] {
        switch self {
        case .bytes(let bytes): bytes.positions
        case .transcript(let transcript): transcript.letters.map(\.best)
        case .classes, .flow, .clip, .tokens, .colours: []
        }
    }

    /// Which of the places a token is at; `nil` if at none.
    public func place(at token: Int) -> Int? {
        if case .transcript(let transcript) = self { return transcript.letter(at: token) }
        return places.firstIndex(of: token)
    }
}
