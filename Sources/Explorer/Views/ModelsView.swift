import Cells
import Media
import Models

/// The models that were found, and what is known of the chosen one.
enum ModelsView {
    private static func areas(_ area: Rectangle) -> (list: Rectangle, facts: Rectangle) {
        let (list, facts) = area.splitBottom(min(7, max(0, area.height / 3)))
        return (list, facts)
    }

    private static func inner(_ list: Rectangle) -> Rectangle {
        list.inset(left: 1, top: 1, right: 1, bottom: 1)
    }

    private static func firstRow(_ explorer: Explorer, _ state: ModelsState, height: Int) -> Int {
        max(0, min(state.cursor - height / 2, explorer.listings.count - height))
    }

    /// The row of the list under the mouse.
    static func row(_ explorer: Explorer, _ state: ModelsState, at mouse: Mouse, in area: Rectangle) -> Int? {
        let list = inner(areas(area).list)
        let row = mouse.y - list.y + firstRow(explorer, state, height: list.height)
        return list.contains(x: mouse.x, y: mouse.y) && explorer.listings.indices.contains(row) ? row : nil
    }

    static func draw(_ explorer: Explorer, _ state: ModelsState, in area: Rectangle, on canvas: inout Canvas)
    {
        let (list, facts) = areas(area)
        let title = state.isSearching ? "Models · looking…" : "Models"
        let inner = canvas.frame(list, title: title, focused: true, appearance: explorer.appearance)
        let first = firstRow(explorer, state, height: inner.height)
        for (row, listing) in explorer.listings.dropFirst(first).prefix(inner.height).enumerated() {
            let isChosen = row + first == state.cursor
            var style: Style = isChosen ? .reverse : .plain
            if listing.problem != nil { style.attributes.insert(.dim) }
            let mark = isChosen ? ">" : listing.place == explorer.modelPlace ? "*" : " "
            let wide = inner.width >= 70
            let name = explorer.appearance.fitted(listing.place.name, width: wide ? 28 : 22).filled(
                wide ? 28 : 22
            )
            let kind = listing.problem == nil ? listing.words : "cannot be used"
            canvas.line(
                "\(mark) \(name) \(kind)",
                right: listing.parameterCount.map { Numbers.millions($0) } ?? "",
                in: inner,
                y: inner.y + row,
                style: style,
                appearance: explorer.appearance
            )
        }
        drawFacts(explorer, in: facts, on: &canvas)
    }

    private static func drawFacts(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) {
        guard area.height >= 3, let listing = explorer.chosenListing else { return }
        let inner = canvas.frame(
            area,
            title: listing.place.name,
            focused: false,
            appearance: explorer.appearance
        )
        var lines: [String] = []
        if let problem = listing.problem { lines.append(problem) }
        if let kind = listing.kind {
            lines.append(kind.summary(taking: listing.modalities))
            lines.append("takes " + Modality.list(listing.modalities))
        }
        if let count = listing.parameterCount { lines.append("\(Numbers.grouped(count)) parameters") }
        if case .folder(let path) = listing.place { lines.append(path) }
        canvas.paragraph(lines.joined(separator: "\n"), in: inner)
    }
}

extension ModelListing {
    /// Its kind in a word or two, for lists.
    fileprivate var words: String {
        switch kind {
        case nil: "unknown"
        case .explorer: Modality.list(modalities)
        case .maskedLanguage: "masked language"
        case .sequenceClassification: "text classes"
        case .imageLearned: "picture classes, learned"
        case .imageFourier: "picture classes, Fourier"
        case .imageConvolution: "picture classes, conv"
        case .opticalFlow: "optical flow"
        case .multimodal: "clips, autoencoding"
        }
    }
}

extension Numbers {
    /// A number of parameters: `1.4 M`, `201 M`, `812 k`.
    static func millions(_ count: Int) -> String {
        count < 1_000_000 ? "\(short(Double(count) / 1000)) k" : "\(short(Double(count) / 1_000_000)) M"
    }
}
