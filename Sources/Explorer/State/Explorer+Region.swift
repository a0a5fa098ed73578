import Explanation
import Media
import Models

/// A region of an input, by the tokens at two opposite corners.
struct TokenRegion: Sendable, Hashable {
    var first: Int
    var last: Int
    /// The side that points in space are seen from: a region lies in the plane that is seen.
    var view = Viewpoint.front
}

// A region of the input: how it is selected, and what lies in it.
extension Explorer {
    /// Whether a region is selected or grows, and is seen.
    var hasRegion: Bool { current.flatMap(region) != nil }

    /// The region that is selected, or grows from the mark to the cursor.
    func region(of input: Input) -> TokenRegion? {
        guard let cursor = cursor(of: input) else { return nil }
        var region = input.region ?? input.mark.map { TokenRegion(first: $0, last: cursor) }
        region?.view = lens.view
        return region
    }

    /// The tokens of the region, which are drawn as marked.
    func marked(_ input: Input) -> Set<Int> {
        guard let region = region(of: input), let opened = input.opened else { return [] }
        return opened.tokens(in: region)
    }

    // MARK: selecting

    /// Lets a region grow from the cursor.
    mutating func beginRegion() {
        guard let cursor = current?.cursor else { return }
        changeCurrent { ($0.mark, $0.region) = (cursor, nil) }
        let end = selectsWords ? "the end of the part" : "the opposite corner"
        notice = Notice(text: "Move to \(end), then press Space.", isError: false)
    }

    /// Ends the region that grows, which is selected then.
    mutating func endRegion() {
        guard let input = current, let mark = input.mark, let cursor = input.cursor else { return }
        select(TokenRegion(first: mark, last: cursor))
    }

    /// Selects a region, if anything lies in it.
    mutating func select(_ region: TokenRegion) {
        var region = region
        region.view = lens.view
        let isEmpty = current?.opened?.part(region) == nil
        changeCurrent { ($0.mark, $0.region) = (nil, isEmpty ? nil : region) }
        guard isEmpty else { return }
        notice = Notice(
            text: selectsWords ? "There is no text at this place." : "This has no place in the input.",
            isError: true
        )
    }

    /// Selects the word under the cursor.
    mutating func selectWord() {
        guard let input = current, let cursor = input.cursor, let opened = input.opened,
            let word = opened.word(of: cursor)
        else { return }
        changeCurrent { $0.cursor = word.last }
        select(word)
    }

    /// Selects all frequencies of the region, or of the cursor's moment; of a clip whole frames.
    mutating func selectColumn() {
        guard let input = current, let cursor = input.cursor, let opened = input.opened else { return }
        let region = region(of: input) ?? TokenRegion(first: cursor, last: cursor)
        let section = opened.input.layout.section(of: region.first)
        if section.frames != nil { return select(section.wholeFrames(region)) }
        func token(_ corner: Int, row: Int) -> Int {
            section.token(column: section.cell(of: corner).column, row: row)
        }
        select(
            TokenRegion(
                first: token(region.first, row: 0),
                last: token(region.last, row: section.rowCount - 1)
            )
        )
    }

    /// Moves the selected region by a step, unless it would leave the input.
    mutating func moveRegion(_ drawing: InputDrawing, _ across: Int, _ down: Int) {
        guard let region = current?.region else { return }
        let area = MainAreas(self).map
        let corners = [region.first, region.last].map { corner in
            (corner, drawing.moved(corner, across: across, down: down, in: area))
        }
        let section = drawing.opened.input.layout.section(of: region.first)
        guard corners.allSatisfy({ $0.0 != $0.1 && section.tokens.contains($0.1) }) else { return }
        changeCurrent { entry in
            entry.region = TokenRegion(first: corners[0].1, last: corners[1].1)
            entry.cursor = corners[1].1
        }
    }

    // MARK: with the mouse

    /// Lets a region grow to the token under the pointer while a button is held.
    mutating func drag(to token: Int) {
        guard let start = main.pressed, regionObstacle == nil else { return }
        changeCurrent { entry in
            entry.cursor = token
            entry.region = nil
            entry.mark = token == start && entry.mark == nil ? nil : start
        }
    }

    /// Ends what a button of the mouse began.
    mutating func release() {
        guard main.pressed != nil else { return }
        main.pressed = nil
        if current?.mark != nil { endRegion() }
    }

    // MARK: what lies in it

    /// What the target loses without the region; `nil` where that cannot be known.
    func regionQuestion(_ input: Input) -> RegionQuestion? {
        guard let region = region(of: input), let opened = input.opened, let run = input.run,
            let target = input.target(task: input.task), run.model.removes(from: opened.input.modality)
        else { return nil }
        let tokens = opened.tokens(in: region).subtracting(opened.input.removed)
        guard !tokens.isEmpty, tokens.count < opened.input.readCount else { return nil }
        return RegionQuestion(input.subject, task: input.task, target: target, without: tokens)
    }

    /// Why no region can begin at the cursor.
    var regionObstacle: String? {
        if let placeObstacle { return placeObstacle }
        guard let input = current, let opened = input.opened, let cursor = input.cursor else {
            return "there is no input"
        }
        let section = opened.input.layout.section(of: cursor)
        return section.shape == .unplaced ? "\(section.name) has no place in the input" : nil
    }

    /// Whether the input has words to select.
    var selectsWords: Bool { current?.opened?.input.modality == .text }

    /// Why no word can be selected.
    var wordObstacle: String? {
        if let regionObstacle { return regionObstacle }
        guard let input = current, let opened = input.opened, let cursor = input.cursor else { return nil }
        guard selectsWords else { return "only texts have words" }
        return opened.word(of: cursor) == nil ? "there is no word at this place" : nil
    }

    /// Whether the input has frequencies to select.
    var selectsColumns: Bool {
        guard let input = current, let cursor = input.cursor, let layout = input.opened?.input.layout else {
            return false
        }
        let section = layout.section(of: cursor)
        return section.columns.quantity == .time && section.rows != nil || section.frames != nil
    }

    /// Why no frequencies can be selected.
    var columnObstacle: String? {
        regionObstacle ?? (selectsColumns ? nil : "only sounds have frequencies, and only clips frames")
    }
}

extension OpenedMedium {
    /// Whether tokens are bytes of a text.
    private var isText: Bool { input.modality == .text && input.layout.columns.quantity == .byte }

    /// The first and the last of a region's corners, and what both lie in; `nil` where they have no place there.
    private func corners(_ region: TokenRegion) -> (first: Int, last: Int, section: Layout.Section)? {
        let (first, last) = (min(region.first, region.last), max(region.first, region.last))
        let section = input.layout.section(of: first)
        return section.tokens.contains(last) && section.shape != .unplaced ? (first, last, section) : nil
    }

    /// The tokens of a region: of a text those of whole characters, of a clip those in all frames.
    func tokens(in region: TokenRegion) -> Set<Int> {
        guard let (first, last, section) = corners(region) else { return [] }
        let layout = input.layout
        if isText {
            guard let bytes = bytes(first, last) else { return Set(first...last) }
            return Set(
                layout.tokens(in: Removal(columns: Double(bytes.lowerBound)...Double(bytes.upperBound)))
            )
        }
        if section.points != nil {
            return layout.tokens(in: layout.part(from: first, to: last, seenFrom: region.view))
        }
        if let frames = section.frames(ofWhole: region) {
            return Set(frames.flatMap { section.tokens(ofFrame: $0) })
        }
        let (a, b) = (section.cell(of: first), section.cell(of: last))
        let columns = min(a.column, b.column)..<max(a.column, b.column) + 1
        let rows = min(a.row, b.row)..<max(a.row, b.row) + 1
        return (0..<section.frameCount).reduce(into: []) { tokens, frame in
            tokens.formUnion(section.tokens(columns: columns, rows: rows, frame: frame))
        }
    }

    /// The part of the input that a region covers; `nil` if it covers nothing.
    func part(_ region: TokenRegion) -> Part? {
        guard let (first, last, section) = corners(region) else { return nil }
        if isText, input.seen != nil {
            guard let bytes = bytes(first, last), let words = text(in: region) else { return nil }
            let label =
                words.count > 16
                ? "bytes \(bytes.lowerBound)–\(bytes.upperBound - 1)"
                : "\"\(words.replacing("\n", with: " "))\""
            return Part(.bytes(bytes), label: label)
        }
        if section.points != nil {
            return Part(input.layout.part(from: first, to: last, seenFrom: region.view), on: input.layout)
        }
        if let frames = section.frames(ofWhole: region), let rate = section.framesPerSecond {
            return Part(.side(.picture, Double(frames.lowerBound) / rate...Double(frames.upperBound) / rate))
        }
        let plane = Layout(columns: section.columns, rows: section.rows)
        let cells = [first, last].map(section.cell)
        let corners = cells.map { plane.placed.token(column: $0.column, row: $0.row) }
        return Part(plane.part(from: corners[0], to: corners[1]), on: plane)
    }

    /// The text of a region; `nil` if it has none.
    func text(in region: TokenRegion) -> String? {
        guard isText, case .text(let text)? = input.seen,
            let bytes = bytes(min(region.first, region.last), max(region.first, region.last))
        else { return nil }
        return String(decoding: text.bytes[bytes], as: UTF8.self)
    }

    /// The bytes of the whole characters between two tokens.
    private func bytes(_ first: Int, _ last: Int) -> Range<Int>? {
        guard case .text(let text)? = input.seen else { return nil }
        let edges = input.layout.columns.edges
        return text.characters(Int(edges[first])..<max(Int(edges[first]), Int(edges[last + 1])))
    }

    /// The word that a token is in, without the spaces behind it.
    func word(of token: Int) -> TokenRegion? {
        guard isText, case .text(let text)? = input.seen,
            var word = input.parts.first(where: { $0.contains(token) })?.sorted()
        else { return nil }
        let edges = input.layout.columns.edges
        let spaces = Set([0x20, 0x09, 0x0A, 0x0D] as [UInt8])
        while word.count > 1, let last = word.last, text.bytes.indices.contains(Int(edges[last])),
            spaces.contains(text.bytes[Int(edges[last])])
        {
            word.removeLast()
        }
        guard let first = word.first, let last = word.last else { return nil }
        return TokenRegion(first: first, last: last)
    }
}
