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
        _ entry: Entry,
        _ bytes: BytePredictions,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let text =
            bytes.positions.isEmpty ? "Nothing is masked: t edits the text, ^X there masks." : bytes.filled
        let lines = wrapped(text, width: area.width)
        let areas = Areas(area, lines: lines.count, places: bytes.positions.count)
        for (row, line) in lines.prefix(areas.filled.height).enumerated() {
            canvas.line(
                line,
                in: areas.filled,
                y: areas.filled.y + row,
                style: bytes.positions.isEmpty ? .dim : .bold,
                appearance: explorer.appearance
            )
        }
        drawPlaces(explorer, entry, bytes, in: areas.places, on: &canvas)
        drawAlternatives(explorer, entry, bytes, in: areas.alternatives, on: &canvas)
    }

    /// The masked place at a row of the pane, for the mouse.
    static func place(
        _ explorer: Explorer,
        _ bytes: BytePredictions,
        _ entry: Entry,
        y: Int,
        in area: Rectangle
    )
        -> Int?
    {
        let lines = wrapped(bytes.filled, width: area.width).count
        let places = Areas(area, lines: lines, places: bytes.positions.count).places.inset(top: 1)
        let row = y - places.y + firstRow(entry, bytes, height: places.height)
        return y >= places.y && y < places.y + places.height && bytes.positions.indices.contains(row)
            ? bytes.positions[row] : nil
    }

    private static func firstRow(_ entry: Entry, _ bytes: BytePredictions, height: Int) -> Int {
        let index = entry.askedToken.flatMap { bytes.positions.firstIndex(of: $0) } ?? 0
        return max(0, min(index - height / 2, bytes.positions.count - height))
    }

    private static func drawPlaces(
        _ explorer: Explorer,
        _ entry: Entry,
        _ bytes: BytePredictions,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard !bytes.positions.isEmpty else { return }
        let count = bytes.positions.count
        let title = count == 1 ? "1 masked place" : "\(count) masked places"
        canvas.line(title, in: area, y: area.y, style: .dim, appearance: explorer.appearance)
        let list = area.inset(top: 1)
        let first = firstRow(entry, bytes, height: list.height)
        for (line, position) in bytes.positions.dropFirst(first).prefix(list.height).enumerated() {
            let best = bytes.alternatives(position, top: 3)
            let isChosen = position == entry.askedToken
            let others = best.dropFirst().map { name($0.token) }.joined(separator: " ")
            let number = "\(line + first + 1)".padded(String(count).count)
            let token = best.first.map { name($0.token) } ?? ""
            let probability = best.first.map { Numbers.probability($0.probability) } ?? ""
            canvas.line(
                "\(isChosen ? ">" : " ")\(number) \(token.filled(6)) \(probability)",
                right: others,
                in: list,
                y: list.y + line,
                style: isChosen ? (explorer.focus == .predictions ? .reverse : .bold) : .plain,
                appearance: explorer.appearance
            )
        }
    }

    private static func drawAlternatives(
        _ explorer: Explorer,
        _ entry: Entry,
        _ bytes: BytePredictions,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard let position = entry.askedToken else { return }
        let source = bytes.positions.contains(position) ? bytes : entry.decoded[position]
        guard let source, area.height > 1, let name = explorer.askerName(entry) else { return }
        let title = bytes.positions.contains(position) ? "\(name), token \(position)" : name
        canvas.line(title, in: area, y: area.y, style: .dim, appearance: explorer.appearance)
        let list = area.inset(top: 1)
        for (row, other) in source.alternatives(position, top: list.height).enumerated() {
            let y = list.y + row
            canvas.write(Self.name(other.token).filled(7), x: list.x + 1, y: y, limit: list.width)
            let bar = list.width - 14
            canvas.write(
                Numbers.probability(other.probability).padded(4),
                x: list.x + list.width - 4,
                y: y,
                limit: 4
            )
            guard bar >= 3 else { continue }
            let colour: Colour =
                explorer.appearance.depth == .monochrome ? .standard : .ansi(row == 0 ? 3 : 4)
            canvas.bar(
                other.probability,
                x: list.x + 8,
                y: y,
                width: bar,
                style: Style(colour),
                appearance: explorer.appearance
            )
        }
    }

    /// A token as it is listed: a character in quotes, a byte that is none in hexadecimal, or a special token.
    static func name(_ token: ByteToken) -> String {
        switch token {
        case .special(let special): special.rawValue
        case .byte(let byte) where byte < 0x80: "'\(Glyphs.visible(Character(UnicodeScalar(byte))))'"
        case .byte(let byte): "x" + String(byte, radix: 16, uppercase: true)
        case .unknown(let id): "[\(id)]"
        }
    }
}
