import Cells
import Explanation
import Media
import Models

/// What the lines below a map say: the numbers under the cursor, or where the map is largest.
enum Reading {
    /// A place and its numbers, and what was done to the input.
    ///
    /// - Parameters:
    ///   - answer: what the numbers are.
    ///   - ranked: the numbers.
    ///   - peak: the token that is read without a cursor.
    ///   - room: the cells for them; the numbers lose words until all of them can be folded into it.
    static func lines(
        _ answer: MapAnswer,
        _ ranked: RankedRelevance,
        over opened: OpenedMedium,
        cursor: Int?,
        peak: Int?,
        in room: Size
    ) -> [String] {
        let token = min(cursor ?? peak ?? ranked.relevance.peak, ranked.relevance.values.count - 1)
        var place = (cursor == nil ? "peak " : "") + place(of: token, in: opened)
        if let note = opened.input.note, cursor == nil { place += " · \(note)" }
        let numbers =
            opened.input.removed.contains(token) ? ["removed"] : numbers(answer, ranked, token)
        let fitting = numbers.first { form in
            [place, form].flatMap { foldedAtDots($0, width: room.width) }.count <= room.height
        }
        return [place, fitting ?? longest(numbers, width: room.width)]
    }

    /// The longest of some forms of a line that fits; the shortest if none does.
    static func longest(_ forms: [String], width: Int) -> String {
        forms.first { Glyphs.width(of: $0) <= width } ?? forms[forms.count - 1]
    }

    /// A token's numbers, the longest form first; words that the title or the legend has, too, go first.
    private static func numbers(_ answer: MapAnswer, _ ranked: RankedRelevance, _ token: Int) -> [String] {
        let value = ranked.relevance.values[token]
        let count = ranked.ranking.count
        let rank = ranked.ranking.rank(of: value)
        let number = Numbers.short(Double(value))
        let times = answer.isShare ? "\(Numbers.short(Double(value) * Double(count)))×" : nil
        let place = "\(Numbers.ordinal(rank)) of \(Numbers.grouped(count))"
        let percentile = "\(Numbers.short(ranked.ranking.percentile(of: value))) %ile"
        let named = "\(answer.quantity) \(number)"
        let uniform = times.map { "\($0) uniform" }
        let ranked = "rank \(Numbers.grouped(rank)) of \(Numbers.grouped(count))"
        return [
            [named, uniform, ranked, percentile], [number, uniform, place, percentile],
            [number, times, place, percentile], [number, times, Numbers.ordinal(rank), percentile],
        ].map { $0.compactMap { $0 }.joined(separator: " · ") }
    }

    /// A token's place in the units of its source.
    static func place(of token: Int, in opened: OpenedMedium) -> String {
        let layout = opened.input.layout
        let section = layout.section(of: token)
        if let points = section.points { return points.place(of: token - section.first) }
        let (column, row, frame) = section.cell(of: token)
        switch section.columns.quantity {
        case .x:
            let (x, y) = (section.columns.centre(column), section.rows?.centre(row) ?? 0)
            return (section.frames == nil ? "" : "frame \(frame + 1) · ") + "x \(Int(x)) y \(Int(y))"
        case .time:
            let time = section.columns.range(column)
            let places = section.rows == nil ? 4 : 2
            let seconds =
                "\(decimal(time.lowerBound, places: places))–\(decimal(time.upperBound, places: places)) s"
            guard let hertz = section.rows?.range(row) else { return seconds }
            return seconds + " · \(Int(hertz.lowerBound))–\(Int(hertz.upperBound)) Hz"
        case .byte:
            guard case .text(let text, _) = opened.outline else { return "byte \(column)" }
            return byte(of: token, in: text, opened.input)
        case .y, .frequency, .frame, .item:
            return section.name
        }
    }

    /// A token's byte and the character it belongs to, or what special token it is.
    private static func byte(of token: Int, in text: Media.Text, _ input: InputArray) -> String {
        let edges = input.layout.columns.edges
        let (first, end) = (Int(edges[token]), Int(edges[token + 1]))
        if first == end { return "\(ByteTokens.name(token)) · token \(token)" }
        guard end - first == 1 else {
            let literal = String(decoding: text.bytes.dropFirst(first).prefix(end - first), as: UTF8.self)
            return "byte \(first) · \(literal) · token \(token)"
        }
        let masked = input.masks.contains(token) ? " · masked" : ""
        return "byte \(first) · \(character(of: first, in: text))\(masked)"
    }

    /// The character a byte belongs to, quoted, and which of its bytes it is.
    private static func character(of byte: Int, in text: Media.Text) -> String {
        var start = 0
        for part in text.string.lazy.flatMap(Glyphs.parts) {
            let count = part.utf8.count
            if byte < start + count {
                let place = count > 1 ? " (\(byte - start + 1) of \(count))" : ""
                return "'\(Glyphs.shown(part))'" + place
            }
            start += count
        }
        return ""
    }
}

extension Layout.Points {
    /// A point's coordinates, each with its name and unit.
    fileprivate func place(of point: Int) -> String {
        dimensions.indices.map { dimension in
            let unit = dimensions[dimension].unit
            let number = Numbers.short(coordinate(point, dimension))
            return "\(dimensions[dimension].name) \(number)" + (unit.isEmpty ? "" : " \(unit)")
        }
        .joined(separator: " ")
    }
}
