import Glibc
import Models
import Numerics

/// By what a latent chooses what it reads.
///
/// The rule, and its thresholds (``contentShare`` and the others), in this order:
///
/// 1. *Content*: at least half of the variance of its scores comes from content.
/// 2. Of inputs other than texts it is *position* otherwise.
/// 3. *Sharp*: half of its attention lies in a run of bytes that is at most a tenth of the text.
/// 4. *Periodic*: of the variance of what position adds to its scores, 40 % or more belong to one frequency, of two
///    waves or more within the text, and those beside it.
/// 5. *Broad*: none of these.
///
/// Texts of fewer than 16 tokens are too short for that; only content is told of them. Jaegle et al. 2021
/// (*Perceiver IO*, figure 7) name the first three of these kinds in a model of bytes, without a rule.
public enum LatentKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// By what is there.
    case content
    /// By where it is.
    case position
    /// A few places that are close together.
    case sharp
    /// Places at equal distances.
    case periodic
    /// Places all over the text.
    case broad

    /// From this share of content on it is content that decides.
    static let contentShare = 0.5
    /// Up to this part of a text half of the attention is sharp.
    static let sharpPart = 0.1
    /// From this share of the variance on a frequency makes a period.
    static let periodShare = 0.4
    /// Fewer tokens make no pattern.
    static let fewestTokens = 16

    /// In a few words.
    public var words: String {
        switch self {
        case .content: "reads by content"
        case .position: "reads by position"
        case .sharp: "reads a few neighbouring places"
        case .periodic: "reads places at equal distances"
        case .broad: "reads places all over the text"
        }
    }

    /// The kind of a latent.
    ///
    /// - Parameters:
    ///   - content: the share of content.
    ///   - weights: its attention.
    ///   - period: the largest share of the position part's variance that a frequency has; `nil` for inputs other than texts.
    static func of(content: Double, weights: [Float], period: Double?) -> LatentKind? {
        if content >= contentShare { return .content }
        guard let period else { return .position }
        guard weights.count >= fewestTokens else { return nil }
        if Double(shortestRun(holding: 0.5, of: weights)) <= sharpPart * Double(weights.count) {
            return .sharp
        }
        return period >= periodShare ? .periodic : .broad
    }

    /// The length of the shortest run of neighbours that holds a share of all weights.
    static func shortestRun(holding share: Double, of weights: [Float]) -> Int {
        let total = weights.reduce(0.0) { $0 + Double($1) }
        var (sum, first, shortest) = (0.0, 0, weights.count)
        for (last, weight) in weights.enumerated() {
            sum += Double(weight)
            while first <= last, sum - Double(weights[first]) >= share * total {
                sum -= Double(weights[first])
                first += 1
            }
            if sum >= share * total { shortest = min(shortest, last - first + 1) }
        }
        return shortest
    }
}

/// How much of the variance of rows belongs to single frequencies.
struct Periods {
    /// The cosines of each frequency from 1 on, `[F, M]`.
    private let cosines: Matrix
    private let sines: Matrix

    /// Frequencies of so many places.
    init(places: Int) {
        let count = places / 2
        func waves(_ wave: (Double) -> Double) -> Matrix {
            let circle = (0..<places).map { Float(wave(2 * .pi * Double($0) / Double(places))) }
            return Matrix(
                rows: count,
                columns: places,
                (1..<count + 1).flatMap { f in (0..<places).map { circle[f * $0 % places] } }
            )
        }
        (cosines, sines) = (waves(cos), waves(sin))
    }

    /// For each row the largest share of its variance that belongs to a frequency of two waves or more and those beside it.
    func largestShares(_ rows: Matrix) -> [Double] {
        let (real, imaginary) = (rows.timesTransposed(cosines), rows.timesTransposed(sines))
        return (0..<rows.rows).map { row in
            let powers = zip(real[row: row], imaginary[row: row]).map {
                Double($0 * $0) + Double($1 * $1)
            }
            let total = powers.reduce(0, +)
            guard total > 0, powers.count > 2 else { return 0 }
            let peak = (1..<powers.count).max { powers[$0] < powers[$1] } ?? 1
            return powers[max(1, peak - 1)...min(peak + 1, powers.count - 1)].reduce(0, +) / total
        }
    }
}
