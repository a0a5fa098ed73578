import Cells
import Explanation
import Models
import Numerics

/// The maps over the input, of all latents or where tokens ask of these, as thumbnails beside the input itself.
///
/// Of a text each has a list of the words that it reads most.
enum SheetView {
    /// A place of the sheet, and who asks there; the first place has the input.
    private struct Place {
        let asker: Int?
        let cell: Rectangle

        /// What lies below the title.
        var picture: Rectangle { cell.inset(top: 1, right: 1) }
    }

    /// The number of columns on the present screen.
    static func columns(_ explorer: Explorer) -> Int {
        guard case .sheet(let state) = explorer.screen else { return 1 }
        return grid(explorer, state, in: explorer.body).columns
    }

    private static func grid(_ explorer: Explorer, _ state: SheetState, in area: Rectangle) -> SheetGrid {
        SheetGrid(
            explorer.sheetCount(state) + 1,
            listsWords: explorer.current?.opened.map(SheetWords.areListed) ?? false,
            in: inner(area).maps
        )
    }

    /// Where the places are, and the line that says what their titles tell.
    private static func inner(_ area: Rectangle) -> (maps: Rectangle, legend: Rectangle) {
        let (rest, bottom) = area.inset(left: 1, top: 1, right: 1, bottom: 1).splitBottom(1)
        return (rest, bottom)
    }

    /// Draws the page; a click on a thumbnail chooses its latent, and on the chosen one shows its map.
    static func draw(_ explorer: Explorer, _ state: SheetState, in area: Rectangle, on canvas: inout Canvas)
        -> [Region]
    {
        let page = Region(area, turn: { $0.moveInSheet(0, $1) })
        canvas.frame(area, title: title(explorer, state, width: area.width - 4), focused: true)
        guard let input = explorer.current, let opened = input.opened else { return [page] }
        let (inner, legend) = inner(area)
        guard let map = explorer.shownSheet(state, input)?.map else {
            canvas.paragraph("Computing the maps of all \(explorer.askerWord)s…", in: inner, style: .dim)
            return [page]
        }
        let facts = SheetFacts(explorer, input, map)
        let grid = grid(explorer, state, in: area)
        let places = places(explorer, state, input, map, grid, in: inner)
        let count = shownNumbers(facts, map, places)
        canvas.line(facts.legend(numbers: count, width: legend.width), in: legend, y: legend.y, style: .dim)
        let words = SheetWords(explorer, opened, map)
        let size = places.first?.picture ?? inner
        let thumbnail = Thumbnail(map.layout, explorer, width: size.width, height: size.height)
        for place in places {
            guard let asker = place.asker, let row = map.row(ofQuery: asker) else {
                let frame = words == nil ? thumbnail.frame(in: place.picture) : place.picture
                drawInput(explorer, input, opened, in: place, frame, on: &canvas)
                continue
            }
            let scale = MapScale(facts.relevance(row), lens: explorer.lens)
            drawTitle(asker, row, facts, scale, in: place.cell, on: &canvas)
            if let words {
                words.draw(scale, in: place.picture, on: &canvas)
            } else {
                thumbnail.draw(scale, explorer, in: place.picture, on: &canvas)
            }
        }
        return [page] + places.compactMap(region)
    }

    /// The places that are seen: if not all fit, those around the chosen one.
    private static func places(
        _ explorer: Explorer,
        _ state: SheetState,
        _ input: Input,
        _ map: PooledMap,
        _ grid: SheetGrid,
        in area: Rectangle
    ) -> [Place] {
        let latents = explorer.sheetOrder(state.order, input).filter { map.row(ofQuery: $0) != nil }
        let visible = Rectangle(
            x: area.x,
            y: area.y,
            width: area.width,
            height: max(1, area.height / grid.cell.height)
        )
        let chosen = latents.firstIndex(of: explorer.lens.latent) ?? 0
        let window = ScrolledList(grid.rows, cursor: (chosen + 1) / grid.columns, in: visible)
        let seen = ([nil] + latents.map { $0 }).dropFirst(window.first * grid.columns)
            .prefix(window.rows.count * grid.columns)
        return seen.enumerated().map { place, asker in
            let cell = Rectangle(
                x: area.x + place % grid.columns * grid.cell.width,
                y: area.y + place / grid.columns * grid.cell.height,
                width: grid.cell.width,
                height: grid.cell.height
            )
            return Place(asker: asker, cell: cell)
        }
        .filter { $0.cell.y + $0.cell.height <= area.y + area.height }
    }

    private static func region(_ place: Place) -> Region? {
        guard let asker = place.asker else { return nil }
        return Region(
            place.cell,
            click: { explorer, _, _ in
                if explorer.lens.latent == asker {
                    explorer.press(.enter)
                } else {
                    explorer.lens.latent = asker
                }
            }
        )
    }

    /// What is shown and in which order; where that is too long without what the page says anyway.
    private static func title(_ explorer: Explorer, _ state: SheetState, width: Int) -> String {
        let all = "All \(explorer.askerWord)s"
        guard let input = explorer.current else { return all }
        let wanted = explorer.sheetQuestion(input)
        let shown = explorer.shownSheet(state, input)?.question ?? wanted
        let layer = explorer.readyModel.map { $0.layers[SheetQuestion.layer(shown.layer, of: $0)] }
        let head = shown.head.among(heads: layer?.heads ?? 1)
        let ordered =
            switch explorer.shownOrder(state.order, input) {
            case .number: ""
            case .decoder: ", by decoder weight for \(input.found?.name ?? "the answer")"
            case .focus: ", by concentration"
            case .effect: ", by effect"
            }
        let scale = "each on its own scale"
        let headWords = "head \(head.name)"
        let own = head == HeadChoice.usual.among(heads: layer?.heads ?? 1) ? nil : headWords
        let unit = (shown.part.map { "score from \($0.rawValue)" } ?? shown.unit.rawValue) + ordered
        let forms = [
            [all, layer?.name, headWords, unit, scale], [all, layer?.name, headWords, unit],
            [all, layer?.name, own, unit], [all, own, unit],
        ]
        let mark = shown == wanted ? "" : " …"
        let dot = " \(explorer.appearance.dot) "
        return Reading.longest(forms.map { $0.compactMap { $0 }.joined(separator: dot) + mark }, width: width)
    }

    // MARK: one place

    /// The input itself, as large as the maps beside it.
    private static func drawInput(
        _ explorer: Explorer,
        _ input: Input,
        _ opened: OpenedMedium,
        in place: Place,
        _ frame: Rectangle,
        on canvas: inout Canvas
    ) {
        canvas.line("input", in: place.cell.inset(right: 1), y: place.cell.y, style: .dim)
        InputDrawing(
            opened,
            relevance: nil,
            lens: explorer.lens,
            appearance: explorer.appearance,
            cursor: nil,
            frame: input.frame,
            extras: .none
        )
        .draw(in: frame, on: &canvas)
    }

    /// The most numbers that a title has.
    private static func shownNumbers(_ facts: SheetFacts, _ map: PooledMap, _ places: [Place]) -> Int {
        places.compactMap { place in
            guard let asker = place.asker, let row = map.row(ofQuery: asker) else { return nil }
            return facts.shownNumbers(asker, row, width: titleWidth(asker, facts, in: place.cell))
        }
        .max() ?? 0
    }

    /// The cells for who asks and its numbers.
    private static func titleWidth(_ asker: Int, _ facts: SheetFacts, in place: Rectangle) -> Int {
        let extra = facts.unplaced.reduce(0) { $0 + $1.count + Glyphs.width(of: $1.name) + 1 }
        return place.inset(right: 1).width - (asker == facts.explorer.lens.latent ? 1 : 0) - extra
    }

    /// Who asks with its numbers, and to the right the cells of those tokens that have no place in the map.
    private static func drawTitle(
        _ asker: Int,
        _ row: Int,
        _ facts: SheetFacts,
        _ scale: MapScale,
        in place: Rectangle,
        on canvas: inout Canvas
    ) {
        let line = place.inset(right: 1)
        let isChosen = asker == facts.explorer.lens.latent
        let title =
            (isChosen ? ">" : "") + facts.title(asker, row, width: titleWidth(asker, facts, in: place))
        canvas.line(title, in: line, y: line.y, style: isChosen ? .reverse : .dim)
        var end = line.x + line.width
        for section in facts.unplaced.reversed() {
            let room = end - section.count - (line.x + Glyphs.width(of: title) + 1)
            guard room >= 0 else { return }
            end -= section.count
            for (column, token) in section.tokens.enumerated() {
                canvas[end + column, line.y] = canvas.appearance.barCell(scale.share(token), scale)
            }
            guard room > Glyphs.width(of: section.name) else { continue }
            end -= Glyphs.width(of: section.name) + 1
            canvas.write(section.name, x: end, y: line.y, style: .dim)
        }
    }
}
