import Explanation
import Media
import Models

/// What the lines below a map say: the numbers under the cursor, or where the map is largest.
enum Reading {
    static func lines(_ explorer: Explorer, opened: OpenedMedium, ranked: RankedRelevance, cursor: Int?)
        -> [String]
    {
        let (relevance, ranking) = (ranked.relevance, ranked.ranking)
        let token = min(cursor ?? ranked.spread.peak, relevance.values.count - 1)
        let value = relevance.values[token]
        let count = relevance.values.count
        var numbers = ["\(name(explorer)) \(Numbers.short(Double(value)))"]
        if !explorer.lens.method.isClassSpecific && explorer.lens.unit == .weight {
            numbers.append("\(Numbers.short(Double(value) * Double(count)))× uniform")
        }
        numbers.append("rank \(Numbers.grouped(ranking.rank(of: value))) of \(Numbers.grouped(count))")
        numbers.append("\(Numbers.short(ranking.percentile(of: value))) %ile")
        let place = (cursor == nil ? "peak " : "") + place(of: token, in: opened)
        if opened.input.removed.contains(token) { numbers = ["removed"] }
        var lines = [place, numbers.joined(separator: " · ")]
        if let note = opened.input.note, cursor == nil { lines[0] = "\(place) · \(note)" }
        return lines
    }

    private static func name(_ explorer: Explorer) -> String {
        switch explorer.lens.method {
        case .attention, .result: explorer.lens.unit.rawValue
        case .occlusion: "Δ log p"
        case .ablation: "effect"
        }
    }

    /// A token's place in the units of its source.
    static func place(of token: Int, in opened: OpenedMedium) -> String {
        let layout = opened.input.layout
        let section = layout.section(of: token)
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
            guard case .text(let text, _) = opened.exhibit else { return "byte \(column)" }
            return byte(of: token, in: text, section.columns)
        case .y, .frequency, .frame, .item:
            return section.name
        }
    }

    /// A token's byte and the character it belongs to, or what special token it is.
    private static func byte(of token: Int, in text: Media.Text, _ axis: Axis) -> String {
        let (first, end) = (Int(axis.edges[token]), Int(axis.edges[token + 1]))
        if first == end { return "\(ByteTokens.name(token)) · token \(token)" }
        guard end - first == 1 else {
            let literal = String(decoding: text.bytes.dropFirst(first).prefix(end - first), as: UTF8.self)
            return "byte \(first) · \(literal) · token \(token)"
        }
        return "byte \(first) · \(character(of: first, in: text))"
    }

    /// The character a byte belongs to, quoted, and which of its bytes it is.
    private static func character(of byte: Int, in text: Media.Text) -> String {
        var start = 0
        for character in text.string {
            let count = character.utf8.count
            if byte < start + count {
                let part = count > 1 ? " (\(byte - start + 1) of \(count))" : ""
                return "'\(Glyphs.visible(character))'" + part
            }
            start += count
        }
        return ""
    }
}
