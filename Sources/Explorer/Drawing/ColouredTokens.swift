import Cells
import Explanation
import Models

/// The colours of vectors by three numbers each: red, green and blue.
struct VectorColours: Sendable {
    private let levels: [[Double]?]
    private let appearance: Appearance

    init(_ components: Components, _ appearance: Appearance) {
        (levels, self.appearance) = (components.levels, appearance)
    }

    /// How many vectors there are.
    var count: Int { levels.count }

    /// The colour of a vector; grey where there is none.
    func colour(_ vector: Int) -> RGB {
        guard levels.indices.contains(vector), let level = levels[vector] else { return RGB(grey: 0.3) }
        func part(_ share: Double) -> UInt8 { UInt8(30 + 220 * min(max(share, 0), 1)) }
        return RGB(part(level[0]), part(level[1]), part(level[2]))
    }

    /// A cell of a vector's colour; without colours its first number as a shade.
    func cell(_ vector: Int) -> Cell {
        if appearance.hasPictureColours { return Cell(" ", Style(on: terminal(vector))) }
        return Cell(appearance.shade(levels.indices.contains(vector) ? levels[vector]?[0] ?? 0 : 0))
    }

    /// The colour as the terminal has it: with 256 colours the nearest of its cube.
    func terminal(_ vector: Int) -> Colour {
        let colour = colour(vector)
        guard appearance.depth == .indexed else { return colour.colour }
        func step(_ part: UInt8) -> UInt8 { UInt8((Double(part) / 51).rounded()) }
        return .indexed(16 + 36 * step(colour.red) + 6 * step(colour.green) + step(colour.blue))
    }
}

/// An input whose tokens have colours of their own.
struct ColouredTokens {
    let drawing: InputDrawing
    let colours: VectorColours

    /// Draws the tokens in the places that they have in the input.
    func draw(in area: Rectangle, on canvas: inout Canvas) {
        drawing.draw(in: area, on: &canvas)
        for part in drawing.parts(in: area) {
            if let geometry = part.geometry as? any PixelGeometry {
                draw(geometry.finer(drawing.appearance.density), on: &canvas)
            } else if case .text(let text) = part {
                draw(text, in: area, on: &canvas)
            }
        }
        guard let cursor = drawing.cursor else { return }
        for geometry in drawing.geometries(in: area) {
            if geometry.contains(cursor), let cell = geometry.cell(of: cursor) {
                canvas.mark(x: cell.x, y: cell.y)
            }
        }
    }

    private func draw(_ geometry: some PixelGeometry, on canvas: inout Canvas) {
        let (width, height) = geometry.pixels
        guard drawing.appearance.hasPictureColours else {
            for y in 0..<geometry.frame.height {
                for x in 0..<geometry.frame.width {
                    let (cellX, cellY) = (geometry.frame.x + x, geometry.frame.y + y)
                    guard let token = geometry.token(cellX: cellX, cellY: cellY) else { continue }
                    canvas[cellX, cellY] = colours.cell(token)
                }
            }
            return
        }
        var raster = Raster(width: width, height: height, density: geometry.density)
        for y in 0..<height {
            for x in 0..<width { raster[x, y] = geometry.token(x: x, y: y).map(colours.colour) }
        }
        canvas.draw(raster, x: geometry.frame.x, y: geometry.frame.y)
    }

    /// Characters on the colour of their first token.
    private func draw(_ text: ScrolledText, in area: Rectangle, on canvas: inout Canvas) {
        guard drawing.appearance.hasPictureColours else { return }
        for placed in text.text.characters {
            let (x, y) = text.place(of: placed)
            guard y >= area.y, y < area.y + area.height, let token = placed.tokens?.lowerBound else {
                continue
            }
            let readable = colours.colour(token).readable.colour
            let style = Style(readable, on: colours.terminal(token))
            canvas.write(placed.text, x: x, y: y, style: style, limit: area.width - placed.x)
        }
    }
}
