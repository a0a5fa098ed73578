import Cells
import Explanation
import Models
import Numerics

/// A row of thumbnails for each layer, one for each head, and beside it how the layer changes the latents.
enum OverviewView {
    /// Where the rows lie: in two columns where there is room for that.
    private struct Places {
        private let rows: ScrolledList
        private let area: Rectangle
        private let columns: Int
        private let rowHeight: Int
        /// The cells that a thumbnail takes.
        let cell: Int
        let names: Int
        /// The cells that changes take, right of the thumbnails.
        private let beside: Int
        private let heads: Int

        /// The cells of a row's changes, and the fewest and the most lines of a row.
        private static let (besides, lowest, highest) = (24, 4, 10)

        init(_ overview: Overview, chosen: Int, hasChanges: Bool, in area: Rectangle) {
            let count = overview.rows.count
            self.area = area
            names = min(12, 1 + (overview.rows.map { Glyphs.width(of: $0.layer) }.max() ?? 0))
            heads = max(1, overview.rows.map(\.heads.count).max() ?? 1)
            beside = hasChanges && area.width >= 60 ? Self.besides : 0
            let isWide = area.width / 2 >= names + heads * 8 + beside + 2
            let half = (count + 1) / 2
            columns =
                isWide && count * Self.lowest > area.height / 2 && half * Self.lowest <= area.height ? 2 : 1
            let each = columns == 2 ? half : count
            rowHeight = min(max(area.height / max(1, each), Self.lowest), Self.highest, max(2, area.height))
            let lines = max(1, area.height / rowHeight)
            rows = ScrolledList(
                count,
                cursor: chosen,
                in: Rectangle(x: area.x, y: area.y, width: area.width / columns, height: lines * columns)
            )
            let room = (area.width / columns - names - beside - 2) / heads
            // As wide as a square is, and never so wide that a head is not seen.
            cell = max(2, min(room, 2 * (rowHeight - 1) + 2))
        }

        /// The rows that are seen.
        var seen: Range<Int> { rows.rows }

        /// The place of a row's name and thumbnails, and of its changes.
        func place(of row: Int) -> (thumbnails: Rectangle, changes: Rectangle?) {
            let lines = max(1, area.height / rowHeight)
            let (column, line) = (row - rows.first).quotientAndRemainder(dividingBy: lines)
            let width = area.width / columns
            let left = Rectangle(
                x: area.x + column * width,
                y: area.y + line * rowHeight,
                width: width - beside,
                height: rowHeight
            )
            guard beside > 0 else { return (left, nil) }
            let end = min(names + heads * cell + 1, left.width)
            let right = Rectangle(x: left.x + end, y: left.y, width: beside - 2, height: rowHeight)
            return (left, right)
        }
    }

    /// Draws the page; a click on a thumbnail chooses it, and on the chosen one opens it.
    static func draw(
        _ explorer: Explorer,
        _ state: OverviewState,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        if state.page == .tokens { return TokensView.draw(explorer, state, in: area, on: &canvas) }
        let page = Region(area, turn: { $0.moveInOverview(0, $1) })
        let title = "Overview \(explorer.appearance.dot) layers down, heads across"
        let inner = canvas.frame(area, title: title, focused: true).inset(left: 1, right: 1)
        guard let input = explorer.current, let opened = input.opened,
            let overview = explorer.shownOverview(state, input), !overview.rows.isEmpty
        else {
            canvas.paragraph("Computing all layers and heads…", in: inner, style: .dim)
            return [page]
        }
        let (upper, info) = inner.splitBottom(min(2, inner.height / 4))
        let chosen = min(state.layer, overview.rows.count - 1)
        let places = Places(overview, chosen: chosen, hasChanges: explorer.hasLatents, in: upper)
        let changes = explorer.ledger[LatentChangesQuestion(input.subject)]
        var regions: [Region] = []
        for row in places.seen {
            let place = places.place(of: row)
            let drawing = OverviewRow(
                explorer: explorer,
                layout: opened.input.layout,
                row: overview.rows[row],
                chosenHead: row == chosen ? state.head : nil,
                names: places.names,
                cell: places.cell,
                area: place.thumbnails
            )
            regions += drawing.draw(layer: row, on: &canvas)
            if let change = changes?[overview.rows[row].layer], let beside = place.changes {
                draw(change, explorer, in: beside, on: &canvas)
            }
        }
        if places.seen.count < overview.rows.count {
            let seen = "\(places.seen.lowerBound + 1)–\(places.seen.upperBound)"
            let text = explorer.appearance.spelled(" layers \(seen) of \(overview.rows.count) ")
            let x = area.x + area.width - Glyphs.width(of: text) - 2
            canvas.write(text, x: x, y: area.y + area.height - 1, style: .dim)
        }
        let lines = words(explorer, overview.rows[chosen], state, changes?[overview.rows[chosen].layer])
        AttentionView.draw(lines, in: info, on: &canvas)
        return [page] + regions
    }

    /// How a layer changes the latents: the mean cosine to before, and the mean length of what it adds.
    private static func draw(
        _ change: LatentChanges.Change,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let bars: [(name: String, value: Double, accent: Accent)] = [
            ("cosine", change.cosine, .other), ("update", change.update, .chosen),
        ]
        for (row, bar) in bars.prefix(area.height).enumerated() {
            let number = Numbers.hundredths(bar.value).padded(5)
            let used = canvas.write("\(bar.name) \(number) ", x: area.x, y: area.y + row, limit: area.width)
            let width = max(0, area.width - used - 1)
            let style = bar.accent.style(explorer.appearance)
            canvas.bar(bar.value, x: area.x + used, y: area.y + row, width: width, style: style)
            // The bar ends at 1.
            if bar.value > 1 { canvas.write("+", x: area.x + used + width, y: area.y + row, style: style) }
        }
        guard area.height >= 4, let latent = change.mostChanged else { return }
        let text = "least: latent \(latent) \(Numbers.hundredths(change.cosines[latent]))"
        canvas.line(text, in: area, y: area.y + 2, style: .dim)
    }

    /// What is chosen, and what the numbers beside it mean.
    private static func words(
        _ explorer: Explorer,
        _ row: Overview.Row,
        _ state: OverviewState,
        _ change: LatentChanges.Change?
    ) -> [String] {
        let dot = explorer.appearance.dot
        let head = row.heads.count > 1 ? " \(dot) head \(state.head)" : ""
        let picture = row.heads.indices.contains(state.head) ? row.heads[state.head] : row.heads.first
        let kind =
            switch picture {
            case .overInput: "mean over the input"
            case .strip: "what the answer reads"
            case .matrix: "rows read columns"
            case nil: ""
            }
        let latent = explorer.lens.latent
        let own = change.flatMap { change -> String? in
            guard change.cosines.indices.contains(latent) else { return nil }
            let cosine = Numbers.hundredths(change.cosines[latent])
            return "latent \(latent): cosine \(cosine), update \(Numbers.hundredths(change.updates[latent]))"
        }
        let first = ["\(row.layer)\(head) \(dot) \(kind)", own].compactMap { $0 }.joined(
            separator: " \(dot) "
        )
        let second =
            change == nil
            ? ""
            : "cosine: with the latents before the layer; update: length added, of 1 before"
        return [first, second]
    }
}
