import Checkpoints
import Foundation
import Models
import Numerics
import TestData

/// Small kinds of models that are no part of the program: each a file that nothing else knows, with made-up weights.
package enum ToyKinds {
    /// The kinds, each with what writes a folder of it.
    package static let all = [Crossing.toy, Tokens.toy, Causal.toy, PointSets.toy]

    /// Lets models of these kinds be opened, in this program from now on.
    package static func register() {
        for toy in all { ModelKind.register(toy.kind) }
    }
}

/// A kind of model, and how a folder of it is written.
package struct ToyKind: Sendable {
    /// The kind.
    package let kind: ModelKind
    /// The keys of `config.json` besides those that name the kind.
    let configuration: [String: Int]

    /// Writes a folder that can be opened as a model: `config.json` and `model.safetensors`, the same each time.
    ///
    /// Which tensors there must be is learned from the kind: what a folder without any of them is said to miss.
    ///
    /// - Throws: if files cannot be written or the kind cannot be read.
    package func write(to folder: URL) throws {
        ModelKind.register(kind)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var keys: [String: Any] = ["architectures": [kind.name], "model_type": "toy"]
        keys.merge(configuration) { $1 }
        let config = try JSONSerialization.data(withJSONObject: keys, options: .sortedKeys)
        try config.write(to: folder.appending(path: "config.json"))
        let path = folder.appending(path: "model.safetensors").path
        try TensorFile.write([], to: path)
        let missing = try Model.report(folder: folder)?.missing ?? []
        var generator = Generator(seed: 17)
        let tensors = missing.map { tensor in
            let count = tensor.shape.reduce(1, *)
            let columns = tensor.shape.count > 1 ? tensor.shape.dropFirst().reduce(1, *) : 1
            let scale = 1 / Float(columns).squareRoot()
            let isFactor = tensor.role?.hasSuffix("factor") == true
            let numbers = generator.normals(count).map { isFactor ? 1 + $0 / 8 : $0 * scale }
            return TensorFile.Output(
                tensor.name,
                shape: tensor.shape,
                Matrix(rows: 1, columns: count, numbers)
            )
        }
        try TensorFile.write(tensors, to: path)
    }
}
