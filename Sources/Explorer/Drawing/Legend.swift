import Cells
import Explanation
import Perceiver

extension Canvas {
    /// Draws a map's legend into one line: number, colours, number, meaning; of a mask what is bright and what dark.
    ///
    /// - Parameters:
    ///   - sides: what both ends of a signed scale say.
    ///   - shared: what one place on the screen stands for, such as `4 tokens`, if it is more than one.
    mutating func legend(
        _ scale: MapScale,
        sides: MapSides? = nil,
        strongestOf shared: String? = nil,
        in area: Rectangle,
        y: Int
    ) {
        let words = LegendWords(
            scale,
            sides: sides,
            strongestOf: shared,
            isASCII: appearance.ascii,
            width: area.width
        )
        if scale.overlay == .source { return write(["input alone, without the map"], in: area, y: y) }
        if scale.overlay == .mask { return write(words.mask, in: area, y: y) }
        // The colours give up room for the meaning, which loses parts as a whole until it fits.
        let free = area.width - Glyphs.width(of: words.low) - Glyphs.width(of: words.high) - 4
        let meaning = words.meanings.first { Glyphs.width(of: $0) + 4 <= free } ?? ""
        let steps = max(4, min(16, free - Glyphs.width(of: meaning)))
        var x = area.x + write(words.low, x: area.x, y: y, limit: area.width) + 1
        for step in 0..<steps where x < area.x + area.width {
            let share = (Double(step) + 0.5) / Double(steps)
            self[x, y] =
                appearance.hasPictureColours
                ? Cell(" ", Style(on: scale.palette.colour(share, depth: appearance.depth)))
                : scale.hasBars ? scale.bar(share, appearance) : scale.cell(share, appearance)
            x += 1
        }
        x += 1
        x += write(words.high, x: x, y: y, limit: area.x + area.width - x) + 2
        write(meaning, x: x, y: y, style: .dim, limit: max(0, area.x + area.width - x))
    }

    private mutating func write(_ forms: [String], in area: Rectangle, y: Int) {
        let text = forms.first { Glyphs.width(of: $0) <= area.width } ?? forms[forms.count - 1]
        write(appearance.fitted(text, width: area.width), x: area.x, y: y, style: .dim, limit: area.width)
    }
}

/// What a map's legend says.
struct LegendWords {
    /// What stands at both ends.
    let low: String
    let high: String
    private let scale: MapScale
    private let shared: String?

    /// The fewest cells of a scale between its ends.
    private static let least = 5

    init(_ scale: MapScale, sides: MapSides?, strongestOf shared: String?, isASCII: Bool, width: Int) {
        (self.scale, self.shared) = (scale, shared)
        let (low, high) = (scale.low(isASCII: isASCII), scale.high(isASCII: isASCII))
        let ends = (sides?.ends ?? []).map { ("\($0.low) \(low)", "\(high) \($0.high)") } + [(low, high)]
        let fitting = ends.first { Glyphs.width(of: $0.0 + $0.1) + Self.least + 2 <= width }
        (self.low, self.high) = fitting ?? (low, high)
    }

    private var spread: String {
        switch scale.kind {
        case .clipped, .linear: ""
        case .log, .rank: ", \(scale.kind.rawValue) scale"
        }
    }

    /// What the numbers are, the longest form first.
    var meanings: [String] {
        let forms = scale.relevance.meanings
        let (whole, short) = (forms[0], scale.relevance.names[0])
        let strongest = shared.map { ", strongest of \($0)" } ?? ""
        let cells = shared == nil ? "" : " a cell"
        return [
            whole + spread + strongest + cells, short + spread + strongest, whole + spread, short + spread,
        ] + forms
    }

    /// What a mask shows, the longest form first.
    var mask: [String] {
        let share = "\(Int(Overlay.keptMass * 100)) %"
        let (kept, all) = (Numbers.grouped(scale.kept.count), Numbers.grouped(scale.relevance.values.count))
        return [
            "bright: the \(kept) of \(all) tokens that hold \(share) of the \(mass); dark: all others",
            "bright: \(share) of the \(mass), \(kept) of \(all) tokens",
            "bright: \(share) of \(mass)",
        ]
    }

    private var mass: String { scale.relevance.isSigned ? "positive sum" : "mass" }
}

extension Relevance {
    /// What the numbers say, the longest form first; each shorter one leaves a part out as a whole.
    var meanings: [String] {
        let lift = AttentionUnit.lift.rawValue
        if isLift { return ["\(lift): \(meaning)", meaning, lift] }
        let joints = ["; ", ", ", " when ", " before ", " of each "]
        let ends = joints.compactMap { meaning.firstRange(of: $0)?.lowerBound }
        let forms = [meaning] + ends.sorted(by: >).map { String(meaning[..<$0]) }
        let openings = ["share of ", "contribution to "]
        guard let last = forms.last, let opening = openings.first(where: last.hasPrefix) else { return forms }
        return forms + [String(last.dropFirst(opening.count))]
    }

    /// What the numbers are called in a heading, the longest form first: without what is only explained.
    var names: [String] {
        if isLift { return [AttentionUnit.lift.rawValue] }
        let forms = meanings.filter { !$0.contains(";") }
        return forms.isEmpty ? [meaning] : forms
    }

    private var isLift: Bool { meaning == AttentionUnit.lift.meaning }
}
