import Cells
import Explanation
import Models
import Numerics

/// One layer of the overview: its name, and a thumbnail for each head with its number above.
struct OverviewRow {
    let explorer: Explorer
    let layout: Layout
    let row: Overview.Row
    /// The head that is chosen, if one of this layer's is.
    let chosenHead: Int?
    /// The cells that names take.
    let names: Int
    /// The cells that a thumbnail takes.
    let cell: Int
    let area: Rectangle

    /// Draws the row, and says what clicks on thumbnails do.
    func draw(layer: Int, on canvas: inout Canvas) -> [Region] {
        let isChosen = chosenHead != nil
        canvas.write(
            explorer.appearance.fitted(row.layer, width: names - 1),
            x: area.x,
            y: area.y,
            style: isChosen ? .bold : .plain,
            limit: names
        )
        var regions: [Region] = []
        for (head, picture) in row.heads.enumerated() {
            let place = Rectangle(
                x: area.x + names + head * cell,
                y: area.y,
                width: cell,
                height: area.height
            )
            guard place.x + place.width <= area.x + area.width else { break }
            let isOwn = head == chosenHead
            let title = isOwn ? ">\(head)" : "\(head)"
            canvas.write(title, x: place.x, y: place.y, style: isOwn ? .reverse : .dim, limit: cell - 1)
            draw(picture, in: place.inset(top: 1, right: 1), on: &canvas)
            regions.append(region(layer, head, isOwn, place))
        }
        return regions
    }

    private func region(_ layer: Int, _ head: Int, _ isChosen: Bool, _ place: Rectangle) -> Region {
        Region(
            place,
            click: { explorer, _, _ in
                if isChosen { return explorer.press(.enter) }
                explorer.changeOverview { ($0.layer, $0.head) = (layer, head) }
            }
        )
    }

    private func draw(_ picture: Overview.Picture, in area: Rectangle, on canvas: inout Canvas) {
        guard area.width > 0 && area.height > 0 else { return }
        let scale = MapScale(picture.relevance(over: layout), lens: explorer.lens)
        switch picture {
        case .overInput:
            let thumbnail = Thumbnail(layout, explorer, width: area.width, height: area.height)
            thumbnail.draw(scale, explorer, in: area, on: &canvas)
        case .strip(let numbers): drawBars(numbers, scale, in: area, on: &canvas)
        case .matrix(let matrix): draw(matrix, scale, in: area, on: &canvas)
        }
    }

    /// A bar for each number, or for the largest of neighbours.
    private func drawBars(
        _ numbers: [Float],
        _ scale: MapScale,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let columns = min(area.width, numbers.count)
        for column in 0..<columns {
            let share = Self.part(column, of: columns, numbers.count).map(scale.share).max() ?? 0
            let colour =
                explorer.appearance.hasPictureColours
                ? scale.palette.colour(max(0.25, share), depth: explorer.appearance.depth) : .standard
            for step in 0..<area.height {
                let filled = share * Double(area.height) - Double(step)
                guard filled > 0.06 else { break }
                let cell = Cell(explorer.appearance.bar(min(1, filled)), Style(colour))
                canvas[area.x + column, area.y + area.height - 1 - step] = cell
            }
        }
    }

    /// A matrix, each pixel the largest of the numbers that it stands for.
    private func draw(_ matrix: Matrix, _ scale: MapScale, in area: Rectangle, on canvas: inout Canvas) {
        let isColoured = explorer.appearance.hasPictureColours
        let density = isColoured ? explorer.appearance.density : .halves
        let (down, across) = isColoured ? (density.y, density.x) : (1, 1)
        // As wide as high, in cells that are twice as high as wide.
        let columns = min(area.width, 2 * area.height) * across
        var raster = Raster(width: columns, height: area.height * down, density: density)
        for y in 0..<area.height * down {
            for x in 0..<columns {
                let share = largest(matrix, scale, x: x, y: y, of: (columns, area.height * down))
                if isColoured {
                    raster[x, y] = scale.palette.level(share)
                } else {
                    canvas[area.x + x, area.y + y] = Cell(explorer.appearance.shade(share))
                }
            }
        }
        if isColoured { canvas.draw(raster, x: area.x, y: area.y) }
    }

    private func largest(
        _ matrix: Matrix,
        _ scale: MapScale,
        x: Int,
        y: Int,
        of size: (columns: Int, rows: Int)
    ) -> Double {
        var most = 0.0
        for row in Self.part(y, of: size.rows, matrix.rows) {
            for column in Self.part(x, of: size.columns, matrix.columns) {
                most = max(most, scale.share(row * matrix.columns + column))
            }
        }
        return most
    }

    /// The numbers that a place of several stands for.
    private static func part(_ place: Int, of places: Int, _ count: Int) -> Range<Int> {
        let from = min(place * count / places, count - 1)
        return from..<max(from + 1, min(count, (place + 1) * count / places))
    }
}

extension Overview.Picture {
    /// The numbers as colours are made for them: over the input for tokens that have a place.
    func relevance(over layout: Layout) -> Relevance {
        let isOverInput = if case .overInput = self { true } else { false }
        return Relevance(
            values: numbers,
            isSigned: false,
            meaning: "",
            own: isOverInput ? layout.leadingUnplaced : 0..<0
        )
    }
}
