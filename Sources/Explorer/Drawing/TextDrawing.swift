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
        drawing.appearance.hasPictureColours && drawing.isRemoved(placed)
    }

    /// The token that a character shows.
    private func token(of placed: TextGeometry.Placed) -> Int? { drawing.token(of: placed) }

    private func style(of placed: TextGeometry.Placed, _ token: Int?) -> Style {
        guard drawing.appearance.hasPictureColours || token == nil else {
            return placed.isSpecial ? .bold : .plain
        }
        switch drawing.ink(token) {
        case .faint: return .dim
        case .kept: return .bold
        case .plain: return placed.isSpecial ? .bold : .plain
        case .coloured(let scale, let share):
            let colour = scale.palette.level(share)
            return Style(
                colour.readable.colour,
                on: scale.palette.colour(share, depth: drawing.appearance.depth)
            )
        }
    }
}

/// How a map shows in a character, where there are colours.
enum LetterInk {
    /// It is not read, or not kept by a mask.
    case faint
    /// A mask keeps it.
    case kept
    /// As it is without a map.
    case plain
    /// On the colour of a share of a scale.
    case coloured(MapScale, Double)
}

extension InputDrawing {
    /// Whether the model does not get a character.
    func isRemoved(_ placed: TextGeometry.Placed) -> Bool {
        placed.tokens.map { !opened.input.removed.isDisjoint(with: $0) } ?? false
    }

    /// The token that a character shows: of a map the strongest of its bytes.
    func token(of placed: TextGeometry.Placed) -> Int? {
        placed.tokens.flatMap { scale?.relevance.strongest(of: $0) ?? $0.lowerBound }
    }

    /// How the map shows in a character of a token.
    func ink(_ token: Int?) -> LetterInk {
        guard let token else { return .faint }
        guard let scale, lens.overlay != .source else { return .plain }
        if lens.overlay == .mask { return scale.isKept(token) ? .kept : .faint }
        // What is near nothing keeps its own colours.
        return scale.strength(token) < 0.04 ? .plain : .coloured(scale, scale.share(token))
    }
}
