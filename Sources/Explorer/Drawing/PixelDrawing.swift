import Cells
import Explanation
import Models

/// Draws the pixels of a geometry: the source's colours with the map over them.
struct PixelDrawing<Place: PixelGeometry> {
    private let drawing: InputDrawing
    private let geometry: Place
    /// The source's colour at a pixel; `nil` where there is nothing.
    private let source: (Int, Int) -> RGB?
    /// The least shade of a token where there are no colours: a point must not vanish.
    private let leastShade: Double
    /// The token that each pixel shows, row by row.
    private let shown: [Int?]

    init(
        _ drawing: InputDrawing,
        _ geometry: Place,
        leastShade: Double = 0,
        source: @escaping (Int, Int) -> RGB?
    ) {
        self.leastShade = leastShade
        self.drawing = drawing
        self.geometry = geometry
        self.source = source
        let (width, height) = geometry.pixels
        let relevance = drawing.scale?.relevance
        var shown = (0..<height).flatMap { y in
            (0..<width).map { x in geometry.shown(x: x, y: y, over: relevance) }
        }
        if drawing.appearance.hasWholeCells {
            // One character stands for both of its pixels.
            for y in stride(from: 0, to: height - 1, by: 2) {
                for x in 0..<width {
                    let pair = [shown[y * width + x], shown[(y + 1) * width + x]].compactMap { $0 }
                    let token = relevance?.strongest(of: pair.sorted()) ?? pair.first
                    (shown[y * width + x], shown[(y + 1) * width + x]) = (token, token)
                }
            }
        }
        self.shown = shown
    }

    private var appearance: Appearance { drawing.appearance }
    private var scale: MapScale? { drawing.scale }
    private func token(_ x: Int, _ y: Int) -> Int? { shown[y * geometry.pixels.width + x] }

    /// Draws into cells, with the cursor.
    func draw(on canvas: inout Canvas) {
        guard geometry.pixels.width > 0 && geometry.pixels.height > 0 else { return }
        if appearance.hasPictureColours {
            canvas.draw(raster, x: geometry.frame.x, y: geometry.frame.y)
            if appearance.depth == .indexed && drawing.lens.overlay == .map { drawRamp(on: &canvas) }
        } else {
            drawShades(on: &canvas)
        }
        guard let cursor = drawing.cursor, let cell = geometry.cell(of: cursor) else { return }
        canvas.mark(x: cell.x, y: cell.y)
    }

    /// The pixels' colours; where the model does not look the source is dark and grey.
    var raster: Raster {
        let (width, height) = geometry.pixels
        var raster = Raster(width: width, height: height, density: geometry.density)
        let ink = Ink(drawing)
        // Neighbours in a row mostly show the same token.
        var (last, stroke): (Int?, Ink.Stroke?)
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                guard let source = source(x, y) else { continue }
                let token = shown[y * raster.width + x]
                if token != last || stroke == nil { (last, stroke) = (token, ink.stroke(token)) }
                raster[x, y] = stroke?.colour(source, x: x, y: y)
            }
        }
        return raster
    }

    /// With 256 colours a map alone takes its palette's own ramp; what was removed or is marked stays as it is.
    private func drawRamp(on canvas: inout Canvas) {
        guard let scale else { return }
        func colour(_ x: Int, _ y: Int) -> Colour? {
            guard let token = token(x, y), !drawing.opened.input.removed.contains(token),
                !drawing.marked.contains(token)
            else { return nil }
            return scale.palette.colour(scale.share(token), depth: .indexed)
        }
        for row in 0..<geometry.frame.height {
            for column in 0..<geometry.frame.width {
                let isLast = 2 * row + 1 >= geometry.pixels.height
                guard let top = colour(column, 2 * row),
                    let bottom = isLast ? .standard : colour(column, 2 * row + 1)
                else { continue }
                let cell = appearance.ascii ? Cell(" ", Style(on: top)) : Cell("▀", Style(top, on: bottom))
                canvas[geometry.frame.x + column, geometry.frame.y + row] = cell
            }
        }
    }

    /// Without colours for every pixel a cell has one shade.
    private func drawShades(on canvas: inout Canvas) {
        let lights = SourceLights(width: geometry.pixels.width, height: geometry.pixels.height, source)
        for row in 0..<geometry.frame.height {
            for column in 0..<geometry.frame.width {
                guard let light = lights[column, row] else { continue }
                let token = [2 * row, 2 * row + 1].lazy.filter { $0 < geometry.pixels.height }
                    .compactMap { self.token(column, $0) }.first
                canvas[geometry.frame.x + column, geometry.frame.y + row] = cell(token, light: light)
            }
        }
    }

    /// A cell that shows a token.
    private func cell(_ token: Int?, light: Double) -> Cell {
        guard let token else { return Cell(appearance.shade(light / 2), .dim) }
        if drawing.opened.input.removed.contains(token) { return Cell("/") }
        var cell = shade(token, max(light, leastShade))
        if drawing.marked.contains(token) { cell.style.attributes.insert(.reverse) }
        return cell
    }

    private func shade(_ token: Int, _ light: Double) -> Cell {
        guard let scale else { return Cell(appearance.shade(light)) }
        switch scale.overlay {
        case .source: return Cell(appearance.shade(light))
        case .mask where scale.isKept(token): return Cell(appearance.shade(max(light, 0.25)))
        case .mask: return Cell(appearance.shade(light * 0.3), .dim)
        case .map: return scale.cell(scale.share(token), appearance)
        case .blend: return scale.cell(scale.share(token), over: light, appearance)
        }
    }
}

/// How light the cells of a source are, 0…1, from its darkest to its lightest places: there are few shades.
private struct SourceLights {
    private let width: Int
    /// Row by row; `nil` where there is no source.
    private let cells: [Double?]

    init(width: Int, height: Int, _ source: (Int, Int) -> RGB?) {
        self.width = width
        let cells = (0..<(height + 1) / 2).flatMap { row in
            (0..<width).map { column -> Double? in
                let pixels = (2 * row..<min(2 * row + 2, height)).compactMap { source(column, $0) }
                let sum = pixels.reduce(0) { $0 + $1.luminance.squareRoot() }
                return pixels.isEmpty ? nil : sum / Double(pixels.count)
            }
        }
        let sorted = cells.compactMap { $0 }.sorted()
        let outliers = sorted.count / 50
        let low = sorted.isEmpty ? 0 : sorted[outliers]
        // What is all alike is not stretched to black and white.
        let span = sorted.isEmpty ? 1 : max(sorted[sorted.count - 1 - outliers] - low, 0.2)
        self.cells = cells.map { light in light.map { min(max(($0 - low) / span, 0), 1) } }
    }

    subscript(column: Int, row: Int) -> Double? { cells[row * width + column] }
}

/// How the places of tokens are coloured.
private struct Ink {
    let scale: MapScale?
    let colours: VectorColours?
    let removed: Set<Int>
    let marked: Set<Int>

    init(_ drawing: InputDrawing) {
        (scale, colours) = (drawing.scale, drawing.colours)
        (removed, marked) = (drawing.opened.input.removed, drawing.marked)
    }

    /// What is done to the source where a token is shown, or none.
    func stroke(_ token: Int?) -> Stroke {
        guard let token else { return Stroke(tint: .outside) }
        return Stroke(
            tint: colours.map { .colour($0.colour(token)) } ?? scale?.tint(token) ?? .none,
            isRemoved: removed.contains(token),
            isMarked: marked.contains(token)
        )
    }

    struct Stroke {
        var tint: Tint
        var isRemoved = false
        var isMarked = false

        /// A pixel of the source as it is shown; stripes where the token was removed.
        func colour(_ source: RGB, x: Int, y: Int) -> RGB {
            let colour = isRemoved ? RGB.removed(x: x, y: y) : tint(source)
            return isMarked ? colour.mixed(with: RGB(255, 255, 255), 0.5) : colour
        }
    }
}
