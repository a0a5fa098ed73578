import Cells
import Explanation
import Models
import Numerics

/// Where the rows and columns of a matrix lie, with the numbers of queries and keys at its sides.
struct MatrixPlot {
    private let map: PooledMatrix
    private let appearance: Appearance
    private let header: Rectangle
    private let gutter: Int
    private let plot: Rectangle
    private let rows: EvenAxis
    private let columns: EvenAxis

    init(_ map: PooledMatrix, appearance: Appearance, in area: Rectangle) {
        self.map = map
        self.appearance = appearance
        // At both sides there is room for the mark of a row.
        gutter = "\(map.queries.max() ?? 0)".count + 1
        let lines = area.height >= 8 ? 2 : 1
        header = area.splitTop(lines).top
        plot = area.inset(left: gutter, top: lines, right: 1)
        let down = appearance.hasPictureColours ? 2 : 1
        let room = Self.room(for: map, in: plot, down: down)
        rows = EvenAxis(map.values.rows, in: room.height * down)
        columns = EvenAxis(map.values.columns, in: room.width)
    }

    /// The cells of a list beside the matrix, with the gap before it, and of one below it.
    private static let (listWidth, gap, listHeight) = (24, 3, 6)

    /// What the matrix takes of its place: where each number has a cell in less, there is room for the list.
    private static func room(for map: PooledMatrix, in plot: Rectangle, down: Int) -> Size {
        let (width, height) = (plot.width - listWidth - gap, plot.height - listHeight - 1)
        if map.isPooled { return Size(width: plot.width, height: plot.height) }
        if width >= map.values.columns { return Size(width: width, height: plot.height) }
        let isLow = height * down >= map.values.rows
        return Size(width: plot.width, height: isLow ? height : plot.height)
    }

    /// Whether anything of it can be seen.
    var isVisible: Bool { plot.width > 2 && plot.height > 1 }

    /// Pixels in a cell, one below the other.
    private var down: Int { appearance.hasPictureColours ? 2 : 1 }

    /// What is left beside it, or if that is too narrow below it.
    var rest: Rectangle {
        let side = plot.inset(left: columns.length + Self.gap)
        if side.width >= Self.listWidth { return side }
        return plot.inset(top: (rows.length + down - 1) / down + 1)
    }

    /// The most numbers that one place stands for, in words; `nil` if each has a place of its own.
    var shared: String? {
        let numbers = rows.shared * columns.shared
        return numbers > 1 ? "\(numbers) numbers" : nil
    }

    func draw(_ scale: MapScale, on canvas: inout Canvas) {
        if appearance.hasPictureColours {
            var raster = Raster(width: columns.length, height: rows.length)
            for y in 0..<rows.length {
                for x in 0..<columns.length { raster[x, y] = scale.palette.level(largest(scale, x: x, y: y)) }
            }
            canvas.draw(raster, x: plot.x, y: plot.y)
        } else {
            for y in 0..<rows.length {
                for x in 0..<columns.length {
                    canvas[plot.x + x, plot.y + y] = Cell(appearance.shade(largest(scale, x: x, y: y)))
                }
            }
        }
    }

    /// The largest share of the numbers that a place stands for: none is left out.
    private func largest(_ scale: MapScale, x: Int, y: Int) -> Double {
        rows.numbers(at: y).reduce(0) { best, row in
            columns.numbers(at: x).reduce(best) {
                max($0, scale.share(row * map.values.columns + $1))
            }
        }
    }

    // MARK: sides

    /// Numbers at both sides, those of the marked row and column first.
    ///
    /// - Parameters:
    ///   - row: the place of a query among those that ask.
    ///   - column: the place of a key among those that are asked.
    func drawSides(row: Int?, column: Int?, on canvas: inout Canvas) {
        let words = appearance.ascii ? "queries down, keys across" : "queries ↓  keys →"
        if header.height > 1 { canvas.line(words, in: header, y: header.y, style: .dim) }
        drawKeys(column, on: &canvas)
        drawQueries(row, on: &canvas)
    }

    private func drawKeys(_ column: Int?, on canvas: inout Canvas) {
        let line = header.splitBottom(1).bottom
        var labels = LabelLine(Rectangle(x: plot.x, y: line.y, width: plot.width + 1, height: line.height))
        func x(_ key: Int) -> Int { plot.x + columns.place(of: value(key, of: map.keyCount, columns)) }
        if let column { labels.write("v", x: x(column), style: .bold, on: &canvas) }
        let apart = "\(map.keyCount - 1)".count + 1
        for tick in columns.ticks(apart: apart, of: map.keyCount) {
            labels.write("\(map.keys[tick])", x: x(tick), style: .dim, on: &canvas)
        }
    }

    private func drawQueries(_ row: Int?, on canvas: inout Canvas) {
        func y(_ query: Int) -> Int { plot.y + rows.place(of: value(query, of: map.queryCount, rows)) / down }
        for tick in rows.ticks(apart: down, of: map.queryCount) where row.map(y) != y(tick) {
            canvas.write(label(tick), x: plot.x - gutter, y: y(tick), style: .dim)
        }
        guard let row else { return }
        canvas.write(label(row) + ">", x: plot.x - gutter, y: y(row), style: .bold)
        canvas.write("<", x: plot.x + columns.length, y: y(row), style: .bold)
    }

    private func label(_ query: Int) -> String { "\(map.queries[query])".padded(gutter - 1) }

    /// The number that a query or a key has a share in.
    private func value(_ place: Int, of whole: Int, _ axis: EvenAxis) -> Int {
        min(axis.count - 1, ((place + 1) * axis.count - 1) / whole)
    }
}
