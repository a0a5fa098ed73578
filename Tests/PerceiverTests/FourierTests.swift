import Checkpoints
import Foundation
import Numerics
import Perceiver
import TestData
import Testing

@Suite("Fourier features, beside transformers")
struct FourierTests {
    /// A row of `fourier.json`.
    struct Table: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let shape: [Int]
        let bands: Int
        let maxResolution: [Int]
        var concatPos: Bool?
        var sineOnly: Bool?
        /// Output points are not on the grid.
        var points: [Int]?

        var testDescription: String { name }

        /// The columns of ours that a variant without positions or without cosines has.
        var columns: Range<Int> {
            let (axes, waves) = (shape.count, shape.count * bands)
            return (concatPos == false ? axes : 0)..<axes + (sineOnly == true ? waves : 2 * waves)
        }
    }

    static var tables: [Table] {
        get throws {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let data = try Data(contentsOf: URL(filePath: fixture("perceiver/fourier.json")))
            return try decoder.decode([Table].self, from: data)
        }
    }

    @Test("Grids of one to three axes") func grids() throws {
        let file = try TensorSet(path: fixture("perceiver/fourier.safetensors"))
        let tables = try Self.tables.filter { $0.points == nil }
        #expect(tables.count == 9)
        for table in tables {
            let features = FourierFeatures(bands: table.bands, resolution: table.maxResolution)
            let grid = features.grid(table.shape)
            #expect(grid.columns == features.channels)
            let recorded = try file.matrix(table.name)
            let difference = largestDifference(
                grid.gathered(columns: table.columns).elements,
                recorded.elements
            )
            #expect(difference <= 1e-6, "\(table.name)")
            // Positions come from one rounding, and must not differ at all.
            if table.concatPos != false {
                let axes = 0..<table.shape.count
                #expect(grid.gathered(columns: axes) == recorded.gathered(columns: axes), "\(table.name)")
            }
        }
    }

    @Test("Output points, which are not on the grid") func points() throws {
        let file = try TensorSet(path: fixture("perceiver/fourier.safetensors"))
        let tables = try Self.tables.filter { $0.points != nil }
        #expect(tables.count == 2)
        for table in tables {
            let features = FourierFeatures(bands: table.bands, resolution: table.maxResolution)
            let recorded = try file.matrix(table.name)
            for (row, point) in (table.points ?? []).enumerated() {
                let got = Matrix(rows: 1, columns: features.channels) {
                    features.points(point..<point + 1, of: table.shape, into: $0, stride: features.channels)
                }
                let difference = largestDifference(got.elements, recorded[row: row])
                #expect(difference <= 1e-6, "\(table.name), point \(point)")
            }
        }
    }

    @Test(
        "The positions that the models of images read",
        arguments: [
            ("image-fourier", 224, [9, 8]), ("image-conv", 56, [7, 6]),
        ]
    )
    func images(name: String, resolution: Int, shape: [Int]) throws {
        let inputs = try PublishedCase(name).inputs
        let grid = FourierFeatures(bands: 64, resolution: [resolution, resolution]).grid(shape)
        let recorded = inputs.gathered(columns: inputs.columns - grid.columns..<inputs.columns)
        #expect(largestDifference(grid.elements, recorded.elements) <= 1e-6)
    }
}
