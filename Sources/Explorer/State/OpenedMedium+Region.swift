import Explanation
import Media
import Models

// What a region of an input holds.
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
        if section.points != nil { return layout.tokens(in: box(region)) }
        if let seconds = seconds(ofBoth: region) {
            return [ClipSide.picture, .sound].reduce(into: []) {
                $0.formUnion(layout.tokens(in: Removal($1, seconds)))
            }
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
        if section.points != nil { return Part(box(region), on: input.layout) }
        if let seconds = seconds(ofBoth: region) { return Part(.side(.both, seconds)) }
        if let frames = section.frames(ofWhole: region), let rate = section.framesPerSecond {
            return Part(.side(.picture, Double(frames.lowerBound) / rate...Double(frames.upperBound) / rate))
        }
        return section.part(first, last)
    }

    /// The box of a region of points.
    private func box(_ region: TokenRegion) -> Removal {
        region.box
            ?? input.layout.part(
                from: min(region.first, region.last),
                to: max(region.first, region.last),
                seenFrom: region.view
            )
    }

    /// Whether it is a clip that is seen and heard.
    var hasBothSides: Bool {
        input.modality == .clip && ClipSide.allCases.allSatisfy { input.layout.section(of: $0) != nil }
    }

    /// The seconds of a region that is all that is seen and heard meanwhile; `nil` of others.
    private func seconds(ofBoth region: TokenRegion) -> ClosedRange<Double>? {
        guard region.hasBothSides, hasBothSides, let (first, last, section) = corners(region) else {
            return nil
        }
        if let frames = section.frames(ofWhole: region), let rate = section.framesPerSecond {
            return Double(frames.lowerBound) / rate...Double(frames.upperBound) / rate
        }
        if case .interval(let seconds, _) = section.part(first, last).place { return seconds }
        return nil
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

extension Layout.Section {
    /// The part of the source between two cells of a grid.
    fileprivate func part(_ first: Int, _ last: Int) -> Part {
        let plane = Layout(columns: columns, rows: rows)
        let corners = [first, last].map { token in
            let cell = cell(of: token)
            return plane.placed.token(column: cell.column, row: cell.row)
        }
        return Part(plane.part(from: corners[0], to: corners[1]), on: plane)
    }
}
