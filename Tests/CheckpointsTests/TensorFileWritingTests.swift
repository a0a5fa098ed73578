import Checkpoints
import Foundation
import Numerics
import Testing

@Suite("Writing tensors")
struct TensorFileWritingTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = "\(folder.path)/out.safetensors"
    }

    @Test("What is written is read again, bit for bit")
    func roundTrip() throws {
        let values = Matrix(rows: 6, columns: 5, (0..<30).map { Float($0) * 0.37 - 3 })
        try TensorFile.write(
            [
                .init("attention.encoder", shape: [2, 3, 5], values),
                .init("scalar", shape: [], Matrix(rows: 1, columns: 1, [-0.0])),
                .init("nothing", shape: [0, 4], Matrix(rows: 0, columns: 4)),
                .init("odd \" \\ \n \u{1} ☃", shape: [5], values[rows: 2..<3]),
            ],
            metadata: ["input": "dog.jpg", "quote": "\""],
            to: path
        )
        let file = try TensorSet(path: path)
        #expect(file.metadata == ["input": "dog.jpg", "quote": "\""])
        #expect(file.tensors.count == 4)
        #expect(try file.matrix("attention.encoder", shape: [2, 3, 5]).elements == values.elements)
        #expect(try file.matrix("scalar", shape: [])[0, 0].sign == .minus)
        #expect(try file.matrix("nothing", shape: [0, 4]).count == 0)
        #expect(try file.vector("odd \" \\ \n \u{1} ☃", count: 5) == values[row: 2])
        #expect(try folder.names == ["out.safetensors"])
    }

    @Test("The data begin at a multiple of 8 bytes, whatever the names", arguments: 1..<9)
    func alignment(length: Int) throws {
        let name = String(repeating: "x", count: length)
        try TensorFile.write([.init(name, shape: [1], Matrix(rows: 1, columns: 1, [1]))], to: path)
        let size = try Data(contentsOf: URL(fileURLWithPath: path)).count
        #expect(size % 8 == 4)
        #expect(try TensorSet(path: path).vector(name, count: 1) == [1])
    }

    @Test("A tensor can be written in parts")
    func parts() throws {
        let output = TensorFile.Output("map", shape: [3, 2, 4], parts: 3) { head in
            Matrix(rows: 2, columns: 4, repeating: Float(head))
        }
        try TensorFile.write([output], to: path)
        let map = try TensorSet(path: path).matrix("map", shape: [3, 2, 4])
        #expect(map == Matrix(rows: 3, columns: 8, (0..<24).map { Float($0 / 8) }))
    }

    @Test("Until it is complete the file has no name")
    func nameless() throws {
        let folder = folder
        nonisolated(unsafe) var names: [[String]] = []
        let output = TensorFile.Output("map", shape: [2, 1], parts: 2) { _ in
            names.append((try? folder.names) ?? ["?"])
            return Matrix(rows: 1, columns: 1)
        }
        try TensorFile.write([output], to: path)
        #expect(names == [[], []])
        #expect(try folder.names == ["out.safetensors"])
    }

    @Test("The file appears when it is complete, and a failure leaves nothing behind")
    func failure() throws {
        _ = try folder.write([1, 2, 3], as: "out.safetensors")
        let output = TensorFile.Output("x", shape: [1], parts: 1) { _ in
            #expect((try? Data(contentsOf: URL(fileURLWithPath: path))) == Data([1, 2, 3]))
            // A folder cannot be replaced by a file, so the last step fails.
            try? FileManager.default.removeItem(atPath: path)
            try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            return Matrix(rows: 1, columns: 1)
        }
        let text = message { try TensorFile.write([output], to: path) }
        #expect(text == "\(path): cannot be written: Is a directory")
        #expect(try folder.names == ["out.safetensors"])
    }

    @Test("A file is replaced, also behind a symbolic link")
    func replacing() throws {
        _ = try folder.write([1, 2, 3], as: "real")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "real")
        try TensorFile.write([.init("x", shape: [1], Matrix(rows: 1, columns: 1, [5]))], to: path)
        #expect(try TensorSet(path: "\(folder.path)/real").vector("x", count: 1) == [5])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "real")
    }

    @Test("Folders, devices and folders that are not there are refused")
    func refusals() {
        func refusal(_ path: String) -> String { message { try TensorFile.write([], to: path) } }
        #expect(refusal(folder.path) == "\(folder.path): cannot be written: is a folder, expected a file")
        #expect(
            refusal("/dev/null") == "/dev/null: cannot be written: is a device or a socket, expected a file"
        )
        let nowhere = "\(folder.path)/no/where.safetensors"
        #expect(refusal(nowhere) == "\(nowhere): cannot be written: No such file or directory")
        #expect(refusal("").hasSuffix("that is no file name"))
    }
}
