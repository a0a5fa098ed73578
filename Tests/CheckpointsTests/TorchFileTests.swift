import Checkpoints
import Foundation
import Numerics
import TestData
import Testing

@Suite("Reading tensors that torch.save wrote")
struct TorchFileTests {
    let expected: TensorSet

    init() throws {
        expected = try TensorSet(path: fixture("checkpoints/torch/expected.safetensors"))
    }

    private func tensors(_ name: String) throws -> TensorSet {
        try TensorSet(path: fixture("checkpoints/torch/\(name).bin"))
    }

    @Test("State dicts, also inside other things", arguments: ["state", "protocol5", "wrapped"])
    func states(name: String) throws {
        let tensors = try tensors(name)
        #expect(
            tensors.tensors.keys.sorted() == [
                "0.bias", "0.weight", "1.bias", "1.weight", "2.bias", "2.weight",
            ]
        )
        for (name, tensor) in tensors.tensors {
            #expect(
                try tensors.matrix(name, shape: tensor.shape) == expected.matrix("state.\(name)"),
                "\(name)"
            )
        }
    }

    @Test("Every element type")
    func types() throws {
        let tensors = try tensors("types")
        for name in ["float64", "float32", "float16", "bfloat16", "scalar"] {
            let matrix = try tensors.matrix(name)
            #expect(try matrix == expected.matrix("types.\(name)"), "\(name)")
            if matrix.rows == 3 { #expect(matrix[0, 1].sign == .minus) }
        }
        let others: [(String, ElementType)] = [
            ("int64", .int64), ("int32", .int32), ("int16", .int16), ("int8", .int8), ("uint8", .uint8),
            ("bool", .bool),
        ]
        for (name, type) in others {
            #expect(tensors.tensors[name] == TensorDescription(elements: type, shape: [3]))
        }
        #expect(tensors.parameterCount == 4 * 12 + 1)
        #expect(
            message { _ = try tensors.matrix("int64") }
                .hasSuffix("tensor “int64” holds I64, expected F32, F16, BF16 or F64")
        )
    }

    @Test(
        "Views that do not lie row by row",
        arguments: [
            "whole", "transposed", "rows", "columns", "last", "permuted", "wide", "brain", "empty", "one",
        ]
    )
    func views(name: String) throws {
        let tensors = try tensors("views")
        let matrix = try expected.matrix("views.\(name)")
        #expect(tensors.tensors[name]?.shape == expected.tensors["views.\(name)"]?.shape)
        #expect(try tensors.matrix(name) == matrix)
    }

    @Test("Tied weights are windows on the same bytes, and count once")
    func tied() throws {
        let tensors = try tensors("tied")
        #expect(try tensors.matrix("embedding") == expected.matrix("tied.embedding"))
        #expect(try tensors.matrix("bias") == expected.matrix("tied.bias"))
        let places = try ["embedding", "decoder"].map { name in
            try tensors.matrix(name).withElements { UInt(bitPattern: $0.baseAddress) }
        }
        #expect(places[0] == places[1])
        #expect(tensors.parameterCount == 4 * 3 + 4)
    }

    @Test("Several files with an index")
    func sharded() throws {
        let tensors = try TensorSet(folder: fixture("checkpoints/sharded-torch"))
        #expect(tensors.tensors.count == 6)
        for name in tensors.tensors.keys {
            #expect(try tensors.matrix(name) == expected.matrix("state.\(name)"), "\(name)")
        }
    }

    @Test(
        "What is not read says why",
        arguments: [
            ("code", "its pickle names posix.system; only tensors are read"),
            ("module", "its pickle names torch.nn.modules.linear.Linear; only tensors are read"),
            ("untyped", "its pickle names torch._utils._rebuild_tensor_v3; only tensors are read"),
            ("list", "holds something else without tensors, expected a dictionary of tensors by name"),
            (
                "script",
                "is not a file of PyTorch that is read: it has a compressed member "
                    + "“script/code/__torch__/torch/nn/modules/linear.py”, expected them stored as they are"
            ),
            (
                "legacy",
                "was written by a PyTorch before 1.6, or in its manner; expected a newer one: open the model in Python "
                    + "and save it with save_pretrained(folder, safe_serialization=True)"
            ),
        ]
    )
    func refusals(name: String, problem: String) throws {
        let path = fixture("checkpoints/refused/\(name).bin")
        #expect(message { _ = try TensorSet(path: path) } == "\(path): \(problem)")
    }
}
