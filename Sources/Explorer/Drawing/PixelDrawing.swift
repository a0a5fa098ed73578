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
        var raster = Raster(width: geometry.pixels.width, height: geometry.pixels.height)
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

    /// Without colours a cell has one shade: the map's, or the source's where no map is wanted.
    private func drawShades(on canvas: inout Canvas) {
        for row in 0..<geometry.frame.height {
            for column in 0..<geometry.frame.width {
                let lines = [2 * row, 2 * row + 1].filter { $0 < geometry.pixels.height }
                guard let source = lines.lazy.compactMap({ source(column, $0) }).first else { continue }
                let token = lines.lazy.compactMap { self.token(column, $0) }.first
                var cell = Cell(appearance.shade(share(token, source)))
                if let token {
                    if drawing.opened.input.removed.contains(token) { cell = Cell("/") }
                    if drawing.marked.contains(token) { cell.style.attributes.insert(.reverse) }
                }
                canvas[geometry.frame.x + column, geometry.frame.y + row] = cell
            }
        }
    }

    private func share(_ token: Int?, _ source: RGB) -> Double {
        let light = source.luminance.squareRoot()
        guard let token, let scale, drawing.lens.overlay != .source else { return light }
        let share =
            drawing.lens.overlay == .mask
            ? (scale.isKept(token) ? max(light, 0.25) : 0) : scale.share(token)
        return max(share, leastShade)
    }
}

/// How the places of tokens are coloured.
private struct Ink {
    let scale: MapScale?
    let lens: Lens
    let removed: Set<Int>
    let marked: Set<Int>

    init(_ drawing: InputDrawing) {
        (scale, lens) = (drawing.scale, drawing.lens)
        (removed, marked) = (drawing.opened.input.removed, drawing.marked)
    }

    /// What is done to the source where a token is shown, or none.
    func stroke(_ token: Int?) -> Stroke {
        guard let token else { return Stroke(tint: .mixture(RGB(0, 0, 0), 0.7)) }
        return Stroke(
            tint: scale?.tint(token, overlay: lens.overlay, strength: lens.strength) ?? .none,
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
