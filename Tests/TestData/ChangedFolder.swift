import Checkpoints
import Foundation
package import Numerics

/// A copy of a folder of `Tests/Fixtures/published`, or of another one below `Tests/Fixtures`, in which something is different; it lasts as long as the value.
package final class ChangedFolder {
    package let url = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)")

    /// - Parameters:
    ///   - name: the fixture's folder.
    ///   - config: changes its `config.json`.
    package init(_ name: String, config: (inout [String: Any]) -> Void = { _ in }) throws {
        let source = fixture(name.contains("/") ? name : "published/\(name)")
        try FileManager.default.copyItem(at: URL(filePath: source), to: url)
        try rewrite(keysOf: "config.json", config)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes the keys of a JSON file again, changed.
    package func rewrite(keysOf name: String, _ change: (inout [String: Any]) -> Void) throws {
        let file = url.appending(path: name)
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        var keys = object as? [String: Any] ?? [:]
        change(&keys)
        try JSONSerialization.data(withJSONObject: keys).write(to: file)
    }

    /// Writes the tensors again, each under the name that `rename` gives it, or not at all.
    package func rewrite(_ rename: (String) -> String?) throws {
        try rewrite(tensors: { name, matrix, shape in rename(name).map { ($0, matrix, shape) } })
    }

    /// Writes the tensors again, changed.
    package func rewrite(tensors change: (String, Matrix, [Int]) -> (String, Matrix, [Int])?) throws {
        let path = url.appending(path: "model.safetensors").path
        let file = try TensorSet(path: path)
        let outputs = file.tensors.sorted { $0.key < $1.key }.compactMap { name, description in
            // Whole numbers are no matrix, and not needed.
            (try? file.matrix(name)).flatMap { change(name, $0, description.shape) }.map {
                TensorFile.Output($0.0, shape: $0.2, $0.1)
            }
        }
        try TensorFile.write(outputs, to: path)
    }
}
