import Cells
import Models

/// Draws tokens without a place: the name of their section, then a cell for each.
struct ItemsDrawing {
    /// Where the tokens lie.
    let geometry: GridGeometry
    private let name: String
    private let area: Rectangle

    /// Tokens in the first line of an area.
    init(_ section: Layout.Section, in area: Rectangle) {
        name = section.name
        self.area = area
        var line = area.inset(left: Glyphs.width(of: section.name) + 1)
        line.width = min(line.width, section.count)
        geometry = GridGeometry(row: section, upTo: Double(section.count), in: line)
    }

    func draw(_ drawing: InputDrawing, on canvas: inout Canvas) {
        canvas.write(name, x: area.x, y: area.y, style: .dim, limit: area.width)
        for x in 0..<geometry.pixels.width {
            drawing.drawStrip(geometry, x: x, on: &canvas)
        }
    }
}
