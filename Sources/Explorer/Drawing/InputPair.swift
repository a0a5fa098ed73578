import Cells
import Explanation
import Media
import Models

/// A picture or a sound beside what was decoded from the latents, both drawn alike.
enum InputPair {
    static func draw(
        _ drawing: InputDrawing,
        _ decoded: ReconstructedInput?,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard let decoded else {
            drawing.draw(in: area, on: &canvas)
            return
        }
        let (first, second) = areas(drawing.opened, in: area)
        drawing.draw(in: first, on: &canvas)
        drawing.showing(decoded.opened).draw(in: second, on: &canvas)
    }

    /// The token at a cell of either.
    static func token(
        _ drawing: InputDrawing,
        _ decoded: ReconstructedInput,
        x: Int,
        y: Int,
        in area: Rectangle
    ) -> Int? {
        let (first, second) = areas(drawing.opened, in: area)
        return drawing.token(x: x, y: y, in: first)
            ?? drawing.showing(decoded.opened).token(x: x, y: y, in: second)
    }

    /// Beside each other or one below the other, as the pictures become larger; spectrograms below each other.
    private static func areas(_ opened: OpenedMedium, in area: Rectangle) -> (Rectangle, Rectangle) {
        if case .picture(_, let width, let height) = opened.outline {
            let aspect = Double(max(width, 1)) / Double(max(height, 1))
            let beside = min(Double(area.width / 2), Double(2 * area.height) * aspect)
            let below = min(Double(area.width), Double(area.height) * aspect)
            if beside >= below { return area.sides }
        }
        let (top, rest) = area.splitTop(area.height / 2)
        return (top, rest.splitTop(area.height / 2).top)
    }
}
