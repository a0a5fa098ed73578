import Foundation

/// A square matrix with the clusters that scipy finds in it; made by `Tests/Fixtures/clusters.py`.
package struct ClusteredMatrix: Decodable, Sendable {
    /// What it is like.
    package let name: String
    /// Its rows.
    package let matrix: [[Float]]
    /// The distance of the two parts of each cluster, the least first.
    package let heights: [Double]
    /// The numbers that are in each cluster, in the order of ``heights``.
    package let clusters: [[Int]]
    /// All numbers, those of a cluster together.
    package let order: [Int]

    private struct File: Decodable {
        let cases: [ClusteredMatrix]
    }

    /// All of the fixture.
    package static func all() throws -> [ClusteredMatrix] {
        let data = try Data(contentsOf: URL(filePath: fixture("clusters.json")))
        return try JSONDecoder().decode(File.self, from: data).cases
    }
}
