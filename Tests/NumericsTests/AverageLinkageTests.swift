import Numerics
import TestData
import Testing

/// Clusters against those of scipy, and against what average linkage is.
@Suite struct AverageLinkageTests {
    /// The things of each cluster, in the order of the joins.
    private func members(_ linkage: AverageLinkage) -> [[Int]] {
        var members = (0..<linkage.count).map { [$0] }
        for join in linkage.joins { members.append(members[join.first] + members[join.second]) }
        return members
    }

    @Test func scipy() throws {
        for given in try ClusteredMatrix.all() {
            let count = given.matrix.count
            let profiles = Matrix(
                rows: count,
                columns: 2 * count,
                given.matrix.indices.flatMap { row in given.matrix[row] + given.matrix.map { $0[row] } }
            )
            let found = AverageLinkage(distances: profiles.cosineDistances, count: count)
            let clusters = zip(found.joins, members(found)[count...]).sorted { $0.0.height < $1.0.height }
            let heights = clusters.map(\.0.height)
            for (own, other) in zip(heights, given.heights) {
                #expect(abs(own - other) < 1e-12, "\(given.name): \(own) \(other)")
            }
            #expect(clusters.map { $0.1.sorted() } == given.clusters, "\(given.name)")
            #expect(found.order == given.order, "\(given.name)")
        }
    }

    /// Each height is the mean distance of the things of both parts, no less than those of the parts' own joins, even
    /// where many distances are the same.
    @Test(arguments: [2, 3, 10, 40]) func heights(count: Int) {
        var generator = Generator(seed: UInt64(count))
        var distances = [Double](repeating: 0, count: count * count)
        for first in 0..<count {
            for second in 0..<first {
                let distance = Double((generator.normals(1)[0] * 3).rounded().magnitude)
                distances[first * count + second] = distance
                distances[second * count + first] = distance
            }
        }
        let found = AverageLinkage(distances: distances, count: count)
        #expect(found == AverageLinkage(distances: distances, count: count))
        #expect(found.joins.count == count - 1 && found.order.sorted() == Array(0..<count))
        let members = members(found)
        for join in found.joins {
            let (first, second) = (members[join.first], members[join.second])
            let all = first.flatMap { one in second.map { distances[one * count + $0] } }
            #expect(abs(join.height - all.reduce(0, +) / Double(all.count)) < 1e-12)
            for part in [join.first, join.second] where part >= count {
                #expect(found.joins[part - count].height <= join.height + 1e-12)
            }
            #expect((first.min() ?? 0) < (second.min() ?? 0))
        }
    }

    @Test func fewThings() {
        #expect(AverageLinkage(distances: [], count: 0).order == [])
        #expect(AverageLinkage(distances: [0], count: 1).order == [0])
        let equal = AverageLinkage(distances: Array(repeating: 1, count: 25), count: 5)
        #expect(equal.order == [0, 1, 2, 3, 4] && equal.joins.allSatisfy { $0.height == 1 })
    }

    /// More rows than are compared at once, and a number of columns that is no multiple of four.
    @Test func cosines() {
        var generator = Generator(seed: 3)
        var matrix = generator.matrix(37, 11)
        matrix.replaceRow(5, with: Array(repeating: 0, count: 11))
        matrix.replaceRow(6, with: matrix[row: 7].map { $0 * 3 })
        matrix.replaceRow(8, with: matrix[row: 7].map { -$0 })
        let distances = matrix.cosineDistances
        func product(_ a: Int, _ b: Int) -> Double {
            zip(matrix[row: a], matrix[row: b]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        for a in 0..<37 {
            for b in 0..<37 {
                let lengths = (product(a, a) * product(b, b)).squareRoot()
                let expected = a == b ? 0 : lengths == 0 ? 1 : 1 - product(a, b) / lengths
                #expect(abs(distances[a * 37 + b] - expected) < 1e-12, "\(a) \(b)")
            }
        }
        #expect(distances[6 * 37 + 7] < 1e-12 && abs(distances[7 * 37 + 8] - 2) < 1e-12)
    }
}
