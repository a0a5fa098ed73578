import Cells
package import Explanation
import Models

/// The latents as a table, and beside or below it the map of the chosen one.
enum LatentsView {
    /// Where the parts lie.
    struct Areas {
        /// The table with its border.
        let table: Rectangle
        /// What is said of the chosen latent, with its border; `nil` where there is no room.
        let detail: Rectangle?

        init(_ area: Rectangle) {
            if area.width >= 130 {
                let (left, right) = area.splitShared(area.width - min(48, area.width / 3))
                (table, detail) = (left, right)
            } else if area.height >= 18 {
                let (top, bottom) = area.splitBottom(min(14, area.height * 2 / 5))
                (table, detail) = (top, bottom)
            } else {
                (table, detail) = (area, nil)
            }
        }
    }

    static func draw(_ explorer: Explorer, _ state: LatentsState, in area: Rectangle, on canvas: inout Canvas)
        -> [Region]
    {
        if state.page == .inputs { return LatentInputsView.draw(explorer, state, in: area, on: &canvas) }
        let areas = Areas(area)
        let listing = explorer.listing(state)
        let title = title(explorer, state, listing, width: areas.table.width - 4)
        let inner = canvas.frame(areas.table, title: title, focused: true)
        let page = Region(areas.table, turn: { $0.stepLatentRow($1) })
        guard let listing else {
            let failure = explorer.wantedProfiles.lazy.compactMap { explorer.ledger.failure(of: $0) }.first
            canvas.paragraph(failure?.description ?? "Looking at the latents…", in: inner, style: .dim)
            return [page]
        }
        let (upper, bottom) = inner.splitBottom(inner.height > 4 ? 1 : 0)
        let rows = explorer.rows(listing, state)
        let maps = state.seen.count == 1 ? state.seen.first.flatMap { explorer.ledger[$0] } : nil
        let columns = LatentColumns(explorer, state, listing, maps?.map, in: upper)
        let note = state.mistake ?? legend(explorer, listing, columns.hidden, width: bottom.width)
        canvas.line(note, in: bottom, y: bottom.y, style: state.mistake == nil ? .dim : .bold)
        columns.drawHeadings(state, on: &canvas)
        if let detail = areas.detail {
            LatentDetail.draw(explorer, state, listing, maps, in: detail, on: &canvas)
        }
        let chosen = rows.firstIndex { $0.latent == explorer.lens.latent }
        let list = ScrolledList(rows.count, cursor: chosen ?? 0, in: upper.inset(top: 1))
        if rows.isEmpty {
            canvas.paragraph("No latent is like that.", in: upper.inset(top: 1), style: .dim)
        }
        for row in list.rows {
            columns.draw(rows[row], isChosen: row == chosen, in: list.line(of: row), on: &canvas)
        }
        let latents = rows.map(\.latent)
        return [page]
            + list.regions { explorer, row in
                if explorer.lens.latent == latents[row] { return explorer.press(.enter) }
                explorer.lens.latent = latents[row]
            }
    }

    private static func title(
        _ explorer: Explorer,
        _ state: LatentsState,
        _ listing: LatentListing?,
        width: Int
    ) -> String {
        guard let listing else { return "Latents" }
        let count = state.seen.count
        let wanted = explorer.wantedProfiles.count
        let part = count < wanted ? "\(count) of \(wanted)" : "\(count)"
        let inputs =
            listing.count < count
            ? (listing.count > 1 ? "mean of " : "")
                + "\(listing.count) of \(part) inputs (\(listing.modality.words))"
            : count > 1 || wanted > 1 ? "mean of \(part) inputs" : explorer.current?.source.name ?? ""
        let shown = explorer.rows(listing, state).count
        let all = listing.records.count
        let number = shown == all ? "\(all)" : "\(shown) of \(all)"
        let filter = state.typed.isEmpty ? nil : "/\(state.typed)"
        let forms = [
            ["Latents", inputs, listing.layer, "head \(listing.head.name)", number, filter],
            ["Latents", inputs, number, filter], ["Latents", number, filter],
        ]
        let dot = " \(explorer.appearance.dot) "
        let isStale = state.seen != explorer.wantedProfiles && count == wanted
        return Reading.longest(forms.map { $0.compactMap { $0 }.joined(separator: dot) }, width: width)
            + (isStale ? " …" : "")
    }

    /// What columns mean that are about an answer, and which ones there is no room for.
    private static func legend(
        _ explorer: Explorer,
        _ listing: LatentListing,
        _ hidden: [String],
        width: Int
    ) -> String {
        let dot = " \(explorer.appearance.dot) "
        let weight = listing.asker.map { "weight: share of what \($0) reads" }
        let effect = listing.target.map { "effect: drop in log p of \($0) without it" }
        let short = [listing.asker.map { "weight for \($0)" }, listing.target.map { "effect on \($0)" }]
        let twin =
            hidden.contains(LatentColumn.twin.name) ? nil : "twin: the latent most like it, and their overlap"
        let rest = hidden.isEmpty ? nil : "no room for \(hidden.joined(separator: ", "))"
        let count = hidden.isEmpty ? nil : "\(hidden.count) more"
        // Where it is needed it stays longest.
        let tellsContent = !hidden.contains(LatentColumn.content.name)
        let split = tellsContent ? listing.splitNote : nil
        let shortSplit = tellsContent ? listing.shortSplitNote : nil
        let forms = [
            [split, weight, effect, twin, rest], [split, weight, effect, rest],
            [split] + short + [twin, rest], [split] + short + [rest], [shortSplit] + short + [rest],
            [shortSplit] + short + [count], [shortSplit, short[0], count], [shortSplit, count], [shortSplit],
        ]
        return Reading.longest(
            forms.map { $0.compactMap { $0 }.joined(separator: dot) },
            width: width
        )
    }
}

/// The columns that there is room for, and what stands in them.
struct LatentColumns {
    private enum Column: Hashable {
        case map
        case number(LatentColumn)
        case kind
        case marks

        var heading: String {
            switch self {
            case .map: "map"
            case .number(let column): column.name
            case .kind: "kind"
            case .marks: "marks"
            }
        }
    }

    private let explorer: Explorer
    private let columns: [(column: Column, width: Int)]
    /// The headings of those that there is no room for.
    let hidden: [String]
    private let area: Rectangle
    private let map: PooledMap?
    private let largestWeight: Double
    private let showsDeviations: Bool

    init(
        _ explorer: Explorer,
        _ state: LatentsState,
        _ listing: LatentListing,
        _ map: PooledMap?,
        in area: Rectangle
    ) {
        (self.explorer, self.area, self.map) = (explorer, area, map)
        largestWeight = listing.records.compactMap { $0[.weight] }.max() ?? 0
        let hasKinds = listing.records.contains { $0.kind != nil }
        let hasMarks = listing.records.contains { !$0.marks.isEmpty }
        let isPicture = map?.layout.placed.rows != nil && map?.layout.columns.quantity == .x
        let mapWidth = isPicture ? 4 : 9
        func columns(_ width: Int) -> [(column: Column, width: Int)] {
            let numbers = listing.columns.map { column -> (column: Column, width: Int) in
                let wide = [.twin, .content, .effect].contains(column) ? 9 : column == .latent ? 8 : width
                return (.number(column), max(wide, column == .latent ? 8 : width))
            }
            return [numbers[0], (.map, mapWidth)] + numbers.dropFirst() + (hasKinds ? [(.kind, 10)] : [])
                + (hasMarks ? [(.marks, 10)] : [])
        }
        let wide = columns(explorer.appearance.ascii ? 16 : 14)
        let fits = listing.count > 1 && wide.reduce(0) { $0 + $1.width } <= area.width
        showsDeviations = fits
        let all = fits ? wide : columns(8)
        let shown = Self.fitted(all, state.column, listing, area.width)
        self.columns = shown
        hidden = all.filter { other in !shown.contains { $0.column == other.column } }.map(\.column.heading)
    }

    /// Those for which there is room: the one that orders the rows stays.
    private static func fitted(
        _ columns: [(column: Column, width: Int)],
        _ sorting: LatentColumn,
        _ listing: LatentListing,
        _ width: Int
    ) -> [(column: Column, width: Int)] {
        let least: [Column] =
            [.number(.entropy), .marks] + listing.axes.reversed().map { .number($0) }
            + [.number(.twin), .map, .number(.inputs), .kind, .number(.content), .number(.lift)]
        var (columns, rest) = (columns, least.filter { $0 != .number(sorting) })
        while columns.reduce(0, { $0 + $1.width }) > width, let first = rest.first {
            rest.removeFirst()
            columns.removeAll { $0.column == first }
        }
        return columns
    }

    /// The heading of the column that orders the rows is marked.
    func drawHeadings(_ state: LatentsState, on canvas: inout Canvas) {
        var x = area.x
        for (column, width) in columns {
            defer { x += width }
            guard case .number(let number) = column else {
                let text = column == .map && map == nil ? "" : column.heading
                let indent = column == .kind ? 2 : 1
                canvas.write(text, x: x + indent, y: area.y, style: .dim, limit: width - indent)
                continue
            }
            let text = column.heading
            let isSorting = number == state.column
            let isDown = number.isLargestFirst != state.isReversed
            let mark =
                !isSorting ? "" : canvas.appearance.ascii ? (isDown ? "v" : "^") : isDown ? "▼" : "▲"
            let style: Style = isSorting ? .bold : .dim
            canvas.write((text + mark).padded(width), x: x, y: area.y, style: style, limit: width)
        }
    }

    func draw(_ row: LatentRecord, isChosen: Bool, in line: Rectangle, on canvas: inout Canvas) {
        var style: Style = isChosen ? .reverse : .plain
        if row.marks.contains(.dead) { style.attributes.insert(.dim) }
        canvas.fill(line, with: Cell(" ", style))
        var x = line.x
        for (column, width) in columns {
            defer { x += width }
            switch column {
            case .map: drawMap(row, x: x + 1, y: line.y, width: width - 1, on: &canvas)
            case .number(let number):
                let mark = number == .latent && isChosen ? ">" : " "
                let value = row.text(number, twin: " ", deviation: showsDeviations)
                let text = canvas.appearance.spelled(value).padded(width - 1)
                canvas.write(mark + text, x: x, y: line.y, style: style, limit: width)
            case .kind:
                canvas.write("  " + (row.kind?.rawValue ?? ""), x: x, y: line.y, style: style, limit: width)
            case .marks:
                let text = " " + row.markWords.joined(separator: " ")
                canvas.write(text, x: x, y: line.y, style: style, limit: width)
            }
        }
    }

    /// Where the latent looks in a small picture; of several inputs its weight as a bar.
    private func drawMap(_ row: LatentRecord, x: Int, y: Int, width: Int, on canvas: inout Canvas) {
        let place = Rectangle(x: x, y: y, width: width, height: 1)
        guard let map, map.values.rows > row.latent else {
            let share = largestWeight > 0 ? (row[.weight] ?? 0) / largestWeight : 0
            return canvas.bar(share, x: x, y: y, width: width, style: .plain)
        }
        let relevance = Relevance(values: map.values[row: row.latent], isSigned: false, meaning: "")
        let thumbnail = Thumbnail(map.layout, explorer, width: width, height: 1)
        thumbnail.draw(MapScale(relevance, lens: explorer.lens), explorer, in: place, on: &canvas)
    }
}

extension LatentRecord {
    /// A number as it is read; of several inputs with its deviation, of the twin also which latent it is.
    ///
    /// - Parameters:
    ///   - mark: what stands behind the twin's number.
    ///   - isSpread: whether there is room for deviations.
    package func text(_ column: LatentColumn, twin mark: String, deviation isSpread: Bool = true) -> String {
        if column == .latent { return "\(latent)" }
        guard let value = self[column] else { return "" }
        let spread = isSpread ? deviations[column].map { "±\(Numbers.short($0))" } ?? "" : ""
        let own = column == .twin ? twin.map { "\($0)\(mark)" } ?? "" : ""
        return own + Numbers.short(value) + spread
    }
}
