import Checkpoints
import Foundation

/// A copy of a model's fixture whose weights are F32, as those of the published files: they are not copied into memory
/// but looked at in the file.
package func singlePrecisionCopy(of name: String, to folder: String) throws {
    try FileManager.default.copyItem(atPath: fixture(name), toPath: folder)
    let path = "\(folder)/model.safetensors"
    let set = try TensorSet(path: path)
    let outputs = try set.tensors.sorted { $0.key < $1.key }.map { name, tensor in
        TensorFile.Output(name, shape: tensor.shape, try set.matrix(name))
    }
    try TensorFile.write(outputs, to: path)
}
