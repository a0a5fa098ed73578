public import Models
public import Numerics
import Perceiver

/// The maps of all queries of a layer over the input, side by side: neighbouring tokens are averaged where there are many.
public struct PooledMap: Sendable {
    /// `[queries, cells]`: the average of each cell's tokens.
    public let values: Matrix
    /// Where the cells are.
    public let layout: Layout
    /// The entropy of each query's attention over all tokens, in bits, heads combined as in the map: of weights, or of
    /// the softmax of scores.
    public let entropies: [Double]
    /// The number of each row's query: of the input's tokens those that were removed ask nothing.
    public let queries: [Int]

    /// The most numbers of a map whose tokens are kept apart.
    public static let largestWhole = PooledMatrix.largestWhole
    /// The most cells of a section of a larger one.
    public static let cellsPerSection = 4096

    /// Numbers of queries; without a list they are numbered as their rows are.
    package init(values: Matrix, layout: Layout, entropies: [Double], queries: [Int]? = nil) {
        self.values = values
        self.layout = layout
        self.entropies = entropies
        self.queries = queries ?? Array(0..<values.rows)
    }

    /// The row of a query; `nil` of one that asked nothing.
    public func row(ofQuery query: Int) -> Int? {
        let row = queries.partitioningIndex { $0 >= query }
        return row < queries.count && queries[row] == query ? row : nil
    }

    /// Goes through the whole map once, some rows at a time.
    ///
    /// - Parameters:
    ///   - rows: the rows of a layer whose keys are the input.
    ///   - largestWhole: the most numbers that are kept apart.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public init(
        _ rows: AttentionRows,
        largestWhole: Int = Self.largestWhole,
        progress: (Double) -> Void = { _ in }
    ) throws {
        let (layout, count) = (rows.run.input.layout, rows.seenQueryCount)
        let isWhole = rows.pairs <= largestWhole
        let pooling = isWhole ? nil : Pooling(layout, cellsPerSection: Self.cellsPerSection)
        var values = Matrix(rows: count, columns: pooling?.layout.count ?? layout.count)
        var entropies: [Double] = []
        try rows.visit { start, block in
            try Task.checkCancellation()
            progress(Double(start) / Double(count))
            // Of scores it is the entropy of the softmax of their averages over heads.
            let weights = rows.unit == .score ? AttentionUnit.weight.convert(block) : block
            for row in 0..<block.rows {
                let numbers = rows.overKeys(block[row: row])
                values.replaceRow(start + row, with: pooling?.averages(of: numbers) ?? numbers)
                entropies.append(Spread.entropy(of: weights, row: row))
            }
        }
        self.init(
            values: values,
            layout: pooling?.layout ?? layout,
            entropies: entropies,
            queries: rows.seenQueries
        )
    }
}

/// Which cell each input belongs to when neighbours are taken together.
struct Pooling: Sendable {
    /// The cells.
    let layout: Layout
    private let cells: [Int32]
    private let sizes: [Float]

    /// Takes neighbours together until each section has few enough cells; frames stay apart.
    init(_ fine: Layout, cellsPerSection limit: Int) {
        var sections: [Layout.Section] = []
        var cells: [Int32] = []
        for section in fine.sections {
            let first = sections.last?.tokens.upperBound ?? 0
            let (pooled, own) =
                section.points.map { Self.pooled($0, named: section.name, first: first, limit) }
                ?? Self.pooled(section, first: first, limit)
            cells += own.map(Int32.init)
            sections.append(pooled)
        }
        layout = Layout(sections: sections)
        var sizes = [Float](repeating: 0, count: layout.count)
        for cell in cells { sizes[Int(cell)] += 1 }
        self.cells = cells
        self.sizes = sizes
    }

    /// A section whose neighbours share cells, and the cell of each of its tokens.
    private static func pooled(_ section: Layout.Section, first: Int, _ limit: Int) -> (Layout.Section, [Int])
    {
        let perFrame = Swift.max(1, limit / section.frameCount)
        let share = Double(perFrame) / Double(section.rowCount * section.columnCount)
        let shrink = section.rows == nil ? share : share.squareRoot()
        func coarse(_ count: Int) -> Int {
            shrink >= 1 ? count : Swift.max(1, Int(Double(count) * shrink))
        }
        let columns = coarse(section.columnCount)
        let pooled =
            section.shape == .unplaced
            ? Layout.Section(name: section.name, first: first, unplaced: columns)
            : Layout.Section(
                name: section.name,
                first: first,
                columns: section.columns.pooled(to: columns),
                rows: section.rows.map { $0.pooled(to: coarse($0.count)) },
                frames: section.frames
            )
        let cells = section.tokens.map { token in
            let (column, row, frame) = section.cell(of: token)
            return pooled.token(
                column: PooledMatrix.group(of: column, section.columnCount, columns),
                row: PooledMatrix.group(of: row, section.rowCount, pooled.rowCount),
                frame: frame
            )
        }
        return (pooled, cells)
    }

    /// Points of which neighbours share one in their middle, and the number of that for each of them.
    private static func pooled(_ points: Layout.Points, named name: String, first: Int, _ limit: Int) -> (
        Layout.Section, [Int]
    ) {
        let parts = points.parts(atMost: limit)
        var cells = [Int](repeating: 0, count: points.count)
        for (number, part) in parts.enumerated() { for point in part { cells[point] = first + number } }
        let middles = parts.flatMap { part in
            points.dimensions.indices.map { dimension in
                part.reduce(0) { $0 + points.coordinate($1, dimension) } / Double(part.count)
            }
        }
        let pooled = Layout.Points(dimensions: points.dimensions, coordinates: middles)
        return (Layout.Section(name: name, first: first, points: pooled), cells)
    }

    /// The average of each cell's numbers, of which there is one for each token.
    func averages(of numbers: [Float]) -> [Float] {
        var sums = [Float](repeating: 0, count: sizes.count)
        for (token, cell) in cells.enumerated() { sums[Int(cell)] += numbers[token] }
        return zip(sums, sizes).map { $0 / $1 }
    }
}

extension Axis {
    /// The same axis with neighbouring cells taken together to `groups` of them.
    fileprivate func pooled(to groups: Int) -> Axis {
        // The first cell of each group, as `PooledMatrix.group` numbers them.
        let first = (0...groups).map { group in group * count / groups }
        return Axis(quantity, edges: first.map { edges[$0] })
    }
}
