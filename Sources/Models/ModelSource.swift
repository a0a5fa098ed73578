package import Checkpoints
package import Foundation

/// The files of a model's folder, as a kind of model reads them: its configuration, and then its tensors.
package final class ModelSource {
    /// The folder.
    package let folder: URL
    /// Its `config.json`.
    package let configuration: ConfigurationFile
    /// The kind that `config.json` names.
    let kind: ModelKind
    private let shapesOnly: Bool
    private var opened: (tensors: TensorSet, weights: Weights)?

    /// The files of a folder.
    ///
    /// - Parameter shapesOnly: whether only names and shapes of tensors are wanted.
    /// - Throws: ``CheckpointError`` if there is no `config.json`, or if its kind of model is not known.
    init(folder: URL, shapesOnly: Bool = false) throws(CheckpointError) {
        self.folder = folder
        self.shapesOnly = shapesOnly
        configuration = try ConfigurationFile(path: folder.appending(path: "config.json").path)
        kind = try ModelKind.named(in: configuration)
    }

    /// The tensors, whose files are opened when they are first asked for: what the configuration says is checked before.
    ///
    /// - Throws: ``CheckpointError`` if there are none, or if their files cannot be read.
    package var weights: Weights {
        get throws(CheckpointError) { try open().weights }
    }

    /// The tensors as they are in their files.
    var tensors: TensorSet {
        get throws(CheckpointError) { try open().tensors }
    }

    private func open() throws(CheckpointError) -> (tensors: TensorSet, weights: Weights) {
        if let opened { return opened }
        let tensors = try TensorSet(folder: folder.path)
        let weights = Weights(tensors, shapesOnly ? .shapesOnly : kind.isReported ? .reading : .strict)
        opened = (tensors, weights)
        return (tensors, weights)
    }
}

extension ModelKind {
    /// The keys by which files are told apart, before anything else is read.
    private struct Keys: Decodable {
        let modelType: String?
        let architectures: [String]?
    }

    /// The kind of model that a file describes.
    ///
    /// - Throws: `CheckpointError` naming the family, and those that are supported.
    static func named(in file: ConfigurationFile) throws(CheckpointError) -> ModelKind {
        let keys = try file.decode(Keys.self)
        let known = all
        if let kind = known.first(where: { $0.isNamedByType && $0.name == keys.modelType }) { return kind }
        let supported = "supported are " + known.map(\.name).joined(separator: ", ")
        guard let name = keys.architectures?.first else {
            guard let type = keys.modelType, !known.contains(where: { $0.type == type }) else {
                let which = "is absent, so that the kind of model is not known"
                throw file.error(at: "architectures", "\(which); \(supported)")
            }
            throw file.error(at: "model_type", "“\(type)” is another family of models; \(supported)")
        }
        guard let kind = known.first(where: { !$0.isNamedByType && $0.name == name }) else {
            let other = name.hasPrefix("Perceiver") ? "is not supported" : "is another family of models"
            throw file.error(at: "architectures[0]", "“\(name)” \(other); \(supported)")
        }
        if let type = keys.modelType, type != kind.type {
            throw file.error(
                at: "model_type",
                "“\(type)” does not fit architectures[0], \(name); expected “\(kind.type)”"
            )
        }
        return kind
    }
}
