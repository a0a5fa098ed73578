import Cells
import Explanation
import Models
import Numerics

/// Draws maps whose keys have no place in the input: the matrix of a self-attention, and the decoder's row.
struct LatentDrawing {
    private let answer: MapAnswer
    private let lens: Lens
    private let appearance: Appearance
    /// The latent whose row is marked, if one is.
    private let row: Int?
    /// The key under the cursor, if there is one.
    private let keyCursor: Int?

    init(_ answer: MapAnswer, lens: Lens, appearance: Appearance, row: Int? = nil, keyCursor: Int? = nil) {
        self.answer = answer
        self.lens = lens
        self.appearance = appearance
        self.row = row
        self.keyCursor = keyCursor
    }

    private func scale(_ values: [Float]) -> MapScale { MapScale(answer.relevance(values), lens: lens) }

    // MARK: matrix

    /// Rows ask, columns are asked; the chosen latent's row is marked at both sides.
    ///
    /// Where room is left, the strongest pairs are listed.
    func drawMatrix(_ map: PooledMatrix, in area: Rectangle, on canvas: inout Canvas) {
        let plot = MatrixPlot(map, appearance: appearance, in: area)
        guard plot.isVisible else { return }
        let scale = scale(map.values.elements)
        plot.draw(scale, on: &canvas)
        let column = keyCursor.flatMap { map.keys.firstIndex(of: min($0, map.keyCount - 1)) }
        plot.drawSides(row: row, column: column, on: &canvas)
        guard !map.isPooled else { return }
        drawList("strongest pairs", map.values.elements, scale, in: plot.rest, on: &canvas) { place in
            "\(map.queries[place / map.values.columns]) → \(map.keys[place % map.values.columns])"
        }
    }

    /// The most numbers that one place of a matrix stands for, in words; `nil` if each has a place of its own.
    func shared(_ map: PooledMatrix, in area: Rectangle) -> String? {
        MatrixPlot(map, appearance: appearance, in: area).shared
    }

    /// The largest of some numbers below a heading, if there is room for three of them.
    private func drawList(
        _ title: String,
        _ values: [Float],
        _ scale: MapScale,
        in area: Rectangle,
        on canvas: inout Canvas,
        name: (Int) -> String
    ) {
        guard area.width >= 18 && area.height >= 4 else { return }
        let (top, rest) = area.splitTop(1)
        let bars = RankedBars(values.count, in: rest)
        let places = values.largest(bars.seen.count)
        canvas.line(title, in: top, y: top.y, style: .dim)
        let rows = places.map { place in
            let share = scale.share(place)
            let colour = colour(share, scale)
            let name = appearance.ascii ? name(place).replacing("→", with: "to") : name(place)
            let number = Numbers.short(Double(values[place]))
            return RankedBars.Row(label: name, number: number, length: share, colour: colour)
        }
        bars.draw(rows, on: &canvas)
    }

    private func colour(_ share: Double, _ scale: MapScale) -> Colour {
        appearance.hasPictureColours
            ? scale.palette.colour(max(0.25, share), depth: appearance.depth) : .standard
    }

    /// The numbers of the pair under the cursor.
    ///
    /// - Parameters:
    ///   - latent: the latent that asks.
    ///   - numbers: its own row, by the numbers of the keys; `nil` while it is being recomputed.
    func reading(_ map: PooledMatrix, latent: Int, row numbers: [Float]?, width: Int) -> [String] {
        let word = answer.keys.askerWord
        guard let numbers else { return ["\(word) \(latent)…"] }
        let shared = (map.queryCount / map.values.rows, map.keyCount / map.values.columns)
        let note = map.isPooled ? " · drawn as means of \(shared.0)×\(shared.1)" : ""
        let key = key(numbers)
        let pair = "\(word) \(latent) \(verb) \(word) \(key)"
        let short = "\(word) \(latent) \(verb) \(key)"
        return [
            Reading.longest([pair + note, pair, short], width: width), facts(numbers, key, width: width),
        ]
    }

    // MARK: strip

    /// A bar for each latent, or for as many neighbours as share one, beside an axis of numbers.
    ///
    /// Where room is left, the largest are listed.
    func drawStrip(_ values: [Float], in area: Rectangle, on canvas: inout Canvas) {
        let scale = scale(values)
        let plot = StripPlot(values.count, scale, isASCII: appearance.ascii, in: area)
        guard plot.isVisible else { return }
        plot.draw(scale, on: &canvas) { colour($0, scale) }
        plot.drawSides(key: keyCursor, on: &canvas)
        drawList("largest", values, scale, in: plot.rest, on: &canvas) { "latent \($0)" }
    }

    /// The most numbers that one bar stands for, in words; `nil` if each has its own.
    func shared(_ values: [Float], in area: Rectangle) -> String? {
        StripPlot(values.count, scale(values), isASCII: appearance.ascii, in: area).shared
    }

    /// The numbers of the latent under the cursor.
    func reading(_ values: [Float], width: Int) -> [String] {
        let key = key(values)
        return ["the answer \(verb) latent \(key)", facts(values, key, width: width)]
    }

    // MARK: readings

    /// The key that is read: the one under the cursor, or that of the largest number.
    private func key(_ numbers: [Float]) -> Int {
        min(keyCursor ?? Spread(weights: numbers).peak, numbers.count - 1)
    }

    private var verb: String { keyCursor == nil ? "attends most to" : "attends to" }

    private func facts(_ numbers: [Float], _ key: Int, width: Int) -> String {
        let number = Numbers.short(Double(numbers[key]))
        let rank = Ranking(numbers).rank(of: numbers[key])
        let spread =
            answer.kind == .logarithm
            ? nil : "effective keys \(Numbers.short(Spread(weights: numbers).effectiveCount))"
        let forms = [
            ["\(answer.quantity) \(number)", "rank \(rank) of \(numbers.count)", spread],
            [number, "\(Numbers.ordinal(rank)) of \(numbers.count)", spread],
            [number, Numbers.ordinal(rank), spread], [number, Numbers.ordinal(rank)],
        ]
        return Reading.longest(forms.map { $0.compactMap { $0 }.joined(separator: " · ") }, width: width)
    }
}

extension [Float] {
    /// The places of the largest numbers, the largest first.
    fileprivate func largest(_ most: Int) -> [Int] {
        var places: [Int] = []
        guard most > 0 else { return places }
        for (place, value) in enumerated() where places.count < most || self[places[most - 1]] < value {
            let index = places.partitioningIndex { self[$0] < value }
            places.insert(place, at: index)
            if places.count > most { places.removeLast() }
        }
        return places
    }
}

extension String {
    /// With blanks in front up to a length.
    func padded(_ length: Int) -> String { String(repeating: " ", count: max(0, length - count)) + self }
}
