import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// What a model makes of point clouds, against the training code (`Tests/Fixtures/point_model.py`).
@Suite struct PointInputTests {
    static let model = Result { try Model(folder: URL(filePath: fixture("models/points"))) }

    /// Where a cloud lies and how large it is makes no difference.
    @Test(arguments: [("points-same", 1.0), ("points-same", 250), ("points-few", 0.01)])
    func numbers(_ name: String, _ scale: Double) throws {
        let file = try TensorSet(path: fixture("models/\(name).safetensors"))
        let model = try Self.model.get()
        let input = try model.prepare(.points(Self.cloud(file, scale)))
        #expect(input.tokens.rows == 20 && input.layout.count == 20)
        expectClose(input.tokens, try file.matrix("tokens"), "\(name) tokens")
        let run = try model.run(input)
        expectClose(run.trace.latents, try file.matrix("latents"), "\(name) latents")
        let prediction = try #require(run.predictions.first)
        #expect(prediction.task == "shape" && run.predictions.count == 1)
        let logits = Matrix(rows: 1, columns: prediction.logits.count, prediction.logits)
        expectClose(logits, try file.matrix("logits.shape"), "\(name) shape")
    }

    private static func cloud(_ file: TensorSet, _ scale: Double) throws -> PointCloud {
        let numbers = try file.matrix("points")
        return PointCloud(
            (0..<numbers.rows).map { row in
                let point = numbers[row: row].map(Double.init)
                return (SIMD3(point[0], point[1], point[2]) + SIMD3(100, -4, 7)) * scale
            }
        )
    }

    /// Tokens lie at points of the cloud, and those in a box can be left out.
    @Test func places() throws {
        let model = try Self.model.get()
        var places: [SIMD3<Double>] = []
        for z in 0..<5 {
            for y in 0..<10 { for x in 0..<10 { places.append(SIMD3(Double(x), Double(y), Double(z))) } }
        }
        let cloud = PointCloud(places)
        let input = try model.prepare(.points(cloud))
        let points: Layout.Points = try #require(input.layout.placed.points)
        let all = Set(cloud.points)
        for token in 0..<points.count { #expect(all.contains(points.place(of: token))) }
        #expect(points.dimensions.map { $0.range.upperBound } == [9, 9, 4])
        #expect(input.note == "the model sees 96 of 500 points")
        let box = PointBox(0...4, -1...20)
        let wanted = Set((0..<points.count).filter { points.place(of: $0).x <= 4 })
        let without = try model.prepare(.points(cloud), options: InputOptions(removed: [Removal(box)]))
        #expect(!wanted.isEmpty && without.removed == wanted)
    }

    /// Parts are cells of an octree: finer ones lie in coarser ones, and each token is in one.
    @Test func parts() throws {
        let file = try TensorSet(path: fixture("models/points-same.safetensors"))
        let input = try Self.model.get().prepare(.points(Self.cloud(file, 1)))
        #expect(input.parts(.usual) == input.parts)
        var coarser = [Array(0..<20)]
        for grain in Grain.allCases {
            let parts = input.parts(grain)
            #expect(parts.flatMap(\.self).sorted() == Array(0..<20))
            #expect(parts.allSatisfy { part in coarser.contains { Set($0).isSuperset(of: part) } })
            #expect(parts.count <= 1 << (3 * (Grain.allCases.firstIndex(of: grain) ?? 0) + 3))
            coarser = parts
        }
        #expect(input.parts(.coarse).count > 1 && input.parts(.finest).count > input.parts(.coarse).count)
    }

    /// A model without such a front end says what it takes.
    @Test func refusal() throws {
        let tiny = try TrainingCodeTests.tiny.get()
        #expect(tiny.modalities == [.image, .audio, .text])
        let cloud = PointCloud([SIMD3(0, 0, 0)])
        #expect {
            try tiny.prepare(.points(cloud))
        } throws: { error in
            "\(error)" == "the model does not take a point cloud; it takes a picture, a sound, a text"
        }
    }

    /// A single point has no size, and is an input all the same.
    @Test func singlePoint() throws {
        let model = try Self.model.get()
        let run = try model.run(model.prepare(.points(PointCloud([SIMD3(5, 5, 5)]))))
        #expect(!run.predictions[0].logits.contains { !$0.isFinite })
    }

    @Test func checks() throws {
        let cases: [(String, String, String)] = [
            ("\"groups\": 20", "\"groups\": 97", "inputs.points.groups"),
            ("\"neighbours\": 7", "\"neighbours\": 0", "inputs.points.neighbours"),
            ("\"beside\": 4", "\"beside\": 40", "inputs.points.beside"),
            ("\"bands\": 2", "\"bands\": 9", "inputs.points.bands"),
            ("\"points\": {", "\"dots\": {", "tasks[7].input"),
        ]
        let folder = URL(filePath: fixture("models/points"))
        let text = try String(contentsOf: folder.appending(path: "config.json"), encoding: .utf8)
        for (old, new, key) in cases {
            #expect(text.contains(old))
            let files = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            defer { try? FileManager.default.removeItem(at: files) }
            try FileManager.default.copyItem(at: folder, to: files)
            try text.replacing(old, with: new).write(
                to: files.appending(path: "config.json"),
                atomically: true,
                encoding: .utf8
            )
            #expect {
                try Model(folder: files)
            } throws: { error in
                "\(error)".contains(key)
            }
        }
    }
}
