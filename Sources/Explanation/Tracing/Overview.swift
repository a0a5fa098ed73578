import Models
public import Numerics
import Perceiver

/// All heads of all layers in one run, small.
public struct Overview: Sendable {
    /// What one head of a layer attends to.
    public enum Picture: Sendable, Hashable {
        /// Over the input: the mean of all that ask, or what the one query asks for; a share for each token.
        case overInput([Float])
        /// One query's shares of the vectors that it reads.
        case strip([Float])
        /// Who reads whom, `[rows, columns]`: of many, neighbours are averaged.
        case matrix(Matrix)

        /// Hashes the numbers.
        public func hash(into hasher: inout Hasher) { hasher.combine(numbers) }

        /// Its numbers, row by row.
        public var numbers: [Float] {
            switch self {
            case .overInput(let numbers), .strip(let numbers): numbers
            case .matrix(let matrix): matrix.elements
            }
        }
    }

    /// One layer.
    public struct Row: Sendable, Hashable {
        /// The layer's name.
        public let layer: String
        /// A picture for each head.
        public let heads: [Picture]

        package init(layer: String, heads: [Picture]) { (self.layer, self.heads) = (layer, heads) }
    }

    /// The layers in the order of execution.
    public let rows: [Row]

    /// The most rows and columns of a matrix.
    public static let side = 48

    package init(rows: [Row]) { self.rows = rows }

    /// The overview of a run.
    ///
    /// - Parameters:
    ///   - asker: whose row of the last layer is shown; `nil` for the usual one.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    init(_ run: Run, asker: Asker?, progress: Progress) throws {
        let layers = run.model.layers
        let whole = Double(max(1, layers.reduce(0) { $0 + run.pairs(in: $1) * $1.heads }))
        var (rows, done) = ([Row](), 0)
        for (index, layer) in layers.enumerated() {
            try Task.checkCancellation()
            progress(Double(done) / whole)
            let heads =
                layer.queries == .outputs
                ? run.answerRows(index, asker) : try run.small(index, side: Self.side)
            rows.append(Row(layer: layer.name, heads: heads))
            done += run.pairs(in: layer) * layer.heads
        }
        self.init(rows: rows)
    }
}

extension Run {
    /// What an answer's query attends to in the last layer, head by head.
    fileprivate func answerRows(_ index: Int, _ asker: Asker?) -> [Overview.Picture] {
        guard let query = found(asker)?.query else { return [] }
        let isOverInput = model.layers[index].keys == .input
        return scores(layer: index, rows: query..<query + 1).map { scores in
            let row = AttentionUnit.weight.convert(scores).elements
            return isOverInput ? .overInput(overInput(row)) : .strip(row)
        }
    }

    /// Each head of a layer: over the input the mean of all that ask, otherwise who reads whom.
    fileprivate func small(_ index: Int, side: Int) throws -> [Overview.Picture] {
        let layer = model.layers[index]
        let (queries, keys) = (count(of: layer.queries), count(of: layer.keys))
        let block = max(1, (1 << 22) / max(1, keys * layer.heads))
        var pictures = [SmallMatrix](
            repeating: layer.keys == .input
                ? SmallMatrix(queries, keys, rows: 1, columns: keys)
                : SmallMatrix(queries, keys, rows: min(side, queries), columns: min(side, keys)),
            count: layer.heads
        )
        for start in stride(from: 0, to: queries, by: block) {
            try Task.checkCancellation()
            let scores = scores(layer: index, rows: start..<min(start + block, queries))
            for (head, scores) in scores.enumerated() {
                pictures[head].add(AttentionUnit.weight.convert(scores), from: start)
            }
        }
        return pictures.map {
            layer.keys == .input ? .overInput(overInput($0.averages.elements)) : .matrix($0.averages)
        }
    }
}

/// A matrix squeezed into fewer rows and columns, of which each is the average of neighbours.
private struct SmallMatrix {
    private let (queries, keys): (Int, Int)
    private let (rows, columns): (Int, Int)
    private var sums: [Float]

    init(_ queries: Int, _ keys: Int, rows: Int, columns: Int) {
        (self.queries, self.keys, self.rows, self.columns) = (queries, keys, rows, columns)
        sums = [Float](repeating: 0, count: rows * columns)
    }

    /// Adds some rows of the whole.
    mutating func add(_ block: Matrix, from start: Int) {
        let (keys, columns) = (keys, columns)
        let places = (0..<keys).map { PooledMatrix.group(of: $0, keys, columns) }
        block.withElements { elements in
            for row in 0..<block.rows {
                let first = PooledMatrix.group(of: start + row, queries, rows) * columns
                for key in 0..<keys { sums[first + places[key]] += elements[row * keys + key] }
            }
        }
    }

    /// The average of the numbers that each place stands for.
    var averages: Matrix {
        func sizes(_ count: Int, _ groups: Int) -> [Float] {
            var sizes = [Float](repeating: 0, count: groups)
            for place in 0..<count { sizes[PooledMatrix.group(of: place, count, groups)] += 1 }
            return sizes
        }
        let (down, across) = (sizes(queries, rows), sizes(keys, columns))
        let values = sums.indices.map { sums[$0] / (down[$0 / columns] * across[$0 % columns]) }
        return Matrix(rows: rows, columns: columns, values)
    }
}
