import Cells
import Explanation

/// The words of a text with their numbers in a map, below the text: a place for each, where clicks find them.
struct WordList: Geometry {
    private let ranked: [TextWords.Ranked]
    private let scale: MapScale
    private let cursor: Int?
    private let heading: Rectangle
    private let bars: RankedBars

    /// - Parameters:
    ///   - cursor: the token under the cursor, whose word is marked and seen.
    init(_ words: TextWords, _ scale: MapScale, cursor: Int?, in area: Rectangle) {
        self.scale = scale
        self.cursor = cursor
        let ranked = words.ranked(by: scale.relevance)
        self.ranked = ranked
        let (top, rest) = area.splitTop(1)
        heading = top
        let chosen = cursor.flatMap { token in ranked.firstIndex { $0.word.tokens.contains(token) } }
        bars = RankedBars(ranked.count, chosen: chosen, in: rest)
    }

    private var relevance: Relevance { scale.relevance }

    func draw(on canvas: inout Canvas) {
        let title = Self.title(relevance, width: heading.width)
        canvas.line(title, in: heading, y: heading.y, style: .dim)
        let sizes = ranked.map { relevance.isSigned ? abs($0.value) : $0.value }
        let beginsAtZero = relevance.startsAtZero || relevance.isSigned
        let (low, high) = (beginsAtZero ? 0 : sizes.last ?? 0, sizes.first ?? 0)
        let rows = zip(ranked, sizes).map { item, size in
            let length = high > low ? Double((size - low) / (high - low)) : 0
            return RankedBars.Row(
                label: item.word.label,
                number: Numbers.short(Double(item.value)),
                length: length,
                colour: colour(length, isNegative: item.value < 0, canvas.appearance),
                isChosen: cursor.map(item.word.tokens.contains) ?? false
            )
        }
        bars.draw(rows, on: &canvas)
    }

    private func colour(_ length: Double, isNegative: Bool, _ appearance: Appearance) -> Colour {
        guard appearance.hasPictureColours else { return .standard }
        let seen = max(0.25, length)
        let share = relevance.isSigned ? 0.5 + (isNegative ? -seen : seen) / 2 : seen
        return scale.palette.colour(share, depth: appearance.depth)
    }

    /// What the numbers are, in as many words as fit.
    private static func title(_ relevance: Relevance, width: Int) -> String {
        let names = relevance.names
        let sum =
            switch relevance.kind {
            case .share: ", summed over its tokens"
            case .ratio, .logarithm: ", averaged over its tokens"
            case .part: ""
            }
        let titles = names.prefix(1).map { "Words by \($0)\(sum)" } + names.map { "Words by \($0)" }
        return Reading.longest(titles, width: width)
    }

    // MARK: places

    /// Nothing lies here that does not lie in the text.
    func contains(_ token: Int) -> Bool { false }

    func tokens(cellX: Int, cellY: Int) -> [Int] {
        bars.row(x: cellX, y: cellY).map { ranked[$0].word.tokens } ?? []
    }

    func token(cellX: Int, cellY: Int) -> Int? { tokens(cellX: cellX, cellY: cellY).first }

    func cell(of token: Int) -> (x: Int, y: Int)? { nil }

    func moved(_ token: Int, across: Int, down: Int, over relevance: Relevance?) -> Int? { nil }

    func mostTokens(inWholeCells: Bool) -> Int { 1 }
}
