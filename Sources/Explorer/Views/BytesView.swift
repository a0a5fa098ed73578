import Cells
import Media
import Models

/// A language model's answers: the text filled in, each masked place, and what else could be there.
enum BytesView {
    /// Where the parts lie.
    private struct Areas {
        let filled: Rectangle
        let places: Rectangle
        let alternatives: Rectangle

        init(_ area: Rectangle, lines: Int, places count: Int) {
            let (top, rest) = area.splitTop(min(lines, max(1, area.height / 3)))
            filled = top
            let (upper, lower) = rest.splitTop(min(count + 1, max(2, rest.height / 2)))
            (places, alternatives) = (upper, lower)
        }
    }

    static func draw(
        _ explorer: Explorer,
        _ input: Input,
        _ bytes: BytePredictions,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let isMasked = !bytes.positions.isEmpty
        let text = isMasked ? bytes.filled : "Nothing is masked. Press t to edit, then ^X to mask."
        let lines = wrapped(text, width: area.width)
        let areas = Areas(area, lines: lines.count, places: bytes.positions.count)
        for (row, line) in lines.prefix(areas.filled.height).enumerated() {
            canvas.line(line, in: areas.filled, y: areas.filled.y + row, style: isMasked ? .bold : .dim)
        }
        drawAlternatives(explorer, input, bytes, in: areas.alternatives, on: &canvas)
        return isMasked ? drawPlaces(explorer, input, bytes, in: areas.places, on: &canvas) : []
    }

    private static func drawPlaces(
        _ explorer: Explorer,
        _ input: Input,
        _ bytes: BytePredictions,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let positions = bytes.positions
        let title = positions.count == 1 ? "1 masked place" : "\(positions.count) masked places"
        canvas.line(title, in: area, y: area.y, style: .dim)
        let cursor = input.askedToken.flatMap { positions.firstIndex(of: $0) } ?? 0
        let list = ScrolledList(positions.count, cursor: cursor, in: area.inset(top: 1))
        for row in list.rows {
            let best = bytes.alternatives(positions[row], top: 3)
            let isChosen = positions[row] == input.askedToken
            let number = "\(row + 1)".padded(String(positions.count).count)
            let token = best.first.map { $0.token.name } ?? ""
            let probability = best.first.map { Numbers.probability($0.probability) } ?? ""
            canvas.line(
                "\(isChosen ? ">" : " ")\(number) \(token.filled(6)) \(probability)",
                right: best.dropFirst().map { $0.token.name }.joined(separator: " "),
                in: list.line(of: row),
                y: list.y(of: row),
                style: isChosen ? (explorer.main.focus == .predictions ? .reverse : .bold) : .plain
            )
        }
        return list.regions { explorer, row in
            if let run = explorer.current?.run { explorer.choose(place: positions[row], run) }
        }
    }

    private static func drawAlternatives(
        _ explorer: Explorer,
        _ input: Input,
        _ bytes: BytePredictions,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard let position = input.askedToken, let run = input.run else { return }
        let decoded = explorer.bytesQuestion(input, run).flatMap { explorer.ledger[$0] }
        let source = bytes.positions.contains(position) ? bytes : decoded
        guard let source, area.height > 1, let name = input.found?.name else { return }
        let title = bytes.positions.contains(position) ? "\(name), token \(position)" : name
        canvas.line(title, in: area, y: area.y, style: .dim)
        let list = area.inset(top: 1)
        for (row, other) in source.alternatives(position, top: list.height).enumerated() {
            let y = list.y + row
            canvas.write(other.token.name.filled(7), x: list.x + 1, y: y, limit: list.width)
            let bar = list.width - 14
            canvas.write(
                Numbers.probability(other.probability).padded(4),
                x: list.x + list.width - 4,
                y: y,
                limit: 4
            )
            guard bar >= 3 else { continue }
            let style = (row == 0 ? Accent.chosen : .other).style(explorer.appearance)
            canvas.bar(other.probability, x: list.x + 8, y: y, width: bar, style: style)
        }
    }
}
