/// One axis of a token grid in the units of its source.
public struct Axis: Sendable, Hashable {
    /// What the axis measures.
    public enum Quantity: String, Sendable, Hashable, Codable {
        /// Pixels from the left edge of the picture.
        case x
        /// Pixels from the upper edge of the picture.
        case y
        /// Seconds from the beginning of the sound.
        case time
        /// Hertz.
        case frequency
        /// Bytes from the beginning of the text.
        case byte
    }

    /// What the axis measures.
    public let quantity: Quantity
    /// Where each cell begins, and last where the last one ends; one more than there are cells.
    public let edges: [Double]

    /// An axis with the given cells.
    ///
    /// - Precondition: there are at least two edges.
    public init(_ quantity: Quantity, edges: [Double]) {
        precondition(edges.count > 1)
        self.quantity = quantity
        self.edges = edges
    }

    /// The number of cells.
    public var count: Int { edges.count - 1 }

    /// The part of the source a cell covers.
    public func range(_ cell: Int) -> ClosedRange<Double> {
        edges[cell]...max(edges[cell], edges[cell + 1])
    }

    /// The middle of a cell.
    public func centre(_ cell: Int) -> Double { (edges[cell] + edges[cell + 1]) / 2 }

    /// The cell that a position lies in; the nearest one for positions outside.
    public func cell(at position: Double) -> Int {
        let after = edges.firstIndex { $0 > position } ?? edges.count
        return min(max(after - 1, 0), count - 1)
    }

    /// The unit of positions on the axis, as written after a number.
    public var unit: String {
        switch quantity {
        case .x, .y: "px"
        case .time: "s"
        case .frequency: "Hz"
        case .byte: ""
        }
    }
}

/// Which part of the source each token stands for.
///
/// Tokens form a grid and are numbered row by row. A picture's grid has rows `y` and columns `x`; a
/// spectrogram's rows are frequencies, the lowest first, and its columns times; a text is a single row
/// of bytes. Heatmaps, cursors, occlusion and export of every modality go through this type.
public struct Layout: Sendable, Hashable {
    /// Left to right.
    public let columns: Axis
    /// `nil` for a text, which has one row.
    public let rows: Axis?

    /// A grid of the given axes.
    public init(columns: Axis, rows: Axis?) {
        self.columns = columns
        self.rows = rows
    }

    /// The number of tokens.
    public var count: Int { columnCount * rowCount }
    /// The number of columns.
    public var columnCount: Int { columns.count }
    /// The number of rows.
    public var rowCount: Int { rows?.count ?? 1 }

    /// The token in a column and a row.
    public func token(column: Int, row: Int) -> Int { row * columnCount + column }

    /// The column and the row of a token.
    public func cell(of token: Int) -> (column: Int, row: Int) {
        (token % columnCount, token / columnCount)
    }

    /// The tokens of a block of columns and rows.
    public func tokens(columns: Range<Int>, rows: Range<Int>) -> [Int] {
        rows.flatMap { row in columns.map { token(column: $0, row: row) } }
    }

    /// Divides the tokens into blocks of neighbours, `acrossColumns` by `acrossRows` of them or fewer.
    ///
    /// Each token is in one block. Blocks are ordered as tokens are: row by row.
    public func blocks(acrossColumns: Int, acrossRows: Int) -> [[Int]] {
        let (across, down) = (min(acrossColumns, columnCount), min(acrossRows, rowCount))
        return (0..<down).flatMap { blockRow in
            (0..<across).map { blockColumn in
                tokens(
                    columns: columnCount * blockColumn / across..<columnCount * (blockColumn + 1) / across,
                    rows: rowCount * blockRow / down..<rowCount * (blockRow + 1) / down
                )
            }
        }
    }
}
