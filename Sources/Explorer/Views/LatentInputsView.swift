import Cells
import Explanation
import Models

/// What a latent looks for: the inputs that it reads most sharply, with its map over each.
enum LatentInputsView {
    /// The most inputs that are shown at once.
    static let most = 24

    /// The number of columns on the present screen.
    static func columns(_ explorer: Explorer) -> Int {
        guard case .latents(let state) = explorer.screen else { return 1 }
        return grid(explorer.matches(state).count, in: explorer.body).columns
    }

    private static func grid(_ count: Int, in area: Rectangle) -> (columns: Int, cell: Size) {
        let inner = area.inset(left: 1, top: 1, right: 1, bottom: 2)
        let across = max(1, min(count, inner.width / (inner.width >= 120 ? 30 : 25)))
        let down = max(1, min((count + across - 1) / across, inner.height / 8))
        return (across, Size(width: inner.width / across, height: max(2, inner.height / down)))
    }

    /// Draws the page; a click on an input chooses it, and on the chosen one opens it.
    static func draw(_ explorer: Explorer, _ state: LatentsState, in area: Rectangle, on canvas: inout Canvas)
        -> [Region]
    {
        let matches = explorer.matches(state)
        let wanted = explorer.matchedProfiles.count
        let count = matches.count < wanted ? "\(matches.count) of \(wanted)" : "\(wanted)"
        let dot = " \(explorer.appearance.dot) "
        let title = "What latent \(explorer.lens.latent) looks for\(dot)\(count) inputs, largest lift first"
        let inner = canvas.frame(area, title: title, focused: true)
        let page = Region(area, turn: { $0.stepMatch(0, $1) })
        guard !matches.isEmpty else {
            canvas.paragraph("Looking at the inputs…", in: inner, style: .dim)
            return [page]
        }
        let (upper, bottom) = inner.splitBottom(1)
        let words = "lift: how many times more attention its best place gets than each would get evenly"
        canvas.line(words, in: bottom, y: bottom.y, style: .dim)
        let (columns, cell) = grid(matches.count, in: area)
        let visible = min(most / columns * columns, max(1, upper.height / cell.height) * columns)
        let first = max(0, min(state.place / columns * columns - visible / 2, matches.count - 1))
        let start = state.place < visible ? 0 : first / columns * columns
        var regions = [page]
        for (place, match) in matches.enumerated().dropFirst(start).prefix(visible) {
            let shown = place - start
            let frame = Rectangle(
                x: upper.x + shown % columns * cell.width,
                y: upper.y + shown / columns * cell.height,
                width: cell.width,
                height: min(cell.height, upper.y + upper.height - (upper.y + shown / columns * cell.height))
            )
            draw(explorer, match, isChosen: place == state.place, in: frame, on: &canvas)
            regions.append(
                Region(
                    frame,
                    click: { explorer, _, _ in
                        if explorer.latentsState?.place == place { return explorer.press(.enter) }
                        explorer.changeLatents { $0.place = place }
                    }
                )
            )
        }
        return regions
    }

    private static func draw(
        _ explorer: Explorer,
        _ match: Explorer.ListedMatch,
        isChosen: Bool,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let line = area.inset(right: 1)
        let lift = "lift \(Numbers.short(match.match.profile.lift))"
        let room = line.width - Glyphs.width(of: lift) - 2
        let name = explorer.appearance.fittedInside(match.entry.source.name, width: max(1, room))
        let title = (isChosen ? ">" : "") + name
        canvas.line(title, right: lift, in: line, y: line.y, style: isChosen ? .reverse : .dim)
        let picture = line.inset(top: 1)
        guard let opened = explorer.ledger[OpenQuestion(match.match.subject)], picture.height > 0 else {
            return
        }
        LatentDetail.draw(
            explorer,
            opened,
            match.map,
            match.match.profile.latent,
            in: picture,
            on: &canvas
        )
    }
}
