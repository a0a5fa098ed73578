import Checkpoints
import Foundation
import Numerics
import TestData
import Testing

@Suite("Weights in the folder of a model")
struct TensorSetTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func copy(_ fixtures: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture(fixtures)) {
            let (from, to) = (fixture("\(fixtures)/\(name)"), "\(folder.path)/\(name)")
            try FileManager.default.copyItem(atPath: from, toPath: to)
        }
    }

    private var refusal: String { message { _ = try TensorSet(folder: folder.path) } }

    @Test("Several files with an index are one set")
    func sharded() throws {
        let tensors = try TensorSet(folder: fixture("checkpoints/sharded"))
        let expected = try TensorSet(path: fixture("checkpoints/torch/expected.safetensors"))
        #expect(tensors.tensors.count == 6)
        #expect(tensors.parameterCount == 6 * 5 + 5 + 5 + 5 + 5 * 3 + 3)
        for name in tensors.tensors.keys {
            #expect(try tensors.matrix(name) == expected.matrix("state.\(name)"), "\(name)")
        }
        #expect(tensors.path.hasSuffix("model.safetensors.index.json"))
        #expect(
            message { _ = try tensors.matrix("0.weigth") }.contains(
                "index.json: tensor “0.weigth” is missing"
            )
        )
        #expect(
            message { _ = try tensors.matrix("0.weight", shape: [1]) }
                .contains(".safetensors: tensor “0.weight” has the shape [5, 6], expected [1]")
        )
    }

    @Test("One file counts before an index")
    func order() throws {
        try copy("checkpoints/sharded")
        try TensorFile.write(
            [.init("x", shape: [1], Matrix(rows: 1, columns: 1, [5]))],
            to: "\(folder.path)/model.safetensors"
        )
        #expect(try TensorSet(folder: folder.path).vector("x", count: 1) == [5])
    }

    @Test("Released weights are there again when they are looked at")
    func released() throws {
        let weights = Matrix(rows: 300, columns: 100, (0..<30_000).map(Float.init))
        let path = "\(folder.path)/model.safetensors"
        try TensorFile.write([.init("x", shape: [300, 100], weights)], to: path)
        let read = try TensorSet(folder: folder.path).matrix("x")
        #expect(read == weights)
        read.release()
        #expect(read == weights)
        read[rows: 7..<300].release()
        #expect(read == weights)
    }

    @Test("An index whose files are links, as in a cache of downloads")
    func links() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture("checkpoints/sharded")) {
            let (link, file) = ("\(folder.path)/\(name)", fixture("checkpoints/sharded/\(name)"))
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        }
        #expect(try TensorSet(folder: folder.path).tensors.count == 6)
    }

    @Test(
        "File names that leave the folder or are no files of tensors",
        arguments: [
            "../x.safetensors", "/etc/passwd", "a\\\\b", "", ".", "..", "a\\u0000b",
            "model.safetensors.index.json",
        ]
    )
    func names(name: String) throws {
        _ = try folder.write(#"{"weight_map":{"x":"\#(name)"}}"#.utf8, as: "model.safetensors.index.json")
        #expect(refusal.contains("key weight_map: “"))
        #expect(refusal.hasSuffix("” is no name of a file of tensors beside the index"))
    }

    @Test("An index that says something wrong")
    func index() throws {
        func refusal(_ index: String) throws -> String {
            _ = try folder.write(index.utf8, as: "model.safetensors.index.json")
            return self.refusal
        }
        #expect(try refusal("{}").hasSuffix("key weight_map: is missing"))
        #expect(
            try refusal(#"{"weight_map":{"x":3}}"#).hasSuffix("key weight_map.x: expected a text, found 3")
        )
        #expect(
            try refusal(#"{"weight_map":{}}"#).hasSuffix(
                "key weight_map: 0 is out of range, expected 1 to 1000"
            )
        )
        let many = (0..<1001).map { #""\#($0)":"\#($0).safetensors""# }.joined(separator: ",")
        #expect(try refusal(#"{"weight_map":{\#(many)}}"#).contains("key weight_map: 1001 is out of range"))
        #expect(
            try refusal(#"{"weight_map":{"x":"a.safetensors"}}"#)
                == "\(folder.path)/a.safetensors: cannot be opened: No such file or directory; expected a safetensors file"
        )
        _ = try folder.write(safetensors("{}"), as: "a.safetensors")
        #expect(
            try refusal(#"{"weight_map":{"x":"a.safetensors"}}"#)
                .hasSuffix("key weight_map.x: “a.safetensors” has no such tensor")
        )
    }

    @Test("A file that is written to is noticed before a matrix is made")
    func changes() throws {
        let matrix = Matrix(rows: 64, columns: 64, repeating: 2)
        let path = "\(folder.path)/x.safetensors"
        func write() throws { try TensorFile.write([.init("x", shape: [64, 64], matrix)], to: path) }
        try write()
        let tensors = try TensorSet(path: path)
        // Another file in its place is another file.
        try write()
        #expect(try tensors.matrix("x") == matrix)
        let cut = try TensorSet(path: path)
        #expect(truncate(path, 100) == 0)
        #expect(
            message { _ = try cut.matrix("x") }
                == "\(path): was changed while it was read; read it again when whatever writes it is done"
        )
    }

    @Test("A file that is written to later is noticed, also when no tensor is left")
    func laterChanges() throws {
        let path = "\(folder.path)/x.safetensors"
        try TensorFile.write([.init("x", shape: [1, 2], Matrix(rows: 1, columns: 2))], to: path)
        let files = try TensorSet(path: path).files
        try files.checkUnchanged()
        try Data([0]).write(to: URL(filePath: path), options: .atomic)
        try files.checkUnchanged()
        try TensorFile.write([.init("x", shape: [1, 2], Matrix(rows: 1, columns: 2))], to: path)
        let others = try TensorSet(path: path).files
        #expect(truncate(path, 100) == 0)
        #expect(message { try others.checkUnchanged() }.hasPrefix("\(path): was changed while it was read"))
    }

    @Test("Matrices of F32 are windows on the file")
    func windows() throws {
        let path = "\(folder.path)/x.safetensors"
        try TensorFile.write([.init("x", shape: [64, 64], Matrix(rows: 64, columns: 64))], to: path)
        let tensors = try TensorSet(path: path)
        let places = try (0..<2).map { _ in
            try tensors.matrix("x").withElements { UInt(bitPattern: $0.baseAddress) }
        }
        #expect(places[0] == places[1])
    }

    @Test("A folder without weights, or with those of other programs")
    func nothing() throws {
        #expect(
            refusal.hasPrefix("\(folder.path): holds none of model.safetensors, model.safetensors.index.json")
        )
        _ = try folder.write([1], as: "tf_model.h5")
        #expect(
            refusal.hasSuffix(
                "; tf_model.h5 cannot be read: open the model in Python and save it with "
                    + "save_pretrained(folder, safe_serialization=True)"
            )
        )
    }
}
