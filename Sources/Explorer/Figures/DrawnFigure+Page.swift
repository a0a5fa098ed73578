import Cells
import Explanation
import Media
import Models

extension DrawnFigure {
    /// The figure on a page, with axes, the colours with their numbers, and what is said of it.
    ///
    /// - Parameter picture: the whole picture that the map lies over; without it the small one for screens is shown.
    package func page(picture: Image? = nil) -> Plate {
        let theme = PlateTheme(background)
        return FigurePage(figure, scale, theme: theme).plate(plate(picture: picture, theme))
    }

    /// How numbers become colours; `nil` of a flow.
    private var scale: MapScale? {
        guard case .map(let answer) = figure.content else { return nil }
        return MapScale(answer.relevance, lens: lens, sharing: sharing)
    }

    /// What is drawn with its axes, and beside it the colours with their numbers.
    func plate(picture: Image?, _ theme: PlateTheme, hasColours: Bool = true) -> Plate {
        var content = content(picture, theme)
        guard hasColours, let scale, case .map(let answer) = figure.content else { return content }
        if scale.overlay == .blend || scale.overlay == .map || !answer.isOverInput {
            let bar = Plate.colours(scale, height: min(240, max(72, content.height - 50)), theme)
            content.add(bar, x: content.width + 10, y: 20)
        }
        return content
    }

    /// What the map lies over, or is.
    private func content(_ picture: Image?, _ theme: PlateTheme) -> Plate {
        switch figure.content {
        case .flow(let field): return Self.plate(field, theme)
        case .map(let answer):
            switch answer.content {
            case .overInput(let ranked):
                let appearance = Appearance(depth: .full, ascii: false, background: background)
                let drawing = drawing(answer, ranked.relevance, appearance)
                return InputPlate(drawing: drawing, theme: theme, picture: picture, longest: longestPicture)
                    .plate
            case .strip(let values): return Self.plate(values, answer, lens, theme)
            case .matrix(let matrix): return Self.plate(matrix, answer, lens, theme)
            }
        }
    }

    // MARK: what has no place in the input

    /// A bar for each number.
    private static func plate(_ values: [Float], _ answer: MapAnswer, _ lens: Lens, _ theme: PlateTheme)
        -> Plate
    {
        let scale = MapScale(answer.relevance, lens: lens)
        let (width, height) = (min(960, max(360, Double(values.count) * 12)), 200.0)
        let ticks = scale.marks(isASCII: false).map { PlateAxis.Tick(place: 1 - $0.share, label: $0.label) }
        let keys = PlateAxis.numbers(answer.keys.askerWord, of: values.count, atMost: 16)
        return Plate.panel(width, height, left: PlateAxis(answer.quantity, ticks), bottom: keys, theme) {
            plate,
            box in
            let room = box.width / Double(max(1, values.count))
            for place in values.indices {
                let share = scale.share(place)
                let bar = Plate.Box(
                    x: box.x + Double(place) * room,
                    y: box.y + box.height * (1 - share),
                    width: max(0.5, room * 0.8),
                    height: box.height * share
                )
                plate.fill(bar, scale.palette.level(max(share, 0.25)))
            }
        }
    }

    /// How long a side with a number of cells is, which are larger where there are few.
    private static func side(_ count: Int) -> Double { Double(count * max(1, min(12, 480 / max(1, count)))) }

    /// A cell for each pair of a query and a key.
    private static func plate(
        _ matrix: PooledMatrix,
        _ answer: MapAnswer,
        _ lens: Lens,
        _ theme: PlateTheme
    ) -> Plate {
        let scale = MapScale(answer.relevance, lens: lens)
        let (rows, columns) = (matrix.values.rows, matrix.values.columns)
        let (width, height) = (side(columns), side(rows))
        let word = answer.keys.askerWord
        let asker = answer.queries == .outputs ? "query" : answer.queries.askerWord
        let queries = PlateAxis.numbers("\(asker) that asks", of: matrix.queryCount, atMost: Int(height / 24))
        {
            matrix.queries[$0]
        }
        let keys = PlateAxis.numbers("\(word) that is asked", of: matrix.keyCount, atMost: Int(width / 36)) {
            matrix.keys[$0]
        }
        return Plate.panel(width, height, left: queries, bottom: keys, theme) { plate, box in
            plate.cells(columns, rows, in: box) { scale.palette(scale.share($1 * columns + $0)) }
        }
    }

    /// A flow in colours, beside the colours of all directions.
    private static func plate(_ field: FlowField, _ theme: PlateTheme) -> Plate {
        let drawing = FlowDrawing(field, appearance: Appearance(depth: .full, ascii: false))
        let size = (Double(field.width), Double(field.height))
        let (rows, columns) = (
            PlateAxis(pixels: "y", field.height, size.1), PlateAxis(pixels: "x", field.width, size.0)
        )
        var plate = Plate.panel(size.0, size.1, left: rows, bottom: columns, theme) { plate, box in
            plate.add(.image(Image(field.width, field.height, drawing.colour), box))
        }
        let side = 72
        let wheel = Image(side, side) { x, y in
            let flow = (Double(2 * x + 1 - side) / Double(side), Double(2 * y + 1 - side) / Double(side))
            let isInside = flow.0 * flow.0 + flow.1 * flow.1 <= 1
            return isInside ? FlowDrawing.colour(flow, longest: 1) : theme.paper
        }
        let left = plate.width + 6
        plate.add(.image(wheel, Plate.Box(x: left, y: 20, width: Double(side), height: Double(side))))
        plate.grow(width: left + Double(side) + 60, height: 140)
        for (line, text) in ["direction;", "at the rim", "\(Numbers.short(drawing.longest)) px"].enumerated()
        {
            let place = Plate.Point(x: left, y: 110 + Double(line) * 14)
            plate.write(Plate.Lettering(text: text, place: place, size: Plate.small, colour: theme.faint))
        }
        return plate
    }
}

extension MapAnswer {
    fileprivate var isOverInput: Bool { if case .overInput = content { true } else { false } }
}

extension Plate {
    /// The most cells that are rectangles of their own.
    private static let mostCells = 4096

    /// Equal cells that fill a box, as rectangles where they are few.
    mutating func cells(_ columns: Int, _ rows: Int, in box: Box, _ colour: (Int, Int) -> RGB) {
        guard columns * rows <= Self.mostCells else {
            return add(.image(Image(columns, rows, colour), box))
        }
        let (width, height) = (box.width / Double(columns), box.height / Double(rows))
        for row in 0..<rows {
            for column in 0..<columns {
                let place = Box(
                    x: box.x + Double(column) * width,
                    y: box.y + Double(row) * height,
                    width: width,
                    height: height
                )
                fill(place, colour(column, row))
            }
        }
    }
}

extension Image {
    /// A picture whose pixels have the colours of their places.
    init(_ width: Int, _ height: Int, _ colour: (Int, Int) -> RGB) {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                let colour = colour(x, y)
                pixels += [colour.red, colour.green, colour.blue]
            }
        }
        self.init(width: width, height: height, pixels: pixels)
    }
}
