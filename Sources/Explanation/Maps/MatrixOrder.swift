public import Models
package import Numerics
import Perceiver

/// In which order the queries and the keys of a self-attention's matrix stand.
public enum MatrixOrder: String, Codable, Sendable, Hashable, CaseIterable {
    /// By their numbers.
    case number
    /// Those that attend alike, and are attended to alike, stand together.
    case clustered

    /// In a few words.
    public var words: String {
        switch self {
        case .number: "by number"
        case .clustered: "clustered: what attends alike stands together"
        }
    }
}

extension Run {
    /// Whether the matrix of a layer can be clustered: those that ask are those that are asked, each in a row of its own.
    public func canCluster(layer: Int) -> Bool {
        let place = model.layers[layer]
        return place.isSelfAttention && pairs(in: place) <= PooledMatrix.largestWhole
    }
}

extension PooledMatrix {
    /// The same with what attends alike, and is attended to alike, beside each other.
    ///
    /// What is told of each is its row and, of those that ask, its column. Cosine distances of these are clustered by
    /// average linkage, and the order is that of the tree; of two branches the one with the lowest place comes first. Keys that
    /// ask nothing come last. Numbers that are not finite count as 0.
    ///
    /// - Precondition: queries are among the keys, which stand in the order of their numbers; neighbours share nothing.
    package func clustered() -> PooledMatrix {
        precondition(!isPooled, "neighbours share rows")
        let profiles = Matrix(rows: queryCount, columns: 2 * queryCount, queries.indices.flatMap(profile))
        let order = AverageLinkage(distances: profiles.cosineDistances, count: queryCount).order
        let asking = Set(queries)
        return arranged(
            rows: order,
            columns: order.map { queries[$0] } + keys.filter { !asking.contains($0) }
        )
    }

    private func profile(_ row: Int) -> [Float] {
        let numbers = queries.map { values[row, $0] } + queries.indices.map { values[$0, queries[row]] }
        return numbers.map { $0.isFinite ? $0 : 0 }
    }

    /// The numbers in the order of queries and keys, in whichever order they stand.
    package var valuesByNumber: Matrix {
        isPooled ? values : arranged(rows: queries.sortedPlaces, columns: keys.sortedPlaces).values
    }

    /// The numbers of a query by the numbers of the keys; `nil` if it asks nothing.
    ///
    /// - Precondition: neighbours share nothing.
    package func row(ofQuery query: Int) -> [Float]? {
        guard let row = queries.firstIndex(of: query) else { return nil }
        return keys.sortedPlaces.map { values[row, $0] }
    }

    /// The same with rows and columns in another order.
    private func arranged(rows: [Int], columns: [Int]) -> PooledMatrix {
        let elements = rows.flatMap { row in columns.map { values[row, $0] } }
        return PooledMatrix(
            values: Matrix(rows: rows.count, columns: columns.count, elements),
            queryCount: queryCount,
            keyCount: keyCount,
            queries: rows.map { queries[$0] },
            keys: columns.map { keys[$0] }
        )
    }
}

extension [Int] {
    /// The places of the numbers, that of the least one first.
    fileprivate var sortedPlaces: [Int] { indices.sorted { self[$0] < self[$1] } }
}
