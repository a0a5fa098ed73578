import Checkpoints
import Numerics
import TestData
import Testing

@Suite("Rows of a tensor, read one by one")
struct StoredRowsTests {
    @Test("They are the matrix's own, in every type and order of elements")
    func sameAsWhole() throws {
        var compared = 0
        for path in ["checkpoints/torch/expected.safetensors", "models/tiny/model.safetensors"] {
            let tensors = try TensorSet(path: fixture(path))
            for (name, description) in tensors.tensors where description.shape.count == 2 {
                guard let whole = try? tensors.matrix(name), whole.rows > 1 else { continue }
                compared += 1
                let rows = try tensors.rows(name, shape: description.shape)
                let order = [whole.rows - 1, 0, 1, 0]
                #expect(try rows.gathered(rows: order) == whole.gathered(rows: order), "\(name)")
                #expect(try rows.gathered(rows: []).rows == 0)
            }
        }
        #expect(compared > 0)
    }

    @Test("A view with its own strides has its own rows")
    func views() throws {
        let tensors = try TensorSet(path: fixture("checkpoints/torch/views.bin"))
        var compared = 0
        for (name, description) in tensors.tensors where description.shape.count == 2 {
            guard let whole = try? tensors.matrix(name) else { continue }
            compared += 1
            let rows = try tensors.rows(name, shape: description.shape)
            #expect(try rows.gathered(rows: Array(0..<whole.rows)) == whole, "\(name)")
        }
        #expect(compared > 0)
    }

    @Test("A number that is none is refused when its row is read")
    func notFinite() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/test.safetensors"
        try TensorFile.write(
            [.init("x", shape: [2, 2], Matrix(rows: 2, columns: 2, [1, 2, 3, .nan]))],
            to: path
        )
        let rows = try TensorSet(path: path).rows("x", shape: [2, 2])
        #expect(try rows.gathered(rows: [0]).elements == [1, 2])
        #expect(message { _ = try rows.gathered(rows: [0, 1]) }.contains("tensor “x”"))
        #expect(
            message { _ = try TensorSet(path: path).rows("x", shape: [2, 3]) }.contains("expected [2, 3]")
        )
    }
}
