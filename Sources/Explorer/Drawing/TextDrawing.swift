import Cells
import Explanation
import Media
import Models

/// Draws a text with a map behind its characters, or without one.
struct TextDrawing {
    private let drawing: InputDrawing
    private let scrolled: ScrolledText

    init(_ drawing: InputDrawing, _ scrolled: ScrolledText) {
        self.drawing = drawing
        self.scrolled = scrolled
    }

    func draw(in area: Rectangle, on canvas: inout Canvas) {
        for placed in scrolled.text.characters {
            let (x, y) = scrolled.place(of: placed)
            guard y >= area.y && y < area.y + area.height else { continue }
            let token = token(of: placed)
            var style =
                isRemoved(placed)
                ? Style(RGB(grey: 0.6).colour, on: RGB.removed(x: x, y: 2 * y).colour)
                : style(of: placed, token)
            if let tokens = placed.tokens, !drawing.marked.isDisjoint(with: tokens) {
                style.attributes.insert(.reverse)
            }
            if let cursor = drawing.cursor, placed.tokens?.contains(cursor) ?? false {
                style.attributes.formUnion([.reverse, .bold])
            }
            canvas.write(placed.text, x: x, y: y, style: style, limit: area.width - placed.x)
            if scrolled.linesPerLine == 2, y + 1 < area.y + area.height, let scale = drawing.scale, let token
            {
                let isRemoved = drawing.opened.input.removed.contains(token)
                let bar = isRemoved ? Cell("/") : scale.bar(scale.share(token), drawing.appearance)
                for column in 0..<placed.width { canvas[x + column, y + 1] = bar }
            }
        }
    }

    /// Whether the model does not get it, which stripes show where there are colours.
    private func isRemoved(_ placed: TextGeometry.Placed) -> Bool {
        drawing.appearance.hasPictureColours
            && placed.tokens.map { !drawing.opened.input.removed.isDisjoint(with: $0) } ?? false
    }

    /// The token that a character shows: of a map the strongest of its bytes.
    private func token(of placed: TextGeometry.Placed) -> Int? {
        placed.tokens.flatMap { drawing.scale?.relevance.strongest(of: $0) ?? $0.lowerBound }
    }

    private func style(of placed: TextGeometry.Placed, _ token: Int?) -> Style {
        guard let token else { return .dim }
        guard let scale = drawing.scale, drawing.lens.overlay != .source,
            drawing.appearance.hasPictureColours
        else { return placed.isSpecial ? .bold : .plain }
        if drawing.lens.overlay == .mask { return scale.isKept(token) ? .bold : .dim }
        // What is near nothing keeps the terminal's own colours.
        if scale.strength(token) < 0.04 { return placed.isSpecial ? .bold : .plain }
        let share = scale.share(token)
        let colour = scale.palette.level(share)
        return Style(colour.readable.colour, on: scale.palette.colour(share, depth: drawing.appearance.depth))
    }
}
