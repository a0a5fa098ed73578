import Foundation
import Media
import Testing

/// Point clouds against the numbers that numpy wrote into their files.
@Suite struct PointTests {
    /// Every file of points holds them to the last digit, in their order.
    @Test(arguments: Fixtures.names("points", endings: ["f64"]))
    func points(_ truth: String) throws {
        let stem = (truth as NSString).deletingPathExtension
        let name = try #require(
            Fixtures.names("points", endings: ["ply", "xyz", "pts", "csv", "txt", "obj", "npy"])
                .first { ($0 as NSString).deletingPathExtension == stem }
        )
        let cloud = try Self.cloud(name)
        let numbers = try Fixtures.bytes("points/\(truth)").withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
        }
        #expect(cloud.points.flatMap { [$0.x, $0.y, $0.z] } == numbers)
        #expect(cloud.origin.pointCount == 24 && cloud.origin.faceCount == 0)
        #expect(cloud.notes == [])
        #expect(Medium.modality(path: Fixtures.path("points/\(name)")) == .points)
    }

    private struct Meshes: Decodable {
        let corners: [[Double]]
        let areas: [Double]
        let below: [Double]
    }

    /// Points lie on the faces, as many on each as its area says.
    @Test(arguments: ["mesh.off", "joined.off", "mesh.obj", "mesh.ply"])
    func meshes(_ name: String) throws {
        let path = Fixtures.root.deletingLastPathComponent().appending(path: "meshes.json")
        let truth = try JSONDecoder().decode(Meshes.self, from: Data(contentsOf: path))
        let cloud = try Self.cloud(name)
        #expect(cloud.origin.faceCount == 12 && cloud.origin.pointCount == 16)
        #expect(cloud.notes == ["8,192 points were placed on the mesh, evenly by area"])
        #expect(cloud.points.count == 8192)
        let (low, high) = cloud.box
        for axis in 0..<3 {
            let ends = truth.corners.map { $0[axis] }
            let (from, to) = (ends.min() ?? 0, ends.max() ?? 0)
            #expect(low[axis] >= from && high[axis] <= to + 1e-6)
            let below = Double(cloud.points.count { $0[axis] < (from + to) / 2 }) / 8192
            #expect(abs(below - truth.below[axis]) < 0.01, "axis \(axis): \(below)")
        }
        // The post is 3 × 0.1 on four sides, and the box has all the rest.
        let onPost = Double(cloud.points.count { $0.x > 4.5 }) / 8192
        let (post, all) = (truth.areas[12...].reduce(0, +), truth.areas.reduce(0, +))
        #expect(abs(onPost - post / all) < 0.003)
        #expect(try Self.cloud(name) == cloud)
    }

    /// What could be a text is one.
    @Test(arguments: [
        "ply\nis a layer of wood.\n", "OFF topic: 12 monkeys\n", "OFF\nand on again\n",
        "v 1 2\nv 2 3\n", "f 1 2 3\n", "a,b,c\n1.5,2.5,3.5\n", "x,y\n1.5,2.5\n",
        "1.5 2.5 3.5\n4.5 5.5 6.5\n", String(repeating: "2024 01 05\n", count: 20),
        String(repeating: "1.5 2.5 3.5\n", count: 20) + "and so on\n",
        String(repeating: "1.5 2.5\n", count: 20), "x,y,z\nred,green,blue\n", "x y z\n",
    ])
    func texts(_ text: String) throws {
        guard case .text(let read) = try Medium.read(Array(text.utf8), name: "a.txt") else {
            Issue.record("no text")
            return
        }
        #expect(read.string == text)
    }

    /// Each way in which a file can be wrong has a sentence that says so, and none takes memory that it claims.
    @Test(arguments: damaged)
    func refusals(_ file: Damaged) {
        #expect(throws: MediaError("a", file.problem)) { try Medium.read(file.bytes, name: "a") }
    }

    struct Damaged: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let problem: MediaError.Problem
        var testDescription: String { String(decoding: bytes.prefix(60), as: UTF8.self) }

        init(_ text: String, _ problem: MediaError.Problem, then more: [UInt8] = []) {
            (bytes, self.problem) = (Array(text.utf8) + more, problem)
        }
    }

    private static let ply = "a point cloud (PLY)"
    private static let off = "a point cloud (OFF)"
    static func header(_ count: Int, _ encoding: String = "ascii", faces: Int? = nil) -> String {
        "ply\nformat \(encoding) 1.0\nelement vertex \(count)\nproperty float x\nproperty float y\n"
            + "property float z\n"
            + (faces.map { "element face \($0)\nproperty list uchar int vertex_indices\n" } ?? "")
            + "end_header\n"
    }
    private static func array(_ header: String, _ data: Int = 0) -> Damaged.Array {
        let text = Array(header.utf8) + [0x0A]
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text
            + [UInt8](repeating: 0, count: data)
    }

    static let damaged: [Damaged] = [
        Damaged(
            header(4_000_000_000) + "1 2 3\n",
            .cutOff(kind: ply, "4,000,000,000 × vertex claimed, and 6 bytes follow")
        ),
        Damaged(
            header(4_000_000_000, "binary_little_endian"),
            .cutOff(kind: ply, "4,000,000,000 × vertex claimed, and 0 bytes follow")
        ),
        Damaged(header(2) + "1.25 2 3.5\n", .cutOff(kind: ply, "1 of 2 × vertex")),
        Damaged(header(1) + "1.25 2\n", .damaged(kind: ply, "vertex 0 has too few numbers")),
        Damaged(header(1) + "1.25 two 3\n", .damaged(kind: ply, "vertex 0 has too few numbers")),
        Damaged(header(1) + "nan nan inf\n", .noPoints(ply)),
        Damaged(header(0), .noPoints(ply)),
        Damaged("ply\nformat ascii 1.0\nelement vertex 3\n", .cutOff(kind: ply, "the header has no end")),
        Damaged(
            "ply\nformat ascii 2.0\nelement face 0\nend_header\n",
            .damaged(kind: ply, "it has no points with x, y and z")
        ),
        Damaged(
            "ply\nformat morse 1.0\nelement vertex 0\nend_header\n",
            .damaged(kind: ply, "the header tells no known format")
        ),
        Damaged(
            "OFF\n4000000000 1 0\n0 0 0\n",
            .cutOff(kind: off, "4,000,000,000 corners and 1 faces claimed, and 6 bytes follow")
        ),
        Damaged("OFF\n2 0 0\n0 0 0\n", .cutOff(kind: off, "1 of 2 corners")),
        Damaged(
            "OFF\n1 1 0\n0 0 0\n3 0 0 9\n",
            .damaged(kind: off, "face 1 names corner 9, where there are 1")
        ),
        Damaged("OFF\n1 1 0\n0 0 0\n3 0 0\n", .damaged(kind: off, "line 4 is no face")),
        Damaged("OFF BINARY\n1 1 0\n", .unsupported("a binary OFF file")),
        Damaged(
            "v 0 0 0\nv 1 0 0\nf 1 2 7\n",
            .damaged(kind: "a point cloud (OBJ)", "face 1 names corner 6, where there are 2")
        ),
        Damaged(
            "v 0 0 0\nv 1 0 zero\n",
            .damaged(kind: "a point cloud (OBJ)", "line 2 has no three coordinates")
        ),
        Damaged(
            String(repeating: "1.5 2.5 3.5\n", count: 400) + "the end\n",
            .damaged(kind: "a point cloud (XYZ)", "line 401 has no three coordinates")
        ),
        Damaged("x,y,z\nnan,nan,nan\n", .noPoints("a point cloud (XYZ)")),
        Damaged(
            array: array("{'descr': '<f4', 'fortran_order': False, 'shape': (9000000000, 3), }", 12),
            .cutOff(kind: "a point cloud (NumPy)", "9,000,000,000 × 3 numbers claimed, and 12 bytes follow")
        ),
        Damaged(
            array: array("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 3), }", 48),
            .unsupported("a NumPy array of shape (2, 2, 3), where point clouds have (n, 3)")
        ),
        Damaged(
            array: array("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,), }", 8),
            .unsupported("a NumPy array of [('x', where point clouds have numbers")
        ),
        Damaged(
            array: Array(array("{}").dropLast(2)),
            .cutOff(kind: "a point cloud (NumPy)", "the header has no end")
        ),
    ]

    /// Points without finite coordinates are left out and counted, and so are faces.
    @Test func numbersThatAreNone() throws {
        let rows = String(repeating: "1.5 2.5 3.5\n", count: 8) + "nan 1 2\n1 1e400 2\n"
        let cloud = try Self.read(rows)
        #expect(cloud.points.count == 8)
        #expect(cloud.notes == ["2 points without finite coordinates left out"])
        let mesh = try Self.read("v 0 0 0\nv 1 0 0\nv 0 1 0\nv nan 0 0\nf 1 2 3\nf 1 2 4\nf 1 1 1\n")
        #expect(mesh.notes.first == "2 faces without finite corners or area left out")
        #expect(mesh.points.allSatisfy { $0.x + $0.y <= 1 + 1e-9 && $0.z == 0 })
        let flat = try Self.read("v 0 0 0\nv 1 0 0\nf 1 2 1\n")
        #expect(flat.points.count == 2 && flat.notes == ["the mesh has no area, and its corners are taken"])
    }

    /// Numbers of an element may go on in the next line, where the format lets them.
    @Test(arguments: [
        PointTests.header(3) + "0 0\n0\n1\n0 0\n0 1.5 0\n",
        PointTests.header(3) + "0 0 0\n1 0 0\n# more\n0\n\n1.5 0\n",
        "OFF\n3 0 0\n0 0\n0\n1\n0 0\n0\n1.5 0\n",
        "v 0 0 0\nv 1 \\\n0 0\nv 0 \\\n1.5 \\\n0\n",
    ])
    func wrappedLines(_ text: String) throws {
        #expect(try Self.read(text).points == [SIMD3(0, 0, 0), SIMD3(1, 0, 0), SIMD3(0, 1.5, 0)])
    }

    /// Corners of faces, too.
    @Test(arguments: [
        "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0\n1 2\n", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 \\\n3\n",
        PointTests.header(3, faces: 1) + "0 0 0\n1 0 0\n0 1 0\n3 0\n1\n2\n",
    ])
    func wrappedFaces(_ text: String) throws {
        let cloud = try Self.read(text)
        #expect(cloud.origin.faceCount == 1 && cloud.points.count == 8192)
    }

    /// Of many points some are taken from everywhere, the same ones each time.
    @Test func manyPoints() throws {
        let count = 80_000
        var bytes = Array(Self.header(count, "binary_little_endian").utf8)
        for index in 0..<count {
            for value in [Float(index), 0, 1] {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
            }
        }
        guard case .points(let cloud) = try Medium.read(bytes, name: "a.ply") else { return }
        #expect(cloud.points.count == 65_536 && cloud.origin.pointCount == count)
        #expect(cloud.notes == ["65,536 of 80,000 points were taken, evenly and at random"])
        let quarters = (0..<4).map { quarter in
            cloud.points.count { Int($0.x) * 4 / count == quarter }
        }
        #expect(quarters.allSatisfy { abs($0 - 16_384) <= 1 })
        #expect(Set(cloud.points.map(\.x)).count == 65_536)
    }

    /// Of very many points all of the file is seen, not its beginning.
    @Test func veryManyPoints() throws {
        let count = 600_000
        let text = "{'descr': '|u1', 'fortran_order': True, 'shape': (\(count), 3), }\n"
        var bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
        bytes += (0..<count).map { UInt8($0 * 250 / count) } + [UInt8](repeating: 0, count: 2 * count)
        guard case .points(let cloud) = try Medium.read(bytes, name: "a.npy") else { return }
        #expect(cloud.notes == ["65,536 of 600,000 points were taken, evenly and at random"])
        #expect(cloud.points.count == 65_536 && cloud.origin.pointCount == count)
        for tenth in 0..<10 {
            let found = cloud.points.count { Int($0.x) / 25 == tenth }
            #expect(abs(found - 6554) < 100, "\(tenth): \(found)")
        }
    }

    private static func cloud(_ name: String) throws -> PointCloud {
        guard case .points(let cloud) = try Medium.read(path: Fixtures.path("points/\(name)")) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return cloud
    }

    private static func read(_ text: String) throws -> PointCloud {
        guard case .points(let cloud) = try Medium.read(Array(text.utf8), name: "a") else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return cloud
    }
}

extension PointTests.Damaged {
    typealias Array = [UInt8]

    init(array: [UInt8], _ problem: MediaError.Problem) { (bytes, self.problem) = (array, problem) }
}
