import Cells
import Explanation
import Explorer

extension DrawnFigure {
    /// The figure in lines of text.
    ///
    /// Without colours a map would have the same characters as the input that it lies over. The input comes first then,
    /// and the map by itself below it.
    func text(width: Int, appearance: Appearance) -> String {
        let whole = canvas(width: width, appearance: appearance)
        let area = Rectangle(x: 0, y: 0, width: width, height: max(0, whole.size.height - Self.legendRows))
        let input = InputDrawing(
            figure.opened,
            relevance: nil,
            lens: Lens(),
            appearance: appearance,
            cursor: nil
        )
        let frames = input.geometries(in: area).compactMap { ($0 as? any PixelGeometry)?.frame }
        guard appearance.depth == .monochrome, liesOverInput, !frames.isEmpty else {
            return whole.text(appearance: appearance)
        }
        var alone = Canvas(Size(width: area.width, height: area.height), appearance)
        input.draw(in: area, on: &alone)
        let map = whole.withoutInput(in: frames, appearance)
        return "input\n\(alone.text(appearance: appearance))\n\nmap\n\(map.text(appearance: appearance))"
    }

    /// The rows below the map: an empty one, and the legend.
    private static let legendRows = 2

    private var liesOverInput: Bool {
        guard case .map(let answer) = figure.content, case .overInput = answer.content else { return false }
        return true
    }
}

extension Canvas {
    /// The same without what is left of the input where the map is low: of the map alone three steps can be told.
    fileprivate func withoutInput(in frames: [Rectangle], _ appearance: Appearance) -> Canvas {
        var canvas = self
        for frame in frames {
            for y in frame.y..<frame.y + frame.height {
                for x in frame.x..<frame.x + frame.width {
                    let cell = self[x, y]
                    // These say that a part was removed, or that it speaks against the class.
                    if let sign = cell.character, "/oO".contains(sign) { continue }
                    let attributes = cell.style.attributes
                    let height = attributes.contains(.dim) ? 0 : attributes.contains(.bold) ? 1 : 0.5
                    canvas[x, y] = Cell(appearance.shade(height), cell.style)
                }
            }
        }
        return canvas
    }
}
