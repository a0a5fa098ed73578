import Cells
import Explanation
import Models
import Numerics
import Perceiver

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

    private func scale(_ values: [Float]) -> MapScale {
        MapScale(Relevance(values: values, isSigned: false, meaning: answer.meaning), lens: lens)
    }

    // MARK: matrix

    /// Rows ask, columns are asked; the chosen latent's row is marked at both sides.
    func drawMatrix(_ map: PooledMatrix, in area: Rectangle, on canvas: inout Canvas) {
        let values = map.values
        let plot = area.inset(left: 4, top: 1)
        guard plot.width > 2 && plot.height > 2 else { return }
        let side = side(of: area)
        let scale = scale(values.elements)
        canvas.write("keys →", x: plot.x, y: area.y, style: .dim, limit: plot.width)
        if appearance.hasPictureColours {
            var raster = Raster(width: side, height: side)
            for y in 0..<side {
                for x in 0..<side {
                    raster[x, y] = scale.palette.level(largest(values, scale, x: x, y: y..<y + 1, side: side))
                }
            }
            canvas.draw(raster, x: plot.x, y: plot.y)
        } else {
            for y in 0..<side / 2 {
                for x in 0..<side {
                    let share = largest(values, scale, x: x, y: 2 * y..<2 * y + 2, side: side)
                    canvas[plot.x + x, plot.y + y] = Cell(appearance.shade(share))
                }
            }
        }
        markMatrix(map, side: side, plot: plot, area: area, on: &canvas)
    }

    private func markMatrix(
        _ map: PooledMatrix,
        side: Int,
        plot: Rectangle,
        area: Rectangle,
        on canvas: inout Canvas
    ) {
        let (queries, count) = (map.queries, map.queryCount)
        for latent in stride(from: 0, to: count, by: max(1, count * 4 / max(side, 1))) {
            canvas.write(
                "\(queries[latent])",
                x: area.x,
                y: plot.y + latent * side / count / 2,
                style: .dim,
                limit: 4
            )
        }
        if let keyCursor {
            let x = plot.x + (2 * keyCursor + 1) * side / (2 * map.keyCount)
            canvas.write("v", x: x, y: plot.y - 1, style: .bold)
        }
        guard let row else { return }
        let y = plot.y + (2 * row + 1) * side / (2 * count) / 2
        canvas.write(
            count > 999 ? "\(queries[row])" : "\(queries[row])".padded(3) + ">",
            x: area.x,
            y: y,
            style: .bold
        )
        canvas.write("<", x: plot.x + side, y: y, style: .bold)
    }

    /// How many pixels a matrix has to a side.
    private func side(of area: Rectangle) -> Int {
        let plot = area.inset(left: 4, top: 1)
        return min(plot.width, plot.height * 2)
    }

    /// The most numbers that one place of a matrix stands for, in words; `nil` if each has a place of its own.
    func shared(_ map: PooledMatrix, in area: Rectangle) -> String? {
        let side = max(1, side(of: area))
        func most(_ count: Int, _ pixels: Int) -> Int {
            stride(from: 0, to: side, by: pixels).reduce(1) { most, pixel in
                max(most, part(pixel..<min(side, pixel + pixels), of: side, count).count)
            }
        }
        let numbers =
            most(map.values.columns, 1) * most(map.values.rows, appearance.hasPictureColours ? 1 : 2)
        return numbers > 1 ? "\(numbers) numbers" : nil
    }

    /// The largest share of the numbers that some pixels stand for: none is left out.
    private func largest(_ values: Matrix, _ scale: MapScale, x: Int, y: Range<Int>, side: Int) -> Double {
        let columns = part(x..<x + 1, of: side, values.columns)
        return part(y, of: side, values.rows).reduce(0) { best, row in
            columns.reduce(best) { max($0, scale.share(row * values.columns + $1)) }
        }
    }

    /// The rows or columns that lie under some pixels of a side, be it with an edge.
    private func part(_ pixels: Range<Int>, of side: Int, _ count: Int) -> Range<Int> {
        if side >= count {
            // Each has at least a pixel of its own.
            return min(
                count - 1,
                pixels.lowerBound * count / side
            )..<min(
                count,
                (pixels.upperBound - 1) * count / side + 1
            )
        }
        return pixels.lowerBound * count / side..<min(count, (pixels.upperBound * count + side - 1) / side)
    }

    /// The numbers of the pair under the cursor.
    ///
    /// - Parameters:
    ///   - latent: the latent that asks.
    ///   - numbers: its own row; `nil` while it is being recomputed.
    func reading(_ map: PooledMatrix, latent: Int, row numbers: [Float]?, width: Int) -> [String] {
        let word = answer.keys.askerWord
        guard let numbers else { return ["\(word) \(latent)…"] }
        let shared = (map.queryCount / map.values.rows, map.keyCount / map.values.columns)
        let note = map.isPooled ? " · drawn as means of \(shared.0)×\(shared.1)" : ""
        let key = key(numbers)
        return ["\(word) \(latent) \(verb) \(word) \(key)" + note, facts(numbers, key, width: width)]
    }

    // MARK: strip

    /// A column for each latent, or for neighbours, as high as the largest number.
    func drawStrip(_ values: [Float], in area: Rectangle, on canvas: inout Canvas) {
        let plot = area.inset(left: 1, bottom: 1)
        guard plot.width > 0 && plot.height > 1 else { return }
        let scale = scale(values)
        let width = max(1, plot.width / values.count)
        let shown = min(values.count, plot.width)
        for column in 0..<shown {
            // Where there is no room for all, neighbours share a column, as high as the largest of them.
            let latents = column * values.count / shown..<(column + 1) * values.count / shown
            let share = latents.map(scale.share).max() ?? 0
            let height = share * Double(plot.height)
            let colour =
                appearance.hasPictureColours
                ? scale.palette.colour(max(0.25, share), depth: appearance.depth) : .standard
            for step in 0..<plot.height {
                let filled = height - Double(step)
                guard filled > 0.06 else { break }
                for x in 0..<max(1, width - (width > 2 ? 1 : 0)) {
                    let cell = Cell(appearance.bar(filled), Style(colour))
                    canvas[plot.x + column * width + x, plot.y + plot.height - 1 - step] = cell
                }
            }
            let isMarked = keyCursor.map(latents.contains) ?? false
            let labelled = latents.first { $0 % max(1, (6 / width + 4) / 5 * 5) == 0 }
            if let label = isMarked ? "^" : labelled.map({ "\($0)" }) {
                canvas.write(
                    label,
                    x: plot.x + column * width,
                    y: plot.y + plot.height,
                    style: isMarked ? .bold : .dim
                )
            }
        }
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
            answer.quantity == AttentionUnit.score.rawValue
            ? nil : "effective keys \(Numbers.short(Spread(weights: numbers).effectiveCount))"
        let forms = [
            ["\(answer.quantity) \(number)", "rank \(rank) of \(numbers.count)", spread],
            [number, "\(Numbers.ordinal(rank)) of \(numbers.count)", spread],
        ]
        return Reading.longest(forms.map { $0.compactMap { $0 }.joined(separator: " · ") }, width: width)
    }
}

extension String {
    /// With blanks in front up to a length.
    func padded(_ length: Int) -> String { String(repeating: " ", count: max(0, length - count)) + self }
}
