import Cells
import Explanation
import Media
import Models

/// Draws a text with a map behind its characters, or without one.
struct TextDrawing {
    private let drawing: ExhibitDrawing
    private let text: Text

    init(_ drawing: ExhibitDrawing, _ text: Text) {
        self.drawing = drawing
        self.text = text
    }

    /// The token shown at a cell of the screen.
    func token(x: Int, y: Int, in area: Rectangle) -> Int? {
        let geometry = geometry(in: area)
        let line = (y - area.y) / linesPerLine + firstLine(geometry, in: area)
        guard area.contains(x: x, y: y), let index = geometry.index(line: line, x: x - area.x) else {
            return nil
        }
        return geometry.characters[index].tokens?.lowerBound
    }

    func draw(in area: Rectangle, on canvas: inout Canvas) {
        let geometry = geometry(in: area)
        let first = firstLine(geometry, in: area)
        for placed in geometry.characters {
            let y = area.y + (placed.line - first) * linesPerLine
            guard y >= area.y && y < area.y + area.height else { continue }
            var style = style(of: placed)
            if let tokens = placed.tokens, !drawing.marked.isDisjoint(with: tokens) {
                style.attributes.insert(.reverse)
            }
            if let cursor = drawing.cursor, placed.tokens?.contains(cursor) ?? false {
                style.attributes.formUnion([.reverse, .bold])
            }
            canvas.write(placed.text, x: area.x + placed.x, y: y, style: style, limit: area.width - placed.x)
            if linesPerLine == 2, y + 1 < area.y + area.height, let scale = drawing.scale,
                let tokens = placed.tokens
            {
                for column in 0..<placed.width {
                    let bar = drawing.appearance.bar(scale.share(tokens))
                    canvas[area.x + placed.x + column, y + 1] = Cell(bar)
                }
            }
        }
    }

    /// Without colours each line of text is followed by a line of bars.
    private var linesPerLine: Int {
        drawing.appearance.hasPictureColours || drawing.scale == nil || drawing.lens.overlay == .source
            ? 1 : 2
    }

    private func geometry(in area: Rectangle) -> TextGeometry {
        TextGeometry(text, drawing.opened.input, width: area.width, appearance: drawing.appearance)
    }

    /// Scrolled so far that the cursor is visible.
    private func firstLine(_ geometry: TextGeometry, in area: Rectangle) -> Int {
        let visible = max(1, area.height / linesPerLine)
        let index = drawing.cursor.flatMap { geometry.index(ofToken: $0) }
        let line = index.map { geometry.characters[$0].line } ?? 0
        return max(0, min(line - visible / 2, geometry.lineCount - visible))
    }

    private func style(of placed: TextGeometry.Placed) -> Style {
        guard let tokens = placed.tokens else { return .dim }
        guard let scale = drawing.scale, drawing.lens.overlay != .source,
            drawing.appearance.hasPictureColours
        else { return placed.isSpecial ? .bold : .plain }
        if drawing.lens.overlay == .mask { return tokens.contains(where: scale.isKept) ? .bold : .dim }
        let share = scale.share(tokens)
        // What is near nothing keeps the terminal's own colours.
        if tokens.allSatisfy({ scale.strength($0) < 0.04 }) { return placed.isSpecial ? .bold : .plain }
        let colour = scale.palette((share * 63).rounded() / 63)
        return Style(colour.readable.colour, on: scale.palette.colour(share, depth: drawing.appearance.depth))
    }
}
