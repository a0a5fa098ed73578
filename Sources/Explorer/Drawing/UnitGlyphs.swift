import Cells
import Explanation
import Media
import Models

/// Units of a game on their map, each as the first letter of its type: a capital of player 1, a small letter of player 2.
///
/// Where several stand in one cell, the one of the map's strongest token is shown.
struct UnitGlyphs {
    let drawing: InputDrawing
    let geometry: PointGeometry
    let units: [UnitSet.Unit]

    func draw(on canvas: inout Canvas) {
        let frame = geometry.frame
        for y in frame.y..<frame.y + frame.height {
            for x in frame.x..<frame.x + frame.width {
                let tokens = geometry.tokens(cellX: x, cellY: y).filter(units.indices.contains)
                let relevance = drawing.scale?.relevance
                guard let token = relevance?.strongest(of: tokens) ?? tokens.first else { continue }
                canvas[x, y] = cell(token)
            }
        }
        guard let cursor = drawing.cursor, let cell = geometry.cell(of: cursor) else { return }
        canvas[cell.x, cell.y] = self.cell(cursor)
        canvas.mark(x: cell.x, y: cell.y)
    }

    private func cell(_ token: Int) -> Cell {
        let unit = units[token]
        if drawing.opened.input.removed.contains(token) { return Cell("/", .dim) }
        var cell = Cell(unit.letter, style(token))
        if drawing.marked.contains(token) { cell.style.attributes.insert(.reverse) }
        return cell
    }

    /// The map's colour behind the letter; of the source alone its owner's colour in front.
    private func style(_ token: Int) -> Style {
        let appearance = drawing.appearance
        guard let scale = drawing.scale, drawing.lens.overlay != .source else {
            return (units[token].owner == 1 ? Accent.chosen : .other).style(appearance)
        }
        let share = scale.share(token)
        guard appearance.hasPictureColours else {
            // As far as letters can stand out.
            let strength = scale.strength(token)
            return strength > 2.0 / 3 ? .reverse : strength > 1.0 / 3 ? .bold : .plain
        }
        let ink = scale.palette.level(share).readable
        return Style(ink.colour, on: scale.palette.colour(share, depth: appearance.depth))
    }
}

extension UnitSet.Unit {
    /// The first letter of its type: a capital of player 1, a small one of player 2; `?` of a hidden type.
    var letter: Character {
        guard !isHidden, let first = type.first, first.isLetter, first.isASCII else { return "?" }
        let text = owner == 1 ? first.uppercased() : first.lowercased()
        return text.first ?? "?"
    }
}
