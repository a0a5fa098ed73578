import Checkpoints
import Foundation
import Numerics
import TestData
import Testing

@Suite("Reading tensors of a file that Python wrote")
struct TensorFileTests {
    let file: TensorSet

    init() throws {
        file = try TensorSet(path: fixture("checkpoints/types.safetensors"))
    }

    @Test(
        "Floating-point types give the numbers that torch gives",
        arguments: [
            "float64", "float32", "float16", "bfloat16",
        ]
    )
    func floats(name: String) throws {
        let matrix = try file.matrix(name, shape: [3, 4])
        let expected = try file.matrix("\(name).expected", shape: [3, 4])
        #expect(matrix == expected)
        // −0 equals 0, so the sign has to be looked at by itself.
        #expect(matrix[0, 1].sign == .minus)
    }

    @Test("The numbers are those of the script")
    func values() throws {
        let numbers = try file.matrix("float32", shape: [3, 4])
        #expect(numbers[0, 3] == -2.5)
        #expect(numbers[1, 0] == Float(1.0 / 3))
        #expect(numbers[1, 3] == 65504)
        #expect(try file.matrix("float16")[1, 0] == 0.33325195)
        #expect(try file.matrix("bfloat16")[1, 0] == 0.33398438)
    }

    @Test("Every element type is described")
    func descriptions() throws {
        let types: [(String, ElementType)] = [
            ("int64", .int64), ("int32", .int32), ("int16", .int16), ("int8", .int8), ("uint64", .uint64),
            ("uint32", .uint32), ("uint16", .uint16), ("uint8", .uint8), ("bool", .bool),
            ("float8_e4m3fn", .float8e4m3), ("float8_e5m2", .float8e5m2), ("complex64", .complex64),
        ]
        for (name, type) in types {
            let tensor = try #require(file.tensors[name])
            #expect(tensor.elements == type)
            #expect(tensor.shape == [3])
        }
    }

    @Test("Metadata and names may have any character in them")
    func characters() throws {
        #expect(file.metadata == ["format": "pt", "made by": "Tests/Fixtures ☃"])
        #expect(try file.vector("naïve ☃ \"name\"\n", count: 3) == [1, 2, 3])
    }

    @Test("Tensors of any dimension become matrices")
    func shapes() throws {
        let cube = try file.matrix("cube", shape: [2, 3, 4])
        #expect((cube.rows, cube.columns) == (2, 12))
        #expect(cube[1, 0] == 12)
        let scalar = try file.matrix("scalar", shape: [])
        #expect((scalar.rows, scalar.columns) == (1, 1))
        #expect(scalar[0, 0] == 42)
        let empty = try file.matrix("empty")
        #expect((empty.rows, empty.columns) == (0, 3))
        #expect(file.has("cube") && !file.has("sphere"))
    }

    @Test("What is not a finite number is named with its place")
    func nonFinite() {
        #expect(
            throws: CheckpointError(
                path: file.path,
                .value(tensor: "float16.infinite", index: [1, 1], found: .infinity)
            )
        ) {
            try file.matrix("float16.infinite")
        }
        let text = message { _ = try file.matrix("float32.nan", shape: [2, 1, 2]) }
        #expect(
            text.hasSuffix(
                "tensor “float32.nan”: the element at [1, 0, 0] is nan, expected finite numbers only"
            )
        )
    }

    @Test("Integers are refused by name")
    func integers() {
        let text = message { _ = try file.matrix("int64") }
        #expect(text == "\(file.path): tensor “int64” holds I64, expected F32, F16, BF16 or F64")
    }

    @Test("Another shape is refused, with both")
    func wrongShape() {
        let text = message { _ = try file.matrix("cube", shape: [3, 2, 4]) }
        #expect(text.hasSuffix("tensor “cube” has the shape [2, 3, 4], expected [3, 2, 4]"))
        #expect(message { _ = try file.vector("cube", count: 24) }.hasSuffix("expected [24]"))
    }

    @Test("A missing tensor is named, with the most similar ones")
    func missing() {
        let text = message { _ = try file.matrix("float32.expectd") }
        #expect(
            text.contains(
                "tensor “float32.expectd” is missing; similar names in the file: “float32.expected”"
            )
        )
        #expect(message { _ = try file.matrix("latents") }.hasSuffix("tensor “latents” is missing"))
    }

    @Test("A matrix outlives the file it is a window on")
    func lifetime() throws {
        let folder = try TemporaryFolder()
        let values = (0..<4096).map { Float($0) }
        let header = #"{"x":{"dtype":"F32","shape":[64,64],"data_offsets":[0,16384]}}  "#
        let path = try folder.write(safetensors(header, data: bytes(values)))
        var matrix = try TensorSet(path: path).matrix("x")
        try FileManager.default.removeItem(atPath: path)
        #expect(matrix.elements == values)
        matrix[0, 0] = 7
        #expect(matrix[0, 0] == 7 && matrix[0, 1] == 1)
    }

    @Test("Data that begin at any byte are read", arguments: 0..<8)
    func alignment(spaces: Int) throws {
        let folder = try TemporaryFolder()
        let header =
            #"{"f":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"h":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},"#
            + #""d":{"dtype":"F64","shape":[1],"data_offsets":[12,20]}}"#
            + String(repeating: " ", count: spaces)
        let double = withUnsafeBytes(of: (0.1).bitPattern.littleEndian, Array.init)
        let path = try folder.write(
            safetensors(header, data: bytes([1.5, -3]) + [0x00, 0x3C, 0x00, 0xC0] + double)
        )
        let file = try TensorSet(path: path)
        #expect(try file.vector("f", count: 2) == [1.5, -3])
        #expect(try file.vector("h", count: 2) == [1, -2])
        #expect(try file.vector("d", count: 1) == [0.1])
    }

    @Test("A number too large for a float counts as infinite")
    func largeDouble() throws {
        let folder = try TemporaryFolder()
        let double = withUnsafeBytes(of: (1e300).bitPattern.littleEndian, Array.init)
        let header = #"{"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#
        let file = try TensorSet(path: try folder.write(safetensors(header, data: double)))
        #expect(
            message { _ = try file.matrix("d") }.hasSuffix(
                "the element at [0] is inf, expected finite numbers only"
            )
        )
    }
}
