public import Numerics

/// The attention of one layer: a row for each query, a column for each key; of many, neighbours share one.
public struct PooledMatrix: Sendable {
    /// `[rows, columns]`, no more than ``mostRows`` of each where there are many.
    public let values: Matrix
    /// The number of queries, of which several may share a row.
    public let queryCount: Int
    /// The number of keys, of which several may share a column.
    public let keyCount: Int
    /// The queries' own numbers, row by row: of the input's tokens those that were removed ask nothing.
    public let queries: [Int]
    /// The keys' own numbers, column by column.
    public let keys: [Int]

    /// The most numbers that are kept apart.
    public static let largestWhole = 1 << 20
    /// The rows and columns of a matrix that would have more numbers.
    public static let mostRows = 512

    /// Numbers of queries and keys; without counts each has its own, and without lists they are numbered from 0.
    public init(
        values: Matrix,
        queryCount: Int? = nil,
        keyCount: Int? = nil,
        queries: [Int]? = nil,
        keys: [Int]? = nil
    ) {
        self.values = values
        self.queryCount = queryCount ?? values.rows
        self.keyCount = keyCount ?? values.columns
        self.queries = queries ?? Array(0..<self.queryCount)
        self.keys = keys ?? Array(0..<self.keyCount)
    }

    /// Recomputes a layer's map.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public init(_ rows: AttentionRows, progress: (Double) -> Void = { _ in }) throws {
        let (queries, keys) = (rows.seenQueryCount, rows.keyCount)
        let isWhole = rows.pairs <= Self.largestWhole
        let size = isWhole ? (queries, keys) : (min(queries, Self.mostRows), min(keys, Self.mostRows))
        var values = Matrix(rows: size.0, columns: size.1)
        try rows.visit { start, block in
            try Task.checkCancellation()
            progress(Double(start) / Double(queries))
            for row in 0..<block.rows {
                let numbers = rows.overKeys(block[row: row])
                if isWhole {
                    values.replaceRow(start + row, with: numbers)
                } else {
                    Self.pool(numbers, into: &values, row: Self.group(of: start + row, queries, size.0))
                }
            }
        }
        if !isWhole { Self.average(&values, queries, keys) }
        self.init(values: values, queryCount: queries, keyCount: keys, queries: rows.seenQueries)
    }

    /// Whether neighbours share numbers.
    public var isPooled: Bool { queryCount > values.rows || keyCount > values.columns }

    /// The group that a place belongs to, when `count` places form `groups` groups of neighbours.
    static func group(of place: Int, _ count: Int, _ groups: Int) -> Int {
        ((place + 1) * groups - 1) / count
    }

    private static func pool(_ numbers: [Float], into values: inout Matrix, row: Int) {
        let side = values.columns
        values.withMutableElements { elements in
            for (place, number) in numbers.enumerated() {
                elements[row * side + group(of: place, numbers.count, side)] += number
            }
        }
    }

    private static func average(_ values: inout Matrix, _ queries: Int, _ keys: Int) {
        func sizes(_ count: Int, _ groups: Int) -> [Float] {
            var sizes = [Float](repeating: 0, count: groups)
            for place in 0..<count { sizes[group(of: place, count, groups)] += 1 }
            return sizes
        }
        let (down, across) = (sizes(queries, values.rows), sizes(keys, values.columns))
        values.withMutableElements { elements in
            for row in down.indices {
                for column in across.indices {
                    elements[row * across.count + column] /= down[row] * across[column]
                }
            }
        }
    }
}
