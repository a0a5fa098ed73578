import Cells
import Explanation
import Media
import Models

/// What the lines below a map say: the numbers under the cursor, or where the map is largest.
enum Reading {
    /// A place and its numbers, and what was done to the input.
    ///
    /// - Parameters:
    ///   - answer: what the numbers are.
    ///   - ranked: the numbers.
    ///   - peak: the token that is read without a cursor.
    ///   - room: the cells for them; the numbers lose words until all of them can be folded into it.
    static func lines(
        _ answer: MapAnswer,
        _ ranked: RankedRelevance,
        over opened: OpenedMedium,
        cursor: Int?,
        peak: Int?,
        in room: Size
    ) -> [String] {
        let token = min(cursor ?? peak ?? ranked.relevance.peak, ranked.relevance.values.count - 1)
        let removed = answer.blocks.flatMap { word(of: token, $0, in: opened) }
        let grouped = answer.grouping?.block(of: token).flatMap { $0.span(in: opened.input.layout) }
        let places =
            [removed ?? grouped ?? Self.place(of: token, in: opened)] + shortPlaces(of: token, in: opened)
        let note = cursor == nil ? opened.input.note : nil
        let named = places.map { (cursor == nil ? "peak " : "") + $0 }
        // Where there is no room for the note, it is left out as a whole.
        let withNote = note.map { note in named.prefix(1).map { "\($0) · \(note)" } } ?? []
        let forms = withNote + named
        let place = shortened(forms, in: room)
        let plain = numbers(answer, ranked, token)
        // What is odd about the input comes before what was measured of the map.
        let noted = note.map { note in place.contains(note) ? [] : plain.map { $0 + " · " + note } } ?? []
        let numbers =
            opened.input.removed.contains(token)
            ? ["removed"]
            : cursor == nil ? noted + cautioned(measured(plain, answer.measures), answer.caution) : plain
        if room.height == 1,
            let line = forms.lazy.compactMap({ joined($0, numbers, width: room.width) }).first
        {
            return [line]
        }
        let fitting = numbers.first { form in
            [place, form].flatMap { foldedAtDots($0, width: room.width) }.count <= room.height
        }
        return [place, fitting ?? longest(numbers, width: room.width)]
    }

    /// The longest form of a place that leaves a line for the numbers, if there are two lines or more.
    private static func shortened(_ forms: [String], in room: Size) -> String {
        let lines = max(1, room.height - 1)
        return forms.first { foldedAtDots($0, width: room.width).count <= lines } ?? forms[forms.count - 1]
    }

    /// Shorter forms of a place, for narrow screens: of an interval its middle.
    private static func shortPlaces(of token: Int, in opened: OpenedMedium) -> [String] {
        let section = opened.input.layout.section(of: token)
        guard section.points == nil, section.columns.quantity == .time, let rows = section.rows else {
            return []
        }
        let (column, row, _) = section.cell(of: token)
        let seconds = decimal(section.columns.centre(column), places: 2)
        return ["\(seconds) s · \(Int(rows.centre(row))) Hz"]
    }

    /// The same with a word of caution in front, as far as there is room.
    private static func cautioned(_ forms: [String], _ caution: String?) -> [String] {
        caution.map { caution in forms.map { caution + " · " + $0 } + [caution] + forms } ?? forms
    }

    /// The same with what was measured of the map as a whole behind, as far as there is room; sides have a line of their own.
    private static func measured(_ forms: [String], _ all: [Measure]) -> [String] {
        let measures = all.filter { $0.side == nil }
        guard !measures.isEmpty else { return forms }
        let all = measures.map(\.text).joined(separator: " · ")
        return forms.map { $0 + " · " + all } + forms
    }

    /// A place and the longest form of its numbers that fits beside it, where there is one line for both.
    private static func joined(_ place: String, _ forms: [String], width: Int) -> String? {
        forms.lazy.map { place + " · " + $0 }.first { Glyphs.width(of: $0) <= width }
    }

    /// The longest of some forms of a line that fits; the shortest if none does.
    static func longest(_ forms: [String], width: Int) -> String {
        forms.first { Glyphs.width(of: $0) <= width } ?? forms[forms.count - 1]
    }

    /// A token's numbers, the longest form first; words that the title or the legend has, too, go first.
    private static func numbers(_ answer: MapAnswer, _ ranked: RankedRelevance, _ token: Int) -> [String] {
        let value = ranked.relevance.values[token]
        if let blocks = answer.blocks {
            let rank = blocks.rank(of: token, by: ranked.relevance.values)
            return numbers(answer.quantity, value, rank, of: blocks)
        }
        let count = ranked.ranking.count
        let rank = ranked.ranking.rank(of: value)
        let number = Numbers.short(Double(value))
        let lift = answer.isShare ? "lift \(Numbers.short(Double(value) * Double(count)))" : nil
        let place = "\(Numbers.ordinal(rank)) of \(Numbers.grouped(count))"
        let percentile = "\(Numbers.short(ranked.ranking.percentile(of: value))) %ile"
        let named = "\(answer.quantity) \(number)"
        let ranked = "rank \(Numbers.grouped(rank)) of \(Numbers.grouped(count))"
        return [
            [named, lift, ranked, percentile], [number, lift, place, percentile],
            [number, lift, Numbers.ordinal(rank), percentile], [number, lift, Numbers.ordinal(rank)],
        ].map { $0.compactMap { $0 }.joined(separator: " · ") }
    }

    /// The number that the tokens of a block share, the longest form first.
    private static func numbers(_ quantity: String, _ value: Float, _ rank: Int, of blocks: Blocks)
        -> [String]
    {
        let number = Numbers.short(Double(value))
        let count = Numbers.grouped(blocks.tokens.count)
        return [
            "\(quantity) \(number) · rank \(Numbers.grouped(rank)) of \(count) \(blocks.name)",
            "\(number) · \(Numbers.ordinal(rank)) of \(count) \(blocks.name)",
            "\(number) · \(Numbers.ordinal(rank)) of \(count)",
        ]
    }

    /// The word that a token of a text is in, in quotation marks.
    private static func word(of token: Int, _ blocks: Blocks, in opened: OpenedMedium) -> String? {
        guard opened.input.layout.columns.quantity == .byte, let block = blocks.block(of: token),
            let first = block.min(), let last = block.max(), let label = opened.words(first, last)
        else { return nil }
        return label.count > 48 ? "\"\(label.prefix(47))…\"" : "\"\(label)\""
    }

    /// A token's place in the units of its source.
    static func place(of token: Int, in opened: OpenedMedium) -> String {
        let layout = opened.input.layout
        let section = layout.section(of: token)
        if case .units(let set) = opened.outline, set.units.indices.contains(token) {
            return place(of: set.units[token], number: token)
        }
        if let points = section.points { return points.place(of: token - section.first) }
        let (column, row, frame) = section.cell(of: token)
        switch section.columns.quantity {
        case .x:
            let (x, y) = (section.columns.centre(column), section.rows?.centre(row) ?? 0)
            return (section.frames == nil ? "" : "frame \(frame + 1) · ") + "x \(Int(x)) y \(Int(y))"
        case .time:
            let time = section.columns.range(column)
            let places = section.rows == nil ? 4 : 2
            let seconds =
                "\(decimal(time.lowerBound, places: places))–\(decimal(time.upperBound, places: places)) s"
            guard let hertz = section.rows?.range(row) else { return seconds }
            let ends = [hertz.lowerBound, hertz.upperBound].map { decimal($0, places: 0) }
            return seconds + " · \(ends[0])–\(ends[1]) Hz"
        case .byte:
            guard case .text(let text, _) = opened.outline else { return "byte \(column)" }
            return byte(of: token, in: text, opened.input)
        case .y, .frequency, .frame, .item:
            return section.name(of: token)
        }
    }

    /// A unit's number, type, owner, place and age.
    private static func place(of unit: UnitSet.Unit, number: Int) -> String {
        let type = unit.isHidden ? "hidden type" : String(unit.type.prefix(24))
        let (x, y) = (Numbers.short(unit.x), Numbers.short(unit.y))
        return
            "unit \(number) · \(type) · player \(unit.owner) · x \(x) y \(y) · \(Numbers.short(unit.age)) s"
    }

    /// A token's byte and the character it belongs to, or what special token it is.
    private static func byte(of token: Int, in text: Media.Text, _ input: InputArray) -> String {
        let edges = input.layout.columns.edges
        let (first, end) = (Int(edges[token]), Int(edges[token + 1]))
        if first == end { return "\(ByteTokens.name(token)) · token \(token)" }
        guard end - first == 1 else {
            let literal = String(decoding: text.bytes.dropFirst(first).prefix(end - first), as: UTF8.self)
            return "byte \(first) · \(literal) · token \(token)"
        }
        let masked = input.masks.contains(token) ? " · masked" : ""
        return "byte \(first) · \(character(of: first, in: text))\(masked)"
    }

    /// The character a byte belongs to, quoted, and which of its bytes it is.
    private static func character(of byte: Int, in text: Media.Text) -> String {
        var start = 0
        for part in text.string.lazy.flatMap(Glyphs.parts) {
            let count = part.utf8.count
            if byte < start + count {
                let place = count > 1 ? " (\(byte - start + 1) of \(count))" : ""
                return "\"\(Glyphs.shown(part))\"" + place
            }
            start += count
        }
        return ""
    }
}

extension [Int] {
    /// The part of the source that tokens of one grid cover together, in its units.
    fileprivate func span(in layout: Layout) -> String? {
        guard let first, let last else { return nil }
        let section = layout.section(of: first)
        guard section.shape == .grid, layout.section(of: last).first == section.first else { return nil }
        let cells = map(section.cell(of:))
        func ends(_ axis: Axis, _ places: [Int]) -> (Double, Double) {
            (axis.edges[places.min() ?? 0], axis.edges[(places.max() ?? 0) + 1])
        }
        let across = ends(section.columns, cells.map(\.column))
        switch section.columns.quantity {
        case .time: return "\(decimal(across.0, places: 2))–\(decimal(across.1, places: 2)) s"
        case .x:
            guard let rows = section.rows else { return nil }
            let down = ends(rows, cells.map(\.row))
            let frame = section.frames == nil ? "" : "frame \(cells[0].frame + 1) · "
            let ends = [across.0, across.1, down.0, down.1].map { decimal($0, places: 0) }
            return frame + "x \(ends[0])–\(ends[1]) y \(ends[2])–\(ends[3])"
        case .y, .byte, .frequency, .frame, .item: return nil
        }
    }
}

extension Layout.Points {
    /// A point's coordinates, each with its name and unit.
    fileprivate func place(of point: Int) -> String {
        dimensions.indices.map { dimension in
            let unit = dimensions[dimension].unit
            let number = Numbers.short(coordinate(point, dimension))
            return "\(dimensions[dimension].name) \(number)" + (unit.isEmpty ? "" : " \(unit)")
        }
        .joined(separator: " ")
    }
}
