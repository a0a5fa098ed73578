import Cells
import Explanation
import Media
import Models

/// Draws an input with a map over it, or without one.
struct ExhibitDrawing {
    let opened: OpenedMedium
    let scale: MapScale?
    let lens: Lens
    let appearance: Appearance
    /// The token to mark.
    let cursor: Int?
    /// The frame of a clip that is shown.
    let frame: Int
    /// Tokens that are marked to be removed.
    let marked: Set<Int>

    init(
        _ opened: OpenedMedium,
        relevance: Relevance?,
        lens: Lens,
        appearance: Appearance,
        cursor: Int?,
        frame: Int = 0,
        marked: Set<Int> = []
    ) {
        self.opened = opened
        scale = relevance.map { MapScale($0, lens: lens) }
        self.lens = lens
        self.appearance = appearance
        self.cursor = cursor
        self.frame = frame
        self.marked = marked
    }

    /// The same way of drawing for another input, without a map.
    func showing(_ other: OpenedMedium) -> ExhibitDrawing {
        ExhibitDrawing(
            other,
            relevance: nil,
            lens: lens,
            appearance: appearance,
            cursor: cursor,
            frame: frame
        )
    }

    /// Draws into an area.
    func draw(in area: Rectangle, on canvas: inout Canvas) {
        guard area.width > 0 && area.height > 0 else { return }
        switch opened.exhibit {
        case .picture(let thumbnail, _, _), .pair(let thumbnail, _, _, _):
            draw(thumbnail, geometry(in: area), on: &canvas)
        case .sound(let outline): draw(outline, in: area, on: &canvas)
        case .text(let text, _): TextDrawing(self, text).draw(in: area, on: &canvas)
        case .clip(let clip): drawClip(clip, in: area, on: &canvas)
        }
    }

    /// The token shown at a cell of the screen.
    func token(x: Int, y: Int, in area: Rectangle) -> Int? {
        switch opened.exhibit {
        case .picture, .pair, .sound: geometry(in: area).token(cellX: x, cellY: y)
        case .text(let text, _): TextDrawing(self, text).token(x: x, y: y, in: area)
        case .clip(let clip): token(x: x, y: y, clip, in: area)
        }
    }

    private func geometry(in area: Rectangle) -> GridGeometry {
        switch opened.exhibit {
        case .picture(_, let width, let height), .pair(_, _, let width, let height):
            GridGeometry(picture: width, height, layout: opened.input.layout, in: area)
        default:
            GridGeometry(
                spectrogramOf: opened.input.spectrogram?.bands ?? 1,
                layout: opened.input.layout,
                in: SpectrogramAxes(area).plot
            )
        }
    }

    // MARK: pictures

    func draw(_ thumbnail: Image, _ geometry: GridGeometry, on canvas: inout Canvas) {
        let image = thumbnail.averaged(width: geometry.pixels.width, height: geometry.pixels.height)
        draw(geometry, on: &canvas) { x, y in
            let pixel = image[x, y]
            return RGB(pixel.red, pixel.green, pixel.blue)
        }
    }

    /// Draws each pixel of a grid: the source's colour, with the map over it where the model looks.
    private func draw(_ geometry: GridGeometry, on canvas: inout Canvas, source: (Int, Int) -> RGB) {
        guard appearance.hasPictureColours else { return drawShades(geometry, on: &canvas, source: source) }
        var raster = Raster(width: geometry.pixels.width, height: geometry.pixels.height)
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                guard let token = strongest(geometry, x: x, y: y) else {
                    raster[x, y] = source(x, y).desaturated.dimmed(to: 0.3)
                    continue
                }
                raster[x, y] = colour(token, x: x, y: y, source: source(x, y))
            }
        }
        canvas.draw(raster, x: geometry.frame.x, y: geometry.frame.y, appearance: appearance)
        if appearance.depth == .indexed && lens.overlay == .map { drawRamp(geometry, on: &canvas) }
        mark(geometry, on: &canvas)
    }

    /// A token's pixel: the source with the map over it; stripes where the token was removed.
    private func colour(_ token: Int, x: Int, y: Int, source: RGB) -> RGB {
        var colour =
            scale?.blended(source, token: token, overlay: lens.overlay, strength: lens.strength) ?? source
        if opened.input.removed.contains(token) { colour = RGB.removed(x: x, y: y) }
        return marked.contains(token) ? colour.mixed(with: RGB(255, 255, 255), 0.5) : colour
    }

    /// Of the tokens that a pixel stands for the one that stands out most: a thin peak must not vanish.
    private func strongest(_ geometry: GridGeometry, x: Int, y: Int) -> Int? {
        guard let scale else { return geometry.token(x: x, y: y) }
        var best: (token: Int, strength: Double)?
        geometry.tokens(x: x, y: y) { token in
            guard token < scale.relevance.values.count else { return }
            let strength = scale.strength(token)
            if best.map({ strength > $0.strength }) ?? true { best = (token, strength) }
        }
        return best?.token
    }

    /// With 256 colours a map alone takes its palette's own ramp; what was removed or is marked stays as it is.
    private func drawRamp(_ geometry: GridGeometry, on canvas: inout Canvas) {
        guard let scale else { return }
        func colour(_ x: Int, _ y: Int) -> Colour? {
            guard let token = strongest(geometry, x: x, y: y), !opened.input.removed.contains(token),
                !marked.contains(token)
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
    private func drawShades(_ geometry: GridGeometry, on canvas: inout Canvas, source: (Int, Int) -> RGB) {
        for row in 0..<geometry.frame.height {
            for column in 0..<geometry.frame.width {
                let y = min(2 * row, geometry.pixels.height - 1)
                let light = source(column, y).luminance.squareRoot()
                var share = light
                if let scale, lens.overlay != .source, let token = strongest(geometry, x: column, y: y) {
                    share =
                        lens.overlay == .mask
                        ? (scale.isKept(token) ? max(light, 0.25) : 0) : scale.share(token)
                }
                var cell = Cell(appearance.shade(share))
                if let token = geometry.token(x: column, y: y) {
                    if opened.input.removed.contains(token) { cell = Cell("/") }
                    if marked.contains(token) { cell.style.attributes.insert(.reverse) }
                }
                canvas[geometry.frame.x + column, geometry.frame.y + row] = cell
            }
        }
        mark(geometry, on: &canvas)
    }

    private func mark(_ geometry: GridGeometry, on canvas: inout Canvas) {
        guard let cursor, cursor < opened.input.layout.count, geometry.contains(cursor) else { return }
        let (x, y) = geometry.cell(of: cursor)
        canvas.mark(x: x, y: y)
    }

    // MARK: sounds

    private func draw(_ outline: SoundOutline, in area: Rectangle, on canvas: inout Canvas) {
        guard let spectrogram = opened.input.spectrogram else { return }
        let axes = SpectrogramAxes(area)
        axes.draw(opened.input.layout, on: &canvas)
        let geometry = geometry(in: area)
        draw(geometry, on: &canvas) { x, y in
            let frames =
                x * spectrogram.frames
                / geometry.pixels.width..<max(
                    x * spectrogram.frames / geometry.pixels.width + 1,
                    (x + 1) * spectrogram.frames / geometry.pixels.width
                )
            let band = min(spectrogram.bands - 1, Int(geometry.source(x: x, y: y).y))
            let sum = frames.reduce(Float(0)) { $0 + spectrogram.values[band * spectrogram.frames + $1] }
            return RGB(grey: Double(sum) / Double(frames.count))
        }
    }
}

extension Canvas {
    /// Marks a cell by a cross that shows on any colour.
    mutating func mark(x: Int, y: Int) {
        var style = self[x, y].style
        if case .rgb(let red, let green, let blue) = style.background {
            style.foreground = RGB(red, green, blue).readable.colour
        } else {
            style.attributes.insert(.reverse)
        }
        style.attributes.insert(.bold)
        self[x, y] = Cell("+", style)
    }
}
