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
        /// Latents: a row for each that asks, a column for each that is asked.
        case latents(Matrix, meaning: String)
    }

    /// The input's name.
    public let name: String
    /// The map.
    public let content: Content
    /// What is shown, for a caption.
    public let title: String
    private let lens: Lens

    init(name: String, content: Content, title: String, lens: Lens) {
        self.name = name
        self.content = content
        self.title = title
        self.lens = lens
    }

    /// A map with the standard colours.
    public init(name: String, content: Content, title: String) {
        self.init(name: name, content: content, title: title, lens: Lens())
    }

    /// Draws the map into cells of a width, with a legend; as many rows as it takes.
    public func canvas(width: Int, appearance: Appearance) -> Canvas {
        let relevance: Relevance
        var height = 24
        switch content {
        case .input(let opened, let numbers):
            relevance = numbers
            switch opened.exhibit {
            case .picture(_, let across, let down):
                height = min(40, max(4, (width * down / max(across, 1) + 1) / 2))
            case .sound: height = 20
            case .text(let text, _):
                let lines = TextGeometry(text, width: width, breakMark: "$").lineCount
                height = min(200, lines * (appearance.hasPictureColours ? 1 : 2))
            }
        case .latents(let values, let meaning):
            relevance = Relevance(values: values.elements, isSigned: false, meaning: meaning)
            height = values.rows == 1 ? 8 : min(30, width / 2)
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
        case .latents(let values, let meaning):
            let drawing = LatentDrawing(lens: lens, appearance: appearance, keyCursor: nil, meaning: meaning)
            if values.rows == 1 {
                drawing.drawStrip(values.elements, in: area, on: &canvas)
            } else {
                drawing.drawMatrix(values, in: area, on: &canvas)
            }
        }
    }

    /// The map as a picture, without its legend: over a picture at screen resolution, otherwise with some
    /// pixels for each number.
    public func image() -> Image {
        switch content {
        case .input(let opened, let relevance):
            let scale = MapScale(relevance, lens: lens)
            switch opened.exhibit {
            case .picture(let thumbnail, let width, let height):
                return blended(thumbnail, width, height, opened, scale)
            case .sound:
                let layout = opened.input.layout
                return tiles(layout.columnCount, layout.rowCount, size: 8) { column, row in
                    scale.palette(scale.share(layout.token(column: column, row: layout.rowCount - 1 - row)))
                }
            case .text:
                let count = relevance.values.count
                let columns = min(64, count)
                return tiles(columns, (count + columns - 1) / columns, size: 12) { column, row in
                    let token = row * columns + column
                    return token < count ? scale.palette(scale.share(token)) : RGB(255, 255, 255)
                }
            }
        case .latents(let values, let meaning):
            let scale = MapScale(
                Relevance(values: values.elements, isSigned: false, meaning: meaning),
                lens: lens
            )
            return tiles(values.columns, values.rows, size: 8) {
                scale.palette(scale.share($1 * values.columns + $0))
            }
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
