import Cells
import Explanation
import Foundation
import Perceiver

/// How the numbers of one map become colours, and the legend that says so.
struct MapScale: Sendable {
    let relevance: Relevance
    let palette: Palette
    private let scale: Scale
    /// The tokens inside the smallest part that holds 60 % of the mass, for masks.
    private let massive: Set<Int>

    init(_ relevance: Relevance, lens: Lens) {
        self.relevance = relevance
        palette = relevance.isSigned ? .signed : lens.palette
        scale = Scale(
            relevance.values,
            kind: relevance.isSigned ? .linear : lens.scale,
            fromZero: relevance.startsAtZero,
            range: relevance.isSigned ? relevance.range : nil
        )
        massive =
            lens.overlay == .mask ? Set(Spread.places(holding: 0.6, of: Self.masses(relevance))) : []
    }

    /// How much of the mass each token has: of scores, what their softmax gives it.
    private static func masses(_ relevance: Relevance) -> [Float] {
        guard relevance.meaning == AttentionUnit.score.meaning else { return relevance.values }
        let largest = relevance.values.max() ?? 0
        return relevance.values.map { exp($0 - largest) }
    }

    /// Where a token's number lies between the ends of the scale, 0…1.
    func share(_ token: Int) -> Double { scale(relevance.values[token]) }

    /// How strongly a token's number stands out: for signed maps the distance from zero.
    func strength(_ token: Int) -> Double {
        relevance.isSigned ? abs(share(token) - 0.5) * 2 : share(token)
    }

    /// Whether a mask keeps the token.
    func isKept(_ token: Int) -> Bool { massive.contains(token) }

    /// How many tokens a mask keeps.
    var keptCount: Int { massive.count }

    /// The number at each end, and how numbers between them are spread.
    var legend: (low: String, high: String, meaning: String) {
        let spread = scale.kind == .linear ? "" : ", \(scale.kind.rawValue) scale"
        let (low, high) = (Double(scale.range.lowerBound), Double(scale.range.upperBound))
        if scale.kind == .rank { return ("least", "most", relevance.meaning + spread) }
        return (Numbers.short(low), Numbers.short(high), relevance.meaning + spread)
    }

    /// What the map does to the source's colour at a token.
    func tint(_ token: Int, overlay: Overlay, strength: Double) -> Tint {
        switch overlay {
        case .source: .none
        case .map: .colour(palette.level(share(token)))
        case .mask: isKept(token) ? .none : .dark
        // The less the map says, the more of the source stays.
        case .blend: .mixture(palette(share(token)), strength * (0.3 + 0.7 * self.strength(token)))
        }
    }
}

/// What is done to a colour of the source where a map lies over it.
enum Tint {
    case none
    case colour(RGB)
    /// Grey and dark.
    case dark
    /// Grey, mixed with so much of a colour.
    case mixture(RGB, Double)

    /// The colour that is shown.
    func callAsFunction(_ source: RGB) -> RGB {
        switch self {
        case .none: source
        case .colour(let colour): colour
        case .dark: source.desaturated.dimmed(to: 0.18)
        case .mixture(let colour, let share): source.desaturated.mixed(with: colour, share)
        }
    }
}

extension Relevance {
    /// Whether the scale starts at zero: shares of attention do, scores have no zero.
    var startsAtZero: Bool { !isSigned && (values.min() ?? 0) >= 0 }
}

extension Canvas {
    /// Draws a legend into one line: number, colours, number, meaning.
    ///
    /// - Parameter shared: what one place on the screen stands for, such as `4 tokens`, if it is more than one.
    mutating func legend(_ scale: MapScale, strongestOf shared: String? = nil, in area: Rectangle, y: Int) {
        let (low, high, whole) = scale.legend
        // The colours give up room for the meaning, which without it loses what is behind the semicolon.
        let free = area.width - low.count - high.count - 4
        let short = String(whole.prefix { $0 != ";" })
        let notes = shared.map {
            [
                "\(whole), strongest of \($0) a cell", "\(whole), strongest of \($0)",
                "\(short), strongest of \($0)",
            ]
        }
        let meanings = (notes ?? []) + [whole, short]
        let meaning = meanings.first { Glyphs.width(of: $0) + 4 <= free } ?? meanings[meanings.count - 1]
        let steps = max(4, min(16, free - Glyphs.width(of: meaning)))
        var x = area.x + write(low, x: area.x, y: y, limit: area.width) + 1
        for step in 0..<steps where x < area.x + area.width {
            let share = (Double(step) + 0.5) / Double(steps)
            if appearance.hasPictureColours {
                let colour = scale.palette.colour(share, depth: appearance.depth)
                self[x, y] = Cell(" ", Style(on: colour))
            } else {
                self[x, y] = Cell(appearance.shade(share))
            }
            x += 1
        }
        x += 1
        x += write(high, x: x, y: y, limit: area.x + area.width - x) + 2
        let room = area.x + area.width - x
        if room > 4 { write(appearance.fitted(meaning, width: room), x: x, y: y, style: .dim, limit: room) }
    }
}
