import Cells
import Glibc
import Media
import Models

/// Draws an optical flow: the direction as hue, the length as saturation.
///
/// These are the usual colours (Baker et al. 2011): to the right red, downwards yellow-green, to the left cyan,
/// upwards violet; what stands still is white.
struct FlowDrawing {
    let field: FlowField
    let appearance: Appearance
    /// The length in pixels that has full colour.
    let longest: Double

    init(_ field: FlowField, appearance: Appearance) {
        self.field = field
        self.appearance = appearance
        longest = max(FlowFacts(field).longest, 1e-9)
    }

    /// The flow's colours where a picture of its size would be drawn; on demand with arrows.
    func draw(arrows: Bool, in geometry: GridGeometry, on canvas: inout Canvas) {
        let frame = geometry.frame
        let fine = geometry.finer(appearance.density)
        var raster = Raster(width: fine.pixels.width, height: fine.pixels.height, density: fine.density)
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                let flow = flow(x: x, y: y, of: fine)
                raster[x, y] = Self.colour(flow, longest: longest)
            }
        }
        if appearance.hasPictureColours {
            canvas.draw(raster, x: frame.x, y: frame.y)
        } else {
            for y in 0..<frame.height {
                for x in 0..<frame.width {
                    let (right, down) = flow(x: x, y: min(2 * y, raster.height - 1), of: geometry)
                    let share = (right * right + down * down).squareRoot() / longest
                    canvas[frame.x + x, frame.y + y] = Cell(appearance.shade(share))
                }
            }
        }
        if arrows { drawArrows(geometry, on: &canvas) }
    }

    /// The colour of one of the field's own pixels.
    func colour(_ x: Int, _ y: Int) -> RGB {
        let (right, down) = field[x, y]
        return Self.colour((Double(right), Double(down)), longest: longest)
    }

    private func flow(x: Int, y: Int, of geometry: GridGeometry) -> (right: Double, down: Double) {
        let column = min(field.width - 1, x * field.width / geometry.pixels.width)
        let row = min(field.height - 1, y * field.height / geometry.pixels.height)
        let (right, down) = field[column, row]
        return (Double(right), Double(down))
    }

    /// An arrow in every few cells; a dot where it is shorter than a twentieth of the longest.
    private func drawArrows(_ geometry: GridGeometry, on canvas: inout Canvas) {
        for y in stride(from: 1, to: geometry.frame.height, by: 2) {
            for x in stride(from: 1, to: geometry.frame.width, by: 4) {
                let (right, down) = flow(x: x, y: min(2 * y, geometry.pixels.height - 1), of: geometry)
                let length = (right * right + down * down).squareRoot()
                let mark = length < longest / 20 ? appearance.dot : Self.arrow(right, down, appearance)
                let style: Style
                if appearance.hasPictureColours {
                    let colour = Self.colour((right, down), longest: longest)
                    style = Style(colour.readable.colour, on: colour.colour, .bold)
                } else {
                    style = .bold
                }
                canvas.write(mark, x: geometry.frame.x + x, y: geometry.frame.y + y, style: style)
            }
        }
    }

    /// The arrow nearest to a direction.
    static func arrow(_ right: Double, _ down: Double, _ appearance: Appearance) -> String {
        let arrows =
            appearance.ascii
            ? [">", "\\", "v", "/", "<", "\\", "^", "/"] : ["→", "↘", "↓", "↙", "←", "↖", "↑", "↗"]
        let eighth = Int((atan2(down, right) / (.pi / 4)).rounded())
        return arrows[(eighth + 8) % 8]
    }

    /// The colour of a displacement, whose hue is its angle and whose saturation its length.
    static func colour(_ flow: (right: Double, down: Double), longest: Double) -> RGB {
        let length = (flow.right * flow.right + flow.down * flow.down).squareRoot()
        guard length.isFinite else { return RGB(0, 0, 0) }
        return RGB(hue: atan2(flow.down, flow.right) / (2 * .pi), saturation: min(1, length / longest))
    }

    /// All directions and lengths at once, as large as an area allows.
    static func drawWheel(in area: Rectangle, on canvas: inout Canvas) {
        let side = min(area.width, area.height * 2)
        guard side >= 5 else { return }
        let radius = Double(side) / 2
        let density = canvas.appearance.density
        var raster = Raster(width: side * density.x, height: (side * density.y + 1) / 2, density: density)
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                let right = (Double(x) + 0.5) / Double(density.x) - radius
                let down = (Double(y) + 0.5) * 2 / Double(density.y) - radius
                if right * right + down * down <= radius * radius {
                    raster[x, y] = colour((right, down), longest: radius)
                }
            }
        }
        let (left, top) = (area.x + (area.width - side) / 2, area.y)
        let appearance = canvas.appearance
        if appearance.hasPictureColours { canvas.draw(raster, x: left, y: top) }
        let middle = (x: left + side / 2, y: top + side / 4)
        for (right, down, x, y) in [
            (1.0, 0.0, left + side - 1, middle.y), (0, 1, middle.x, top + (side + 1) / 2 - 1),
            (-1, 0, left, middle.y), (0, -1, middle.x, top),
        ] {
            let style: Style
            if appearance.hasPictureColours {
                let colour = colour((right, down), longest: 1)
                style = Style(colour.readable.colour, on: colour.colour, .bold)
            } else {
                style = .bold
            }
            canvas.write(arrow(right, down, appearance), x: x, y: y, style: style)
        }
    }
}

extension RGB {
    /// A fully bright colour: hue in turns from red over green and blue, saturation 0…1.
    init(hue: Double, saturation: Double) {
        let turn = hue - hue.rounded(.down)
        func level(_ offset: Double) -> UInt8 {
            let place = (offset + turn * 6).truncatingRemainder(dividingBy: 6)
            return UInt8((255 * (1 - saturation * max(0, min(place, 4 - place, 1)))).rounded())
        }
        self.init(level(5), level(3), level(1))
    }
}
