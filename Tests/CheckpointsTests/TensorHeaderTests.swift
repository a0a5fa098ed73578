import Checkpoints
import Foundation
import Testing

@Suite("Refusing files that are not safetensors files")
struct TensorHeaderTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func refusal(of bytes: [UInt8]) throws -> String {
        let path = try folder.write(bytes)
        let text = message { _ = try TensorSet(path: path) }
        #expect(text.hasPrefix("\(path): "))
        return String(text.dropFirst(path.count + 2))
    }

    /// One entry `x` of a header, and eight bytes of data.
    private func refusal(ofEntry entry: String) throws -> String {
        try refusal(of: safetensors("{\"x\":\(entry)}", data: [UInt8](repeating: 0, count: 8)))
    }

    @Test("What is no file")
    func noFile() throws {
        let missing = "\(folder.path)/missing.safetensors"
        #expect(
            message { _ = try TensorSet(path: missing) }
                == "\(missing): cannot be opened: No such file or directory; expected a safetensors file"
        )
        #expect(
            message { _ = try TensorSet(path: folder.path) }
                == "\(folder.path): is a folder, expected a safetensors file"
        )
        #expect(
            message { _ = try TensorSet(path: "/dev/zero") }.hasPrefix("/dev/zero: is a device or a socket")
        )
        let pipe = "\(folder.path)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(
            message { _ = try TensorSet(path: pipe) } == "\(pipe): is a pipe, expected a safetensors file"
        )
        #expect(message { _ = try TensorSet(path: "a\0b") }.hasSuffix("no file name has a zero byte in it"))
        #expect(message { _ = try TensorSet(path: "") }.contains("No such file"))
    }

    @Test("Too short, or with an impossible length of the header")
    func lengths() throws {
        #expect(try refusal(of: []) == "is empty, expected a safetensors file")
        #expect(
            try refusal(of: [1, 2, 3])
                == "is not a safetensors file: it is 3 bytes long, expected 8 bytes with the header's length first"
        )
        #expect(
            try refusal(of: [100, 0, 0, 0, 0, 0, 0, 0, 0x7B])
                == "is not a safetensors file: its header should be 100 bytes long, but only 1 bytes follow; the file "
                + "is truncated, or of another kind"
        )
        let huge = [UInt8](repeating: 0xFF, count: 16)
        #expect(
            try refusal(of: huge)
                == "is not a safetensors file: its header would be 18446744073709551615 bytes long, expected at most "
                + "100000000"
        )
    }

    @Test("Other kinds of file are recognised")
    func lookalikes() throws {
        let hierarchy = try refusal(of: [0x89, 0x48, 0x44, 0x46] + [UInt8](repeating: 9, count: 99))
        #expect(hierarchy.hasSuffix("it is an HDF5 file, as those of TensorFlow are"))
        let archive = try refusal(of: Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 9, count: 99))
        #expect(
            archive
                == "is not a file of PyTorch that is read: it has no end of a zip archive; the file is truncated, or "
                + "of another kind"
        )
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
        #expect(try refusal(of: Array(pointer.utf8)).contains("git lfs pull"))
    }

    @Test(
        "Headers that are not JSON objects",
        arguments: [
            ("", "is not JSON: "),
            ("{", "is not JSON: "),
            ("{\"x\":1", "is not JSON: "),
            ("[]", "is a list, expected a JSON object"),
            ("3", "is 3, expected a JSON object"),
            ("{}{}", "is not JSON: "),
            ("{}\0", "is not JSON: "),
            (String(repeating: #"{"x":"#, count: 100_000), "is not JSON: Too many nested"),
        ]
    )
    func json(header: String, problem: String) throws {
        #expect(
            try refusal(of: safetensors(header)).hasPrefix("is not a safetensors file: its header \(problem)")
        )
    }

    @Test("Equal names, also when written differently")
    func duplicates() throws {
        let entry = #"{"dtype":"U8","shape":[8],"data_offsets":[0,8]}"#
        let text = try refusal(of: safetensors("{\"x\":\(entry),\"\\u0078\":\(entry)}", data: bytes([1, 2])))
        #expect(text.hasSuffix("its header has the name “x” twice"))
    }

    @Test(
        "Metadata that are not texts",
        arguments: [
            (#"{"__metadata__":[]}"#, "__metadata__: expected an object, found a list"),
            (#"{"__metadata__":{"a":1}}"#, "__metadata__.a: expected a text, found 1"),
        ]
    )
    func metadata(header: String, problem: String) throws {
        #expect(try refusal(of: safetensors(header)).hasSuffix(problem))
    }

    @Test(
        "Entries that make no sense",
        arguments: [
            ("3", "expected an object, found 3"),
            (#"{"shape":[2],"data_offsets":[0,8]}"#, "dtype: is missing"),
            (#"{"dtype":7,"shape":[2],"data_offsets":[0,8]}"#, "dtype: expected a text, found 7"),
            (#"{"dtype":"Q8","shape":[2],"data_offsets":[0,8]}"#, "dtype “Q8” is not known, expected one of"),
            (#"{"dtype":"F32","data_offsets":[0,8]}"#, "shape: is missing"),
            (#"{"dtype":"F32","shape":2,"data_offsets":[0,8]}"#, "shape: expected a list, found 2"),
            (
                #"{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}"#,
                "shape has -2 in it, expected whole numbers from 0"
            ),
            (
                #"{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}"#,
                "shape[0]: 2.5 does not fit"
            ),
            (
                #"{"dtype":"F32","shape":[1e30],"data_offsets":[0,8]}"#,
                "shape[0]: 1e30 does not fit"
            ),
            (
                #"{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}"#,
                #"shape[0]: expected a whole number, found "2""#
            ),
            (#"{"dtype":"F32","shape":[2]}"#, "data_offsets: is missing"),
            (
                #"{"dtype":"F32","shape":[2],"data_offsets":[8]}"#,
                "data_offsets are [8], expected where it begins"
            ),
            (
                #"{"dtype":"F32","shape":[2],"data_offsets":[8,0]}"#,
                "data_offsets are [8, 0], expected where it begins"
            ),
            (#"{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}"#, "data_offsets are [0, 4, 8], expected"),
            (
                #"{"dtype":"F32","shape":[3],"data_offsets":[0,8]}"#,
                "[3] of F32 takes 12 bytes, but its data_offsets [0, 8] hold 8"
            ),
            (#"{"dtype":"F4","shape":[3],"data_offsets":[0,8]}"#, "no memory could hold the shape [3] of F4"),
            (
                #"{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}"#,
                "no memory could hold the shape [4294967296, 4294967296] of F32"
            ),
            (
                #"{"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}"#,
                "no memory could hold the shape [0, 4294967296, 4294967296] of F32"
            ),
            (
                #"{"dtype":"F64","shape":[4611686018427387904],"data_offsets":[0,0]}"#,
                "no memory could hold the shape [4611686018427387904] of F64"
            ),
            (
                #"{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}"#,
                "no memory could hold the shape"
            ),
            (
                #"{"dtype":"F32","shape":[4],"data_offsets":[0,16]}"#,
                "ends at byte 16 of the data, of which there are only 8; the file is truncated or damaged"
            ),
            (
                #"{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#,
                "begins at byte 4 of the data, expected 0, where the header ends; no bytes may lie between tensors"
            ),
        ]
    )
    func entries(entry: String, problem: String) throws {
        let text = try refusal(ofEntry: entry)
        #expect(text.hasPrefix("tensor “x”: "))
        #expect(text.contains(problem), "\(text)")
    }

    @Test("Tensors that overlap, leave a hole, or leave a rest")
    func layout() throws {
        func two(_ first: String, _ second: String) throws -> String {
            let header =
                #"{"a":{"dtype":"F32","shape":[2],"data_offsets":\#(first)},"#
                + #""b":{"dtype":"F32","shape":[1],"data_offsets":\#(second)}}"#
            return try refusal(of: safetensors(header, data: bytes([1, 2, 3, 4])))
        }
        #expect(
            try two("[0,8]", "[4,8]")
                == "tensor “b”: begins at byte 4 of the data, within “a”, which ends at 8"
        )
        #expect(
            try two("[0,8]", "[12,16]")
                == "tensor “b”: begins at byte 12 of the data, expected 8, where “a” ends; no bytes may lie between tensors"
        )
        #expect(
            try two("[0,8]", "[8,12]")
                == "is not a safetensors file: its tensors end at byte 12 of the data, but there are 16; expected no more"
        )
        #expect(try two("[8,16]", "[4,8]").hasPrefix("tensor “b”: begins at byte 4 of the data, expected 0"))
    }

    @Test("Names cannot send commands to the terminal, nor fill it")
    func names() throws {
        let header = #"{"\u001b[2J\u202e\#(String(repeating: "x", count: 1000))":3}"#
        let text = try refusal(of: safetensors(header))
        #expect(text.hasPrefix("tensor “\u{FFFD}[2J\u{FFFD}xxx"))
        #expect(text.count < 200)
    }

    @Test("A header of many values is refused before it takes memory")
    func manyValues() throws {
        let header = "{\"a\":[" + String(repeating: "0,", count: 1_000_000) + "0]}"
        #expect(try refusal(of: safetensors(header)).contains("has 1000000 commas in it"))
    }

    @Test("A file without tensors, and one with spaces around the header, are fine")
    func unusual() throws {
        #expect(try TensorSet(path: try folder.write(safetensors("{}"))).tensors.isEmpty)
        let header = "  {\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}\n "
        #expect(try TensorSet(path: try folder.write(safetensors(header))).vector("x", count: 0) == [])
    }
}
