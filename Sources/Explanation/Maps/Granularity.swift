import Media
public import Models

/// How finely a map is shown: which of its tokens have one number together.
public enum Granularity: String, Sendable, Hashable, CaseIterable {
    /// Each token by itself.
    case token
    case character, word, sentence
    /// Four by four tokens; of a point cloud an eighth of a cube around it to a side.
    case cell
    /// The parts that occlusion takes away.
    case block
    /// A tenth of a second, all frequencies together, and of a clip all that is seen.
    case tenth = "100ms"
    /// A second, all frequencies together, and of a clip all that is seen.
    case second

    /// What an input's maps can be shown by, the finest first.
    public static func all(for layout: Layout) -> [Granularity] {
        if layout.pictures != nil { return [.token, .cell, .block, .tenth, .second] }
        return switch layout.placed.columns.quantity {
        case .byte: [.token, .character, .word, .sentence]
        case .time: [.token, .tenth, .second]
        case .x, .y, .frequency, .frame, .item: [.token, .cell, .block]
        }
    }

    /// What it is called where an input has such a layout: its tokens are bytes, tiles or just tokens.
    public func name(in layout: Layout) -> String {
        guard self == .token, layout.pictures == nil else { return rawValue }
        return switch layout.placed.columns.quantity {
        case .byte: "byte"
        case .time: "tile"
        case .x, .y, .frequency, .frame, .item: rawValue
        }
    }

    /// All names, and those that the finest one has besides.
    public static let names = ["byte", "pixel", "tile"] + allCases.map(\.rawValue)

    /// The one of a name; `nil` if an input of such a layout has none.
    public init?(name: String, in layout: Layout) {
        let all = Self.all(for: layout)
        let isPixel = name == "pixel" && all.contains(.cell)
        guard let found = all.first(where: { $0.rawValue == name || $0.name(in: layout) == name || isPixel })
        else { return nil }
        self = found
    }

    /// Several of them, in a word.
    var plural: String {
        switch self {
        case .token, .character, .word, .sentence, .cell, .block, .second: rawValue + "s"
        case .tenth: "tenths of a second"
        }
    }

    /// The tokens that have one number together; each token is in one group.
    public func groups(of opened: OpenedMedium) -> [[Int]] {
        let (input, layout) = (opened.input, opened.input.layout)
        switch self {
        case .token: return (0..<layout.count).map { [$0] }
        case .word, .block: return input.parts
        case .character, .sentence:
            guard case .text(let text, _) = opened.outline else { return input.parts }
            let ends = self == .sentence ? text.sentenceEnds : text.characterEnds
            return Self.grouped(layout.count) { token in
                let (from, to) = (Int(layout.columns.edges[token]), Int(layout.columns.edges[token + 1]))
                // What stands for no byte is by itself, and what is not known of a long text.
                return from < to && from < text.bytes.count
                    ? ends.partitioningIndex { $0 > from } : -1 - token
            }
        case .cell: return layout.sections.flatMap(Self.cells)
        case .tenth: return Self.times(layout, of: 0.1)
        case .second: return Self.times(layout, of: 1)
        }
    }

    /// Tokens of the same key, in the order of their first ones.
    private static func grouped(_ count: Int, by key: (Int) -> Int) -> [[Int]] {
        var (groups, places) = ([[Int]](), [Int: Int]())
        for token in 0..<count {
            let key = key(token)
            if let place = places[key] {
                groups[place].append(token)
            } else {
                places[key] = groups.count
                groups.append([token])
            }
        }
        return groups
    }

    private static func cells(_ section: Layout.Section) -> [[Int]] {
        switch section.shape {
        case .points(let points) where points.dimensions.count == 3:
            return points.cells(level: Grain.fine.level).map { $0.map { $0 + section.first } }
        case .points(let points):
            return points.parts(atMost: max(1, points.count / 16)).map { $0.map { $0 + section.first } }
        case .unplaced: return section.tokens.map { [$0] }
        case .grid:
            let (across, down) = ((section.columnCount + 3) / 4, (section.rowCount + 3) / 4)
            return grouped(section.count) { place in
                let cell = section.cell(of: section.first + place)
                return (cell.frame * down + cell.row / 4) * across + cell.column / 4
            }
            .map { $0.map { $0 + section.first } }
        }
    }

    /// Tokens by the time of their middle, the sound and the picture of a clip apart; what has no time is by itself.
    private static func times(_ layout: Layout, of seconds: Double) -> [[Int]] {
        let sections = layout.sections
        return grouped(layout.count) { token in
            let place = sections.lastIndex { $0.first <= token } ?? 0
            guard let moment = sections[place].moment(of: token) else { return -1 - token }
            // A middle at the very end of a step may be a rounding before it.
            return Int(moment / seconds + 1e-9) * sections.count + place
        }
    }
}

extension Layout.Section {
    /// The second at which the middle of a token is heard or seen, if it has one.
    fileprivate func moment(of token: Int) -> Double? {
        let cell = cell(of: token)
        if columns.quantity == .time { return columns.centre(cell.column) }
        return framesPerSecond.map { (Double(cell.frame) + 0.5) / $0 }
    }
}

extension Media.Text {
    /// Where the characters end, in bytes.
    fileprivate var characterEnds: [Int] {
        var end = 0
        return string.map { character in
            end += character.utf8.count
            return end
        }
    }

    /// Where the sentences end, with the spaces behind them: at a full stop, a question or an exclamation mark before a space,
    /// at marks of scripts that need none, and at the end of a line.
    fileprivate var sentenceEnds: [Int] {
        var (ends, end) = ([Int](), 0)
        // Whether a mark was seen, whether it ends a sentence, and whether a space was seen behind it.
        var (isOver, isOpen, hasSpace) = (false, false, false)
        for character in string {
            if isOver && !character.isWhitespace && !Self.closes(character, behindSpace: hasSpace) {
                // A mark within a number or a name ends nothing.
                if isOpen { ends.append(end) }
                (isOver, isOpen, hasSpace) = (false, false, false)
            }
            if isOver && character.isWhitespace { (isOpen, hasSpace) = (true, true) }
            if ".!?…".contains(character) { isOver = true }
            if "。！？؟।\n".contains(character) { (isOver, isOpen) = (true, true) }
            end += character.utf8.count
        }
        return ends + [end]
    }

    /// Whether a character behind a sentence's mark belongs to the sentence; behind a space such a quotation mark begins the next.
    private static func closes(_ character: Character, behindSpace: Bool) -> Bool {
        !behindSpace && "\"'”’»)]」』）".contains(character)
    }
}
