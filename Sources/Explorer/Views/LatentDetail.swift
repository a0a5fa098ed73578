import Cells
import Explanation
import Models
import Perceiver

/// The chosen latent beside the table: its map, and what is known of it.
enum LatentDetail {
    static func draw(
        _ explorer: Explorer,
        _ state: LatentsState,
        _ listing: LatentListing,
        _ profiles: LatentProfiles?,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let latent = explorer.lens.latent
        let inner = canvas.frame(area, title: "Latent \(latent)", focused: false)
        guard let record = listing.records.first(where: { $0.latent == latent }) else { return }
        let isBeside = area.height > area.width / 2
        let opened = profiles == nil ? nil : explorer.current?.opened
        let width = isBeside ? inner.width : inner.width - inner.width / 2 - 1
        let lines = lines(explorer, record, listing, isSingle: profiles != nil, width: width)
        guard let profiles, let opened, profiles.map.values.rows > latent else {
            canvas.paragraph(lines.joined(separator: "\n"), in: inner)
            return
        }
        let (map, text): (Rectangle, Rectangle)
        if isBeside {
            (text, map) = inner.splitTop(min(lines.count + 1, inner.height / 2))
        } else {
            map = Rectangle(x: inner.x, y: inner.y, width: inner.width / 2, height: inner.height)
            text = inner.inset(left: inner.width / 2 + 1)
        }
        for (row, line) in lines.prefix(text.height).enumerated() {
            canvas.line(line, in: text, y: text.y + row)
        }
        draw(explorer, opened, profiles.map, latent, in: map, on: &canvas)
    }

    /// The latent's map over the input; where neighbours are taken together by itself.
    static func draw(
        _ explorer: Explorer,
        _ opened: OpenedMedium,
        _ map: PooledMap,
        _ latent: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let values = map.values[row: latent]
        let relevance = Relevance(values: values, isSigned: false, meaning: "share of attention")
        guard values.count == opened.input.layout.count else {
            let thumbnail = Thumbnail(map.layout, explorer, width: area.width, height: area.height)
            let scale = MapScale(relevance, lens: explorer.lens)
            return thumbnail.draw(scale, explorer, in: thumbnail.frame(in: area), on: &canvas)
        }
        InputDrawing(
            opened,
            relevance: relevance,
            lens: explorer.lens,
            appearance: explorer.appearance,
            cursor: nil,
            frame: explorer.frameShown,
            extras: .none
        )
        .draw(in: area, on: &canvas)
    }

    private static func lines(
        _ explorer: Explorer,
        _ record: LatentRecord,
        _ listing: LatentListing,
        isSingle: Bool,
        width: Int
    ) -> [String] {
        var lines: [String] = []
        if let kind = record.kind { lines.append(kind.words) }
        if record.marks.contains(.dead) { lines.append("dead: reads evenly, or has no effect") }
        if let twin = record.twin, let overlap = record[.twin] {
            let words = record.marks.contains(.duplicate) ? "duplicate of" : "most like"
            lines.append("\(words) latent \(twin), overlap \(Numbers.short(overlap))")
        }
        if isSingle, let input = explorer.current { lines += explorer.shareLines(input, width: width) }
        func line(_ column: LatentColumn, _ words: String) -> String? {
            record[column].map { value in
                let spread = record.deviations[column].map { " ±\(Numbers.short($0))" } ?? ""
                return "\(words) \(Numbers.short(value))\(spread)"
            }
        }
        return lines
            + [
                line(.inputs, "effective inputs"), line(.entropy, "entropy in bits"),
                line(.lift, "largest lift"), line(.weight, "decoder weight"),
                line(.effect, "effect on \(listing.target ?? "the target")"),
            ]
            .compactMap { $0 }
    }
}

extension Explorer {
    /// How much content and position decide what the chosen latent reads, by heads where there are several.
    func shareLines(_ input: Input, width: Int) -> [String] {
        guard let shares = ledger[sharesQuestion(input)] ?? nil, let mean = shares.mean else { return [] }
        let parts = ScorePart.allCases.map { "\($0.rawValue) \(Numbers.hundredths(mean[$0]))" }
        let heads = shares.heads.map { $0.map { Numbers.hundredths($0.content) } ?? "?" }
        let dot = " \(appearance.dot) "
        let forms = [parts, Array(parts.prefix(2)), [parts[0]]].map { $0.joined(separator: dot) }
        // The mean score may owe less to content than the score of each head.
        let isMean = heads.count < 2 || lens.head == .mean
        let notes = (heads.count > 1 ? [" (of the mean score)"] : []) + [isMean ? "" : " (mean)"]
        let line = Reading.longest(forms.flatMap { form in notes.map { form + $0 } }, width: width)
        let byHead = heads.joined(separator: " ")
        return [line]
            + (heads.count > 1
                ? [Reading.longest(["content by head \(byHead)", "by head \(byHead)"], width: width)] : [])
    }

    /// Says that numbers are means over heads where the lens is on others; empty where it is on their mean.
    var headNote: String { lens.head == .mean ? "" : " (head mean)" }

    /// How much content and position decide what the chosen latent, or token, reads.
    func sharesQuestion(_ input: Input) -> ScoreSharesQuestion {
        ScoreSharesQuestion(input.subject, layer: sheetLayer?.name, asker: lens.latent)
    }
}
