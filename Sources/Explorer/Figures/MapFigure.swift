public import Cells
import Explanation
public import Media
import Models
public import Numerics

/// A map as files and the command line show it.
public struct MapFigure: Sendable {
    /// What the numbers lie over.
    public enum Content: Sendable {
        /// An input: a number for each token.
        case input(OpenedMedium, Relevance)
        /// So many latents: a row for each that asks (or a single one), a column for each that is asked; of many latents,
        /// neighbours share a row and a column.
        case latents(Matrix, meaning: String, count: Int)
        /// How pixels of two pictures move.
        case flow(OpenedMedium, FlowField)
    }

    /// The input's name.
    public let name: String
    /// The map.
    public let content: Content
    /// What is shown, for a caption.
    public let title: String
    private let lens: Lens
    /// What the map is, for the numbers as JSON.
    let facts: [String: String]

    init(name: String, content: Content, title: String, lens: Lens, facts: [String: String]) {
        self.name = name
        self.content = content
        self.title = title
        self.lens = lens
        self.facts = facts
    }

    /// A map with the standard colours.
    ///
    /// - Parameter facts: what the map is, for the numbers as JSON.
    public init(name: String, content: Content, title: String, facts: [String: String] = [:]) {
        self.init(name: name, content: content, title: title, lens: Lens(), facts: facts)
    }

    /// Draws the map into cells of a width, with a legend; as many rows as it takes.
    public func canvas(width: Int, appearance: Appearance) -> Canvas {
        if case .flow(_, let field) = content { return canvas(field, width: width, appearance: appearance) }
        let relevance: Relevance
        var height = 24
        switch content {
        case .input(let opened, let numbers):
            relevance = numbers
            switch opened.exhibit {
            case .picture(_, let across, let down), .pair(_, _, let across, let down):
                height = min(40, max(4, (width * down / max(across, 1) + 1) / 2))
            case .sound: height = 20
            case .clip(let clip):
                height = min(40, max(4, (width * clip.height / max(clip.width, 1) + 1) / 2) + 6)
            case .text(let text, _):
                let lines = TextGeometry(text, opened.input, width: width, appearance: appearance).lineCount
                height = min(200, lines * (appearance.hasPictureColours ? 1 : 2))
            }
        case .latents(let values, let meaning, _):
            relevance = Relevance(values: values.elements, isSigned: false, meaning: meaning)
            height = values.rows == 1 ? 8 : min(30, width / 2)
        case .flow: return Canvas(Size(width: 0, height: 0))
        }
        var canvas = Canvas(Size(width: width, height: height + 2))
        let area = Rectangle(x: 0, y: 0, width: width, height: height)
        draw(relevance, in: area, appearance: appearance, on: &canvas)
        canvas.legend(
            MapScale(relevance, lens: lens),
            in: Rectangle(canvas.size),
            y: height + 1,
            appearance: appearance
        )
        return canvas
    }

    private func draw(
        _ relevance: Relevance,
        in area: Rectangle,
        appearance: Appearance,
        on canvas: inout Canvas
    ) {
        switch content {
        case .input(let opened, _):
            ExhibitDrawing(opened, relevance: relevance, lens: lens, appearance: appearance, cursor: nil)
                .draw(in: area, on: &canvas)
        case .latents(let values, let meaning, let count):
            let drawing = LatentDrawing(lens: lens, appearance: appearance, keyCursor: nil, meaning: meaning)
            if values.rows == 1 {
                drawing.drawStrip(values.elements, in: area, on: &canvas)
            } else {
                let map = AttentionMap(
                    layer: .selfAttention(0),
                    head: lens.head,
                    unit: lens.unit,
                    values: values,
                    queryCount: count
                )
                drawing.drawMatrix(map, in: area, on: &canvas)
            }
        case .flow: break
        }
    }

    private func canvas(_ field: FlowField, width: Int, appearance: Appearance) -> Canvas {
        let height = min(60, max(2, (width * field.height / field.width + 1) / 2))
        var canvas = Canvas(Size(width: width, height: height))
        let axes = (Axis(.x, edges: [0, Double(field.width)]), Axis(.y, edges: [0, Double(field.height)]))
        let layout = Layout(columns: axes.0, rows: axes.1)
        let geometry = GridGeometry(
            picture: field.width,
            field.height,
            layout: layout,
            in: Rectangle(canvas.size)
        )
        let drawing = FlowDrawing(field, appearance: appearance)
        let arrows = lens.hasArrows || !appearance.hasPictureColours
        drawing.draw(arrows: arrows, in: geometry, on: &canvas)
        return canvas
    }

    /// The map as a picture, without its legend: over a picture at screen resolution, otherwise with some
    /// pixels for each number.
    public func image() -> Image {
        switch content {
        case .input(let opened, let relevance):
            let scale = MapScale(relevance, lens: lens)
            switch opened.exhibit {
            case .picture(let thumbnail, let width, let height),
                .pair(let thumbnail, _, let width, let height):
                return blended(thumbnail, width, height, opened, scale)
            case .sound:
                let layout = opened.input.layout
                let removed = opened.input.removed
                return tiles(layout.columnCount, layout.rowCount, size: 8) { column, row in
                    let token = layout.token(column: column, row: layout.rowCount - 1 - row)
                    return removed.contains(token)
                        ? RGB.removed(x: column, y: row) : scale.palette(scale.share(token))
                }
            case .text: return folded(relevance.values.count, scale)
            case .clip:
                guard let pictures = opened.input.layout.pictures else {
                    return folded(relevance.values.count, scale)
                }
                // Frame beside frame.
                let (across, down) = (pictures.columnCount, pictures.rowCount)
                return tiles(across * pictures.frameCount, down, size: 2) { column, row in
                    let token = pictures.token(column: column % across, row: row, frame: column / across)
                    return scale.palette(scale.share(token))
                }
            }
        case .latents(let values, let meaning, _):
            let scale = MapScale(
                Relevance(values: values.elements, isSigned: false, meaning: meaning),
                lens: lens
            )
            return tiles(values.columns, values.rows, size: 8) {
                scale.palette(scale.share($1 * values.columns + $0))
            }
        case .flow(_, let field):
            let longest = max(FlowFacts(field).longest, 1e-9)
            return tiles(field.width, field.height, size: 1) { x, y in
                let (right, down) = field[x, y]
                return FlowDrawing.colour((Double(right), Double(down)), longest: longest)
            }
        }
    }

    /// Numbers one after the other, folded into lines.
    private func folded(_ count: Int, _ scale: MapScale) -> Image {
        let columns = min(64, count)
        return tiles(columns, (count + columns - 1) / columns, size: 12) { column, row in
            let token = row * columns + column
            return token < count ? scale.palette(scale.share(token)) : RGB(255, 255, 255)
        }
    }

    private func blended(
        _ thumbnail: Image,
        _ width: Int,
        _ height: Int,
        _ opened: OpenedMedium,
        _ scale: MapScale
    ) -> Image {
        let area = Rectangle(x: 0, y: 0, width: thumbnail.width, height: (thumbnail.height + 1) / 2)
        let geometry = GridGeometry(picture: width, height, layout: opened.input.layout, in: area)
        let size = geometry.pixels
        let picture = thumbnail.averaged(width: size.width, height: size.height)
        return tiles(size.width, size.height, size: 1) { x, y in
            let pixel = picture[x, y]
            let source = RGB(pixel.red, pixel.green, pixel.blue)
            guard let token = geometry.token(x: x, y: y) else { return source.desaturated.dimmed(to: 0.3) }
            if opened.input.removed.contains(token) { return RGB.removed(x: x, y: y) }
            return scale.blended(source, token: token, overlay: lens.overlay, strength: lens.strength)
        }
    }

    private func tiles(_ columns: Int, _ rows: Int, size: Int, colour: (Int, Int) -> RGB) -> Image {
        var pixels = [UInt8](repeating: 0, count: columns * rows * size * size * 3)
        for row in 0..<rows {
            for column in 0..<columns {
                let colour = colour(column, row)
                for y in row * size..<(row + 1) * size {
                    for x in column * size..<(column + 1) * size {
                        let place = (y * columns * size + x) * 3
                        (pixels[place], pixels[place + 1], pixels[place + 2]) = (
                            colour.red, colour.green, colour.blue
                        )
                    }
                }
            }
        }
        return Image(width: columns * size, height: rows * size, pixels: pixels)
    }
}
