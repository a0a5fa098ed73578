/// Things joined two by two, those that are nearest first, until all are one: hierarchical clustering by average linkage.
///
/// The distance of two clusters is the mean of the distances of their things. Joins are found along chains of nearest
/// neighbours, which takes time and memory in proportion to the square of the number of things. Of neighbours at the
/// same distance the one with the lowest number counts, so that equal distances give equal joins.
public struct AverageLinkage: Sendable, Hashable {
    /// Two clusters that become one.
    ///
    /// Things have their own numbers; the cluster that ``joins`` has at a place follows them with the number of things
    /// added to that place.
    public struct Join: Sendable, Hashable {
        /// Of both clusters the one that has the lowest thing.
        public let first: Int
        /// The other one.
        public let second: Int
        /// The distance of both.
        public let height: Double
    }

    /// The number of things.
    public let count: Int
    /// The joins, each after those of its parts; one less than there are things.
    public let joins: [Join]

    /// The joins of things.
    ///
    /// - Parameters:
    ///   - distances: `[count, count]`, row by row.
    ///   - count: the number of things.
    /// - Precondition: distances are finite, and the same in both directions.
    public init(distances: [Double], count: Int) {
        precondition(distances.count == count * count, "\(distances.count) distances of \(count)")
        self.count = count
        var clusters = Clusters(distances: distances, count: count)
        joins = clusters.joinAll()
    }

    /// All things by the tree of their joins: those of a cluster stand together, its first part before the second.
    public var order: [Int] {
        var order: [Int] = []
        // The last join has all things; a single thing is its own cluster.
        var waiting = count > 0 ? [count + joins.count - 1] : []
        while let cluster = waiting.popLast() {
            if cluster < count {
                order.append(cluster)
            } else {
                let join = joins[cluster - count]
                waiting += [join.second, join.first]
            }
        }
        return order
    }
}

/// The clusters that are left while they are joined, each at the place of its lowest thing.
private struct Clusters {
    private let count: Int
    private var distances: [Double]
    /// How many things each cluster has; 0 where none is left.
    private var sizes: [Int]
    private var numbers: [Int]
    private var joins: [AverageLinkage.Join] = []

    init(distances: [Double], count: Int) {
        (self.distances, self.count) = (distances, count)
        sizes = Array(repeating: 1, count: count)
        numbers = Array(0..<count)
    }

    /// Joins until one is left.
    mutating func joinAll() -> [AverageLinkage.Join] {
        // Each of the chain is followed by its nearest neighbour. What is joined elsewhere comes no nearer to it, so the
        // chain stays one when its end is cut off.
        var chain: [Int] = []
        while joins.count < count - 1 {
            // The lowest thing is always left.
            if chain.isEmpty { chain = [0] }
            let last = chain[chain.count - 1]
            let former = chain.count > 1 ? chain[chain.count - 2] : nil
            let next = nearest(to: last, ratherThanOthers: former)
            if next == former {
                chain.removeLast(2)
                join(min(last, next), max(last, next))
            } else {
                chain.append(next)
            }
        }
        return joins
    }

    /// The place of the nearest other cluster.
    ///
    /// - Parameter former: what counts before others at the same distance; without it chains might go round.
    private func nearest(to place: Int, ratherThanOthers former: Int?) -> Int {
        let start = place * count
        var best = former
        for other in 0..<count where other != place && sizes[other] > 0 {
            if let best, distances[start + other] >= distances[start + best] { continue }
            best = other
        }
        guard let best else { preconditionFailure("a single cluster has no neighbour") }
        return best
    }

    private mutating func join(_ first: Int, _ second: Int) {
        joins.append(
            AverageLinkage.Join(
                first: numbers[first],
                second: numbers[second],
                height: distances[first * count + second]
            )
        )
        let (own, others) = (Double(sizes[first]), Double(sizes[second]))
        for place in 0..<count where sizes[place] > 0 && place != first && place != second {
            let sum = own * distances[first * count + place] + others * distances[second * count + place]
            let mean = sum / (own + others)
            distances[first * count + place] = mean
            distances[place * count + first] = mean
        }
        numbers[first] = count + joins.count - 1
        sizes[first] += sizes[second]
        sizes[second] = 0
    }
}

extension Matrix {
    /// One less the cosine of each two rows, `[rows, rows]`: from 0 in the same direction to 2 in opposite ones.
    ///
    /// A row of zeros is at 1 from all others. They are sums in double precision in a fixed order, the same on every
    /// machine.
    ///
    /// - Precondition: all elements are finite.
    public var cosineDistances: [Double] {
        let rows = rows
        let (units, width) = unitRows
        // The rows of a block stay in the cache while all others pass.
        let block = 16
        return [Double](unsafeUninitializedCapacity: rows * rows) { distances, count in
            units.withUnsafeBufferPointer { units in
                for start in stride(from: 0, to: rows, by: block) {
                    for other in start..<rows {
                        for row in start..<min(start + block, other + 1) {
                            let cosine = Self.product(units, row * width, other * width, width)
                            let distance = row == other ? 0 : max(0, 1 - cosine)
                            distances[row * rows + other] = distance
                            distances[other * rows + row] = distance
                        }
                    }
                }
            }
            count = rows * rows
        }
    }

    /// The rows with a length of 1, four numbers together, and how many of these a row has; rows of zeros stay as they are.
    private var unitRows: ([SIMD4<Double>], Int) {
        let width = (columns + 3) / 4
        var units = [SIMD4<Double>](repeating: .zero, count: rows * width)
        withElements { elements in
            for row in 0..<rows {
                let own = elements[row * columns..<(row + 1) * columns]
                let length = own.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
                guard length > 0 else { continue }
                for (column, element) in own.enumerated() {
                    units[row * width + column / 4][column % 4] = Double(element) / length
                }
            }
        }
        return (units, width)
    }

    private static func product(
        _ units: UnsafeBufferPointer<SIMD4<Double>>,
        _ first: Int,
        _ second: Int,
        _ width: Int
    ) -> Double {
        var sums = SIMD4<Double>.zero
        for place in 0..<width { sums += units[first + place] * units[second + place] }
        return sums[0] + sums[1] + sums[2] + sums[3]
    }
}
