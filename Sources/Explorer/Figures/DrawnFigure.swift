public import Cells
public import Explanation
public import Media
import Models

/// A figure as it is drawn: in cells, or as a picture.
public struct DrawnFigure: Sendable {
    /// What is drawn.
    public let figure: Figure
    private let lens: Lens

    init(_ figure: Figure, lens: Lens) {
        self.figure = figure
        self.lens = lens
    }

    /// A figure with the standard colours.
    public init(_ figure: Figure) { self.init(figure, lens: Lens()) }

    /// Draws the map into cells of a width, with a legend; as many rows as it takes.
    public func canvas(width: Int, appearance: Appearance) -> Canvas {
        switch figure.content {
        case .flow(let field): return canvas(field, width: width, appearance: appearance)
        case .map(let answer): return canvas(answer, width: width, appearance: appearance)
        }
    }

    private func canvas(_ answer: MapAnswer, width: Int, appearance: Appearance) -> Canvas {
        let height = height(answer, width: width, appearance: appearance)
        var canvas = Canvas(Size(width: width, height: height + 2), appearance)
        let area = Rectangle(x: 0, y: 0, width: width, height: height)
        var shared: String?
        switch answer.content {
        case .overInput(let ranked):
            let drawing = drawing(ranked.relevance, appearance)
            drawing.draw(in: area, on: &canvas)
            shared = drawing.shared(in: area)
        case .strip(let values):
            let drawing = LatentDrawing(answer, lens: lens, appearance: appearance)
            drawing.drawStrip(values, in: area, on: &canvas)
            shared = drawing.shared(values, in: area)
        case .matrix(let matrix):
            let drawing = LatentDrawing(answer, lens: lens, appearance: appearance)
            drawing.drawMatrix(matrix, in: area, on: &canvas)
            shared = drawing.shared(matrix, in: area)
        }
        canvas.legend(
            MapScale(answer.relevance, lens: lens),
            sides: answer.sides,
            strongestOf: shared,
            in: Rectangle(canvas.size),
            y: height + 1
        )
        return canvas
    }

    /// As many rows as the map takes in a width.
    private func height(_ answer: MapAnswer, width: Int, appearance: Appearance) -> Int {
        func fitted(_ across: Int, _ down: Int) -> Int {
            min(40, max(4, (width * down / max(across, 1) + 1) / 2))
        }
        switch answer.content {
        case .strip: return 8
        case .matrix: return min(30, width / 2)
        case .overInput: break
        }
        let opened = figure.opened
        if opened.input.layout.placed.points != nil { return 24 }
        switch opened.outline {
        case .picture(_, let across, let down), .pair(_, _, let across, let down): return fitted(across, down)
        case .sound: return 20
        case .clip(let clip): return fitted(clip.width, clip.height) + 6
        case .text(let text, _):
            let lines = TextGeometry(text, opened.input, width: width, appearance: appearance).lineCount
            return min(200, lines * (appearance.hasPictureColours ? 1 : 2))
        }
    }

    private func drawing(_ relevance: Relevance, _ appearance: Appearance) -> InputDrawing {
        InputDrawing(figure.opened, relevance: relevance, lens: lens, appearance: appearance, cursor: nil)
    }

    private func canvas(_ field: FlowField, width: Int, appearance: Appearance) -> Canvas {
        let height = min(60, max(2, (width * field.height / field.width + 1) / 2))
        var canvas = Canvas(Size(width: width, height: height), appearance)
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
        switch figure.content {
        case .flow(let field):
            let drawing = FlowDrawing(field, appearance: Appearance(depth: .full, ascii: false))
            return tiles(field.width, field.height, size: 1, colour: drawing.colour)
        case .map(let answer):
            let scale = MapScale(answer.relevance, lens: lens)
            switch answer.content {
            case .overInput(let ranked): return image(ranked.relevance)
            case .strip(let values):
                return tiles(values.count, 1, size: 8) { column, _ in scale.palette(scale.share(column)) }
            case .matrix(let matrix):
                return tiles(matrix.values.columns, matrix.values.rows, size: 8) {
                    scale.palette(scale.share($1 * matrix.values.columns + $0))
                }
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

    private func image(_ relevance: Relevance) -> Image {
        let (opened, scale) = (figure.opened, MapScale(relevance, lens: lens))
        let (layout, drawing) = (
            opened.input.layout, drawing(relevance, Appearance(depth: .full, ascii: false))
        )
        if let points = layout.placed.points {
            let area = Rectangle(x: 0, y: 0, width: 384, height: 192)
            let geometry = PointGeometry(points, first: layout.placed.first, in: area)
            return image(PixelDrawing(drawing, geometry, source: geometry.source), geometry.pixels)
        }
        switch opened.outline {
        case .picture(let thumbnail, let width, let height), .pair(let thumbnail, _, let width, let height):
            let area = Rectangle(x: 0, y: 0, width: thumbnail.width, height: (thumbnail.height + 1) / 2)
            let geometry = GridGeometry(picture: width, height, layout: layout, in: area)
            return image(drawing.pixels(thumbnail, geometry), geometry.pixels)
        case .sound:
            let removed = opened.input.removed
            return tiles(layout.columnCount, layout.rowCount, size: 8) { column, row in
                let token = layout.token(column: column, row: layout.rowCount - 1 - row)
                return removed.contains(token)
                    ? RGB.removed(x: column, y: row) : scale.palette(scale.share(token))
            }
        case .text: return folded(relevance.values.count, scale)
        case .clip:
            guard let pictures = layout.pictures else { return folded(relevance.values.count, scale) }
            // Frame beside frame.
            let (across, down) = (pictures.columnCount, pictures.rowCount)
            return tiles(across * pictures.frameCount, down, size: 2) { column, row in
                let token = pictures.token(column: column % across, row: row, frame: column / across)
                return scale.palette(scale.share(token))
            }
        }
    }

    /// The pixels as a screen shows them; white where nothing is.
    private func image<Place: PixelGeometry>(
        _ drawing: PixelDrawing<Place>,
        _ size: (width: Int, height: Int)
    ) -> Image {
        let raster = drawing.raster
        return tiles(size.width, size.height, size: 1) { x, y in raster[x, y] ?? RGB(255, 255, 255) }
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
