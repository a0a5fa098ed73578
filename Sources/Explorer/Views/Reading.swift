import Explanation
import Media
import Models

/// What the lines below a map say: the numbers under the cursor, or where the map is largest.
enum Reading {
    static func lines(_ explorer: Explorer, opened: OpenedMedium, relevance: Relevance, cursor: Int?)
        -> [String]
    {
        let spread = Spread(weights: relevance.values)
        let token = min(cursor ?? spread.peak, relevance.values.count - 1)
        let value = relevance.values[token]
        let ranking = Ranking(relevance.values)
        let count = relevance.values.count
        var numbers = ["\(name(explorer)) \(Numbers.short(Double(value)))"]
        if explorer.lens.method == .attention && explorer.lens.unit == .weight {
            numbers.append("\(Numbers.short(Double(value) * Double(count)))× uniform")
        }
        numbers.append("rank \(Numbers.grouped(ranking.rank(of: value))) of \(Numbers.grouped(count))")
        numbers.append("\(Numbers.short(ranking.percentile(of: value))) %ile")
        let place = (cursor == nil ? "peak " : "") + place(of: token, in: opened)
        var lines = [place, numbers.joined(separator: " · ")]
        if let note = opened.input.note, cursor == nil { lines[0] = "\(place) · \(note)" }
        return lines
    }

    private static func name(_ explorer: Explorer) -> String {
        switch explorer.lens.method {
        case .attention: explorer.lens.unit.rawValue
        case .occlusion: "Δ log p"
        case .ablation: "effect"
        }
    }

    /// A token's place in the units of its source.
    static func place(of token: Int, in opened: OpenedMedium) -> String {
        let layout = opened.input.layout
        let (column, row) = layout.cell(of: token)
        switch opened.exhibit {
        case .picture:
            let (x, y) = (layout.columns.centre(column), layout.rows?.centre(row) ?? 0)
            return "x \(Int(x)) y \(Int(y))"
        case .sound:
            let time = layout.columns.range(column)
            let hertz = layout.rows?.range(row) ?? 0...0
            return "\(decimal(time.lowerBound, places: 2))–\(decimal(time.upperBound, places: 2)) s · "
                + "\(Int(hertz.lowerBound))–\(Int(hertz.upperBound)) Hz"
        case .text(let text, _):
            return "byte \(token) · \(character(of: token, in: text))"
        }
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
