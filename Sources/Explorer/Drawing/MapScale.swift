import Cells
import Explanation

/// How the numbers of one map become colours.
struct MapScale: Sendable {
    let relevance: Relevance
    let palette: Palette
    let overlay: Overlay
    /// Whether bars under the input stand for numbers where there are no colours, as under texts, and not shades.
    let hasBars: Bool
    /// The tokens inside the smallest part that holds ``Overlay/keptMass`` of the mass, for masks.
    let kept: Set<Int>
    private let scale: Scale
    private let spotlight: Spotlight

    /// A scale for a map.
    ///
    /// - Parameters:
    ///   - shared: the numbers at both ends of a scale that several maps share.
    ///   - hasBars: whether bars stand for numbers where there are no colours.
    init(
        _ relevance: Relevance,
        lens: Lens,
        sharing shared: ClosedRange<Float>? = nil,
        hasBars: Bool = false
    ) {
        (self.relevance, self.hasBars) = (relevance, hasBars)
        overlay = lens.overlay
        palette = relevance.isSigned ? .signed : lens.palette
        spotlight = Spotlight(strength: lens.strength, isSigned: relevance.isSigned)
        scale = Scale(
            relevance.placed,
            kind: relevance.isSigned ? .linear : lens.scale,
            fromZero: relevance.startsAtZero,
            range: shared ?? relevance.anchoredRange
        )
        kept = overlay == .mask ? Set(relevance.places(holding: Overlay.keptMass)).union(relevance.own) : []
    }

    /// The number at each end of the colours, and how numbers between them are spread.
    var range: ClosedRange<Float> { scale.range }
    var kind: ScaleKind { scale.kind }
    /// Whether some numbers lie beyond the upper end, or of signed ones beyond one of both.
    var isClipped: Bool { scale.isClipped || relevance.isSigned && relevance.reach > range.upperBound }

    /// Where a token's number lies between the ends of the scale, 0…1.
    func share(_ token: Int) -> Double { scale(relevance.values[token]) }

    /// How strongly a token's number stands out: for signed maps the distance from zero.
    func strength(_ token: Int) -> Double { height(share(token)) }

    /// How strongly a share of the scale stands out.
    func height(_ share: Double) -> Double {
        min(max(relevance.isSigned ? abs(share - 0.5) * 2 : share, 0), 1)
    }

    /// Whether a mask keeps the token.
    func isKept(_ token: Int) -> Bool { kept.contains(token) }

    /// What stands at the lower end.
    func low(isASCII: Bool) -> String {
        if kind == .rank { return "least" }
        let mark = isClipped && relevance.isSigned ? (isASCII ? "<=" : "≤") : ""
        return mark + Numbers.short(Double(range.lowerBound))
    }

    /// What stands at the upper end.
    func high(isASCII: Bool) -> String {
        if kind == .rank { return "most" }
        return (isClipped ? (isASCII ? ">=" : "≥") : "") + Numbers.short(Double(range.upperBound))
    }

    /// The numbers at the ends, and in proportion the one between them, with their places from 0 to 1.
    func marks(isASCII: Bool) -> [(share: Double, label: String)] {
        let (from, to) = (Double(range.lowerBound), Double(range.upperBound))
        let ends: [(share: Double, label: String)] = [
            (1, high(isASCII: isASCII)), (0, low(isASCII: isASCII)),
        ]
        guard kind == .linear || kind == .clipped, to > from else { return ends }
        return [ends[0], (0.5, Numbers.short((from + to) / 2)), ends[1]]
    }

    /// What the map does to the source's colour at a token.
    func tint(_ token: Int) -> Tint {
        switch overlay {
        case .source: .none
        case .map: .colour(palette.level(share(token)))
        case .mask: isKept(token) ? .none : .dark
        case .blend: lit(token)
        }
    }

    /// What a map that lies over its source does there, whatever is chosen.
    func lit(_ token: Int) -> Tint {
        let share = share(token)
        return .light(spotlight, palette.level(share), height(share))
    }
}

/// What is done to a colour of the source where a map lies over it.
enum Tint {
    case none
    case colour(RGB)
    /// Grey and dark.
    case dark
    /// Grey, where the model does not look.
    case outside
    /// Lit as far as the map stands out, in a colour of the map.
    case light(Spotlight, RGB, Double)

    /// The colour that is shown.
    func callAsFunction(_ source: RGB) -> RGB {
        switch self {
        case .none: source
        case .colour(let colour): colour
        case .dark: source.desaturated.dimmed(to: 0.18)
        case .outside: source.desaturated.dimmed(to: 0.3)
        case .light(let spotlight, let colour, let height): spotlight(source, colour, height: height)
        }
    }
}

extension Relevance {
    /// Whether the scale starts at zero: shares of attention do, scores have no zero.
    var startsAtZero: Bool { !isSigned && (placed.min() ?? 0) >= 0 }
}
