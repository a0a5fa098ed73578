import Cells
import Explanation
import Models

/// Outputs, latents and regions of the input side by side, with what flows between them.
///
/// Where there is room, lines join the rows, and the input shows the regions.
enum TraceView {
    /// Where the parts lie.
    private struct Areas {
        let columns: [Rectangle]
        /// The places of the lines between columns; none where there is no room.
        let gaps: [Rectangle]
        let picture: Rectangle?
        let info: Rectangle

        /// The cells of a gap with lines, and of one without.
        private static let (wide, narrow) = (14, 2)
        /// Wider ones would list their rows in two columns.
        private static let widest = 51

        init(_ area: Rectangle) {
            let (upper, lower) = area.splitBottom(min(3, area.height / 4))
            info = lower
            let hasLines = upper.width >= 100
            let gap = hasLines ? Self.wide : Self.narrow
            let beside = upper.width >= 140 && upper.height >= 12 ? upper.width / 4 : 0
            let room = upper.width - 2 * gap - (beside > 0 ? beside + Self.narrow : 0)
            let widths = [room * 28 / 100, room * 26 / 100, room - room * 28 / 100 - room * 26 / 100]
            var (x, columns, gaps) = (upper.x, [Rectangle](), [Rectangle]())
            for width in widths {
                let own = min(width, Self.widest)
                columns.append(Rectangle(x: x, y: upper.y, width: own, height: upper.height))
                let space = Rectangle(x: x + own, y: upper.y + 1, width: gap, height: upper.height - 1)
                if hasLines { gaps.append(space.inset(left: 1, right: 1)) }
                x += own + gap
            }
            self.columns = columns
            self.gaps = Array(gaps.prefix(2))
            let left = upper.x + upper.width - beside
            picture = beside > 0 ? Rectangle(x: left, y: upper.y, width: beside, height: upper.height) : nil
        }
    }

    /// Draws the page; a click on a row chooses it, and on the chosen one opens it.
    static func draw(_ explorer: Explorer, _ state: TraceState, in area: Rectangle, on canvas: inout Canvas)
        -> [Region]
    {
        let page = Region(area, turn: { $0.moveInTrace($1) })
        let title = "Trace \(explorer.appearance.dot) \(state.way.words)"
        let inner = canvas.frame(area, title: title, focused: true).inset(left: 1, right: 1)
        guard let input = explorer.current else { return [page] }
        guard let lists = explorer.traceLists(state, input) else {
            canvas.paragraph(wait(explorer, state, input), in: inner, style: .dim)
            return [page]
        }
        let areas = Areas(inner)
        let bars = zip(TraceState.Column.allCases, areas.columns).map { column, place in
            TraceColumn(explorer, input, lists, column, in: place)
        }
        for bar in bars { bar.draw(on: &canvas) }
        if areas.gaps.count == 2 && !explorer.appearance.ascii {
            draw(lists.leftEdges, from: bars[0], to: bars[1], lists, in: areas.gaps[0], on: &canvas)
            draw(lists.rightEdges, from: bars[1], to: bars[2], lists, in: areas.gaps[1], on: &canvas)
        }
        if let picture = areas.picture, let opened = input.opened {
            drawInput(explorer, input, opened, lists, in: picture, on: &canvas)
        }
        let words = TraceWords(explorer, input, lists)
        AttentionView.draw(words.lines(width: areas.info.width), in: areas.info, on: &canvas)
        return [page] + bars.flatMap(\.regions)
    }

    private static func wait(_ explorer: Explorer, _ state: TraceState, _ input: Input) -> String {
        if let obstacle = explorer.traceObstacle {
            return obstacle.prefix(1).uppercased() + obstacle.dropFirst() + "."
        }
        let failure = explorer.ledger.failure(of: explorer.traceQuestion(input, state))
        return failure?.description ?? "Tracing…"
    }

    /// The most lines between two columns.
    private static let mostLines = 16

    /// Lines between rows that are seen, the strongest over the others.
    private static func draw(
        _ edges: [TraceLists.Edge],
        from left: TraceColumn,
        to right: TraceColumn,
        _ lists: TraceLists,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        var dots = BrailleDots(in: area)
        let most = edges.map(\.share).max() ?? 0
        guard most > 0 else { return }
        // More could not be told apart.
        let drawn = edges.filter { $0.share >= most / 8 }
            .sorted { ($0.share, $1.left, $1.right) < ($1.share, $0.left, $0.right) }.suffix(mostLines)
        for edge in drawn {
            guard let from = left.y(of: edge.left), let to = right.y(of: edge.right) else { continue }
            let share = edge.share / most
            let style: Style = share > 0.6 ? .bold : share > 0.25 ? .plain : .dim
            dots.line(from: 4 * (from - area.y) + 1, to: 4 * (to - area.y) + 1, style)
        }
        dots.draw(on: &canvas)
    }

    /// The input with the shares of its regions; the chosen one is marked.
    private static func drawInput(
        _ explorer: Explorer,
        _ input: Input,
        _ opened: OpenedMedium,
        _ lists: TraceLists,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        var values = [Float](repeating: 0, count: opened.input.layout.count)
        for (region, share) in zip(lists.trace.regions, lists.regionShares) {
            for token in region.tokens { values[token] = share }
        }
        let isMarked = lists.state.column == .regions
        let marked = isMarked ? lists.trace.regions[lists.region].tokens : []
        let name = TraceWords.regionsHeading(lists)
        canvas.line(name, in: area, y: area.y, style: .dim)
        InputDrawing(
            opened,
            relevance: Relevance(values: values, isSigned: false, meaning: name, kind: .part),
            lens: explorer.lens,
            appearance: explorer.appearance,
            cursor: nil,
            frame: input.frame,
            marked: Set(marked),
            extras: .none
        )
        .draw(in: area.inset(top: 1), on: &canvas)
    }
}
