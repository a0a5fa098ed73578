import Cells
import Explanation
import Media
import Models

/// The models that were found, and what is known of the chosen one.
enum ModelsView {
    static func draw(
        _ explorer: Explorer,
        _ state: ModelsState,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let (top, facts) = area.splitBottom(min(7, max(0, area.height / 3)))
        let isSearching = explorer.ledger[ListingsQuestion(state.places)] == nil
        let title = isSearching ? "Models · looking…" : "Models"
        let inner = canvas.frame(top, title: title, focused: true)
        let listings = explorer.listings(state)
        let list = ScrolledList(listings.count, cursor: state.cursor, in: inner)
        for row in list.rows {
            draw(listings[row], isChosen: row == state.cursor, explorer, in: list.line(of: row), on: &canvas)
        }
        if let chosen = explorer.chosenListing(state) { drawFacts(chosen, explorer, in: facts, on: &canvas) }
        // A second click reads the model.
        return [Region(area, turn: { $0.stepModel($1) })]
            + list.regions { explorer, row in
                if row == state.cursor {
                    explorer.loadChosenModel()
                } else {
                    explorer.stepModel(row - state.cursor)
                }
            }
    }

    private static func draw(
        _ listing: ModelListing,
        isChosen: Bool,
        _ explorer: Explorer,
        in line: Rectangle,
        on canvas: inout Canvas
    ) {
        var style: Style = isChosen ? .reverse : .plain
        if listing.problem != nil { style.attributes.insert(.dim) }
        let mark = isChosen ? ">" : listing.place == explorer.models.place ? "*" : " "
        let width = line.width >= 70 ? 28 : 22
        let name = explorer.appearance.fitted(listing.place.name, width: width).filled(width)
        let kind = listing.problem == nil ? listing.words : "cannot be used"
        canvas.line(
            "\(mark) \(name) \(kind)",
            right: listing.parameterCount.map { Numbers.millions($0) } ?? "",
            in: line,
            y: line.y,
            style: style
        )
    }

    private static func drawFacts(
        _ listing: ModelListing,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard area.height >= 3 else { return }
        let title = listing.place.name
        let inner = canvas.frame(area, title: title, focused: false)
        var lines: [String] = []
        if let problem = listing.problem { lines.append(problem) }
        if let kind = listing.kind {
            lines.append(kind.summary(taking: listing.modalities))
            lines.append("takes " + Modality.list(listing.modalities))
        }
        lines += listing.notes
        if let count = listing.parameterCount { lines.append("\(Numbers.grouped(count)) parameters") }
        if case .folder(let path) = listing.place { lines.append(path) }
        canvas.paragraph(lines.joined(separator: "\n"), in: inner)
    }
}

extension ModelListing {
    /// Its kind in a word or two, for lists.
    fileprivate var words: String { kind?.words(taking: modalities) ?? "unknown" }
}

extension Numbers {
    /// A number of parameters: `1.4 M`, `201 M`, `812 k`.
    static func millions(_ count: Int) -> String {
        count < 1_000_000 ? "\(short(Double(count) / 1000)) k" : "\(short(Double(count) / 1_000_000)) M"
    }
}
