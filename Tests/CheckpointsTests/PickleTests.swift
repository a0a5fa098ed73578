import Checkpoints
import Foundation
import TestData
import Testing

/// Parts of pickles, protocol 2, as torch writes them.
enum Pickles {
    static func text(_ text: String) -> [UInt8] { [0x58] + le(text.utf8.count, 4) + Array(text.utf8) }
    static func int(_ number: Int) -> [UInt8] { [0x8A, 8] + le(number, 8) }
    static func tuple(_ parts: [[UInt8]]) -> [UInt8] { [0x28] + parts.joined() + [0x74] }
    static func name(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }

    static func tensor(
        shape: [Int],
        strides: [Int],
        offset: Int = 0,
        count: Int = 2,
        key: String = "0",
        storage: String = "FloatStorage"
    ) -> [UInt8] {
        let identifier = tuple([text("storage"), name("torch", storage), text(key), text("cpu"), int(count)])
        let hooks = name("collections", "OrderedDict") + [0x29, 0x52]
        let view = [identifier + [0x51], int(offset), tuple(shape.map(int)), tuple(strides.map(int))]
        return name("torch._utils", "_rebuild_tensor_v2") + tuple(view + [[0x89], hooks]) + [0x52]
    }

    /// A whole pickle of a dictionary with `x` in it.
    static func dictionary(_ value: [UInt8]) -> [UInt8] {
        [0x80, 2, 0x7D] + text("x") + value + [0x73, 0x2E]
    }
}

@Suite("Pickles that are damaged or made to harm")
struct PickleTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(_ pickle: [UInt8]) throws -> TensorSet {
        let archive = storedArchive([
            (name: "m/data.pkl", bytes: pickle), (name: "m/data/0", bytes: bytes([1, 2])),
        ])
        return try TensorSet(path: try folder.write(archive, as: "pytorch_model.bin"))
    }

    private func refusal(_ pickle: [UInt8]) -> String {
        let text = message { _ = try open(pickle) }
        return text.replacingOccurrences(of: "\(folder.path)/pytorch_model.bin: ", with: "")
    }

    @Test("Whatever names anything but tensors is refused, and says what it names")
    func names() {
        let names: [[UInt8]] = [
            Pickles.name("os", "system"),
            Array("ios\nsystem\n".utf8),
            Pickles.text("os") + Pickles.text("system") + [0x93],
        ]
        for name in names {
            let call = [0x28] + name + [0x28] + Pickles.text("true") + [0x74, 0x52]
            #expect(refusal(Pickles.dictionary(call)) == "its pickle names os.system; only tensors are read")
        }
        #expect(
            refusal(Pickles.dictionary(Pickles.name("builtins\u{1B}[2J", "eval")))
                == "its pickle names builtins\u{FFFD}[2J.eval; only tensors are read"
        )
        #expect(
            refusal(Pickles.dictionary(Pickles.name("torch.storage", "UntypedStorage"))).contains(
                "names torch.storage"
            )
        )
    }

    /// A checkpoint with settings beside its tensors: `value` is what one of them is.
    private func lightning(_ value: [UInt8]) throws -> TensorSet {
        let tensor = Pickles.tensor(shape: [2], strides: [1])
        let state = [0x7D] + Pickles.text("x") + tensor + [0x73]
        let settings = [0x7D] + Pickles.text("encoder") + value + [0x73]
        let parts = Pickles.text("state_dict") + state + Pickles.text("hyper_parameters") + settings
        return try open([0x80, 2, 0x7D, 0x28] + parts + [0x75, 0x2E])
    }

    /// An object of a class, made without arguments, with attributes.
    private func object(_ module: String, _ name: String, _ attributes: [UInt8]) -> [UInt8] {
        Pickles.name(module, name) + [0x29, 0x81] + attributes + [0x62]
    }

    @Test("Attributes of settings are kept, and nothing of their classes is run")
    func settings() throws {
        let heads = [0x7D] + Pickles.text("heads \"\n") + Pickles.int(8) + [0x73]
        let tensors = try lightning(object("perceiver.model.core.config", "EncoderConfig", heads))
        #expect(try tensors.vector("x", count: 2) == [1, 2])
        #expect(
            tensors.metadata["hyper_parameters"] == "{\"encoder\": {\"heads \\\"\\u000a\": 8}}"
        )
        let path = Pickles.name("pathlib", "PosixPath") + Pickles.tuple([Pickles.text("a")]) + [0x52]
        #expect(try lightning(path).metadata["hyper_parameters"] == "{\"encoder\": {}}")
        for (module, name) in [("os", "system"), ("perceiverx", "Config"), ("builtins", "eval")] {
            let text = message { _ = try lightning(object(module, name, [0x7D])) }
            #expect(text.contains("names \(module).\(name); only tensors are read"), "\(text)")
        }
    }

    @Test("Settings that contain themselves, or each other many times, end")
    func endlessSettings() throws {
        // A dictionary that is put into itself: remembered as 9, and set under a name.
        let itself = [0x7D, 0x71, 9] + Pickles.text("again") + [0x68, 9, 0x73]
        let text = try #require(try lightning(itself).metadata["hyper_parameters"])
        #expect(text.count < 1000 && text.hasSuffix("}"))
        // Attributes that are the object's own.
        let own = Pickles.name("perceiver.x", "Y") + [0x29, 0x81, 0x71, 9, 0x68, 9, 0x62]
        #expect(try lightning(own).has("x"))
        // Each has the one before it twice, of which there would be 2³⁰.
        let tuples = (0..<30).reduce([UInt8]([0x7D, 0x71, 10])) { made, _ in
            made + [0x71, 11, 0x68, 11, 0x86]
        }
        let found = try #require(try lightning(tuples).metadata["hyper_parameters"])
        #expect(found.count < 100_000)
    }

    @Test("What is known can be called in its own way only")
    func calls() {
        let dictionary = Pickles.name("collections", "OrderedDict")
        #expect(
            refusal(Pickles.dictionary(dictionary + Pickles.tuple([Pickles.int(1)]) + [0x52]))
                == "its pickle calls a name, which builds no tensors"
        )
        #expect(
            refusal(Pickles.dictionary(Pickles.text("eval") + [0x29, 0x52]))
                == "its pickle calls a text, which builds no tensors"
        )
        #expect(
            refusal(Pickles.dictionary(dictionary + [0x7D, 0x62]))
                == "its pickle gives attributes to a name, which builds no tensors"
        )
        for (operation, code) in [("NEWOBJ", 0x81), ("OBJ", 0x6F), ("EXT1", 0x82), ("DUP", 0x32)]
            as [(String, UInt8)]
        {
            let text = refusal(Pickles.dictionary(dictionary + [0x29, code]))
            #expect(
                text.contains("has the operation 0x\(String(code, radix: 16)) at byte"),
                "\(operation): \(text)"
            )
        }
    }

    @Test(
        "Tensors that do not fit their storage",
        arguments: [
            (Pickles.tensor(shape: [3], strides: [1]), "has 3 elements, but its storage has only 2"),
            (Pickles.tensor(shape: [2], strides: [2]), "leaves its storage of 2 elements"),
            (Pickles.tensor(shape: [2], strides: [1], offset: 1), "leaves its storage of 2 elements"),
            (Pickles.tensor(shape: [], strides: [], offset: 2), "leaves its storage of 2 elements"),
            (Pickles.tensor(shape: [1], strides: [1], offset: Int.max), "but its storage has only 2"),
            (Pickles.tensor(shape: [1], strides: [1], offset: -1), "makes no sense"),
            (Pickles.tensor(shape: [2], strides: [-1], offset: 1), "makes no sense"),
            (Pickles.tensor(shape: [-2], strides: [1]), "makes no sense"),
            (Pickles.tensor(shape: [2], strides: []), "makes no sense"),
            (Pickles.tensor(shape: [2, 1], strides: [Int.max, Int.max]), "leaves its storage"),
            (Pickles.tensor(shape: [1 << 62], strides: [0]), "no memory could hold the shape"),
            (Pickles.tensor(shape: [0, 1 << 62, 4], strides: [0, 0, 0]), "no memory could hold the shape"),
            (Pickles.tensor(shape: [1 << 40], strides: [0]), "elements, but its storage has only 2"),
            (Pickles.tensor(shape: [1 << 20, 1 << 20], strides: [0, 0]), "but its storage has only 2"),
            (
                Pickles.tensor(shape: [2], strides: [1], count: 1 << 62),
                "has 8 bytes, expected 4611686018427387904"
            ),
            (Pickles.tensor(shape: [2], strides: [1], count: 3), "has 8 bytes, expected 3 elements of F32"),
            (Pickles.tensor(shape: [2], strides: [1], count: -1), "has 8 bytes, expected -1 elements of F32"),
            (
                Pickles.tensor(shape: [2], strides: [1], storage: "DoubleStorage"),
                "has 8 bytes, expected 2 elements of F64"
            ),
            (
                Pickles.tensor(shape: [2], strides: [1], key: "../data.pkl"),
                "its storage “../data.pkl” is missing"
            ),
            (Pickles.tensor(shape: [2], strides: [1], key: ""), "its storage “” is missing"),
        ]
    )
    func tensors(tensor: [UInt8], problem: String) {
        let text = refusal(Pickles.dictionary(tensor))
        #expect(text.hasPrefix("tensor “x”: "), "\(text)")
        #expect(text.contains(problem), "\(text)")
    }

    @Test("A repeated element takes no more memory than its storage")
    func repeated() throws {
        let tensors = try open(Pickles.dictionary(Pickles.tensor(shape: [2], strides: [0], offset: 1)))
        #expect(try tensors.vector("x", count: 2) == [2, 2])
    }

    @Test(
        "Pickles that break off or mix up their parts",
        arguments: [
            [], [0x2E], [0x80, 2, 0x73, 0x2E], [0x85, 0x2E], [0x74, 0x2E], [0x7D, 0x28, 0x2E], [0x68, 0],
            [0x71, 0],
            [0x4E, 0x28, 0x75, 0x2E], [0x7D, 0x28, 0x4E, 0x75, 0x2E], [0x4E, 0x51], [0x29, 0x51],
            [0x4E, 0x4E, 0x93],
            [0x8D] + le(-1, 8), [0x58, 0xFF, 0xFF, 0xFF, 0xFF, 0x41], [0x8A, 9] + le(0, 9),
            [0x58, 1, 0, 0, 0, 0xFF],
            [0x29, 0x29, 0x52, 0x2E], Array("ctorch".utf8), [0x28, 0x28, 0x28, 0x30],
        ] as [[UInt8]]
    )
    func damaged(pickle: [UInt8]) {
        #expect(refusal(pickle).hasPrefix("its pickle "), "\(refusal(pickle))")
    }

    @Test("Deep, recursive and doubled values cost what they are worth")
    func bombs() throws {
        let tensor = Pickles.text("x") + Pickles.tensor(shape: [2], strides: [1])
        func around(_ values: [UInt8]) -> [UInt8] {
            [0x80, 2, 0x7D] + Pickles.text("a") + values + [0x73] + tensor + [0x73, 0x2E]
        }
        let deep = [0x29] + [UInt8](repeating: 0x85, count: 1_000_000)
        #expect(try open(around(deep)).vector("x", count: 2) == [1, 2])
        let recursive: [UInt8] = [0x7D, 0x71, 0] + Pickles.text("self") + [0x68, 0, 0x73]
        #expect(try open(around(recursive)).vector("x", count: 2) == [1, 2])
        // Each tuple has the one before twice: 2^100,000 parts, if anyone counted.
        let doubling = Array(repeatElement([0x68, 1, 0x86, 0x71, 1] as [UInt8], count: 100_000).joined())
        #expect(try open(around([0x29, 0x71, 1] + doubling)).vector("x", count: 2) == [1, 2])
        let remembered = Array((0..<100_000).map { [0x72] + le($0 * 40_000, 4) }.joined())
        #expect(try open(around([0x4E] + remembered)).vector("x", count: 2) == [1, 2])
        #expect(
            refusal([UInt8](repeating: 0x28, count: 3_000_000))
                == "its pickle has more than 2000000 operations"
        )
        let large = [UInt8](repeating: 0x29, count: 64_000_001)
        #expect(refusal(large).hasSuffix("has a pickle of 64000001 bytes, expected at most 64000000"))
    }

    @Test("A dictionary without tensors by name")
    func empty() {
        #expect(
            refusal([0x80, 2, 0x7D, 0x2E])
                == "holds a dictionary without tensors, expected a dictionary of tensors by name"
        )
        #expect(refusal(Pickles.dictionary(Pickles.int(3))).hasPrefix("holds a dictionary without tensors"))
    }
}
