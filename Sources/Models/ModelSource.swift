public import Checkpoints
public import FoundationEssentials
import Glibc

/// The files of a model's folder, as a kind of model reads them: its configuration, and then its tensors.
package final class ModelSource {
    /// The folder.
    package let folder: URL
    /// Its `config.json`.
    package let configuration: ConfigurationFile
    /// The kind that `config.json` names, or that the tensors are of.
    let kind: ModelKind
    private let shapesOnly: Bool
    /// What is said of the files before they are read.
    private var notes: [String] = []
    private var opened: (tensors: TensorSet, weights: Weights)?

    /// The files of a folder.
    ///
    /// - Parameter shapesOnly: whether only names and shapes of tensors are wanted.
    /// - Throws: ``CheckpointError`` if there is no `config.json`, or if its kind of model is not known.
    init(folder: URL, shapesOnly: Bool = false) throws(CheckpointError) {
        self.folder = folder
        self.shapesOnly = shapesOnly
        configuration = try Self.configuration(folder)
        if let named = try ModelKind.named(in: configuration) {
            kind = named
            return
        }
        let stored = try Self.stored(folder)
        let names = stored.tensors.keys
        let transformer = try ModelKind.transformer(configuration, told: names)
        let published = ModelKind.told(by: stored.renamed(PublishedNames(names).names))
        guard let told = transformer ?? published ?? .package(told: names) else {
            throw ModelKind.untold(configuration)
        }
        kind = told
        notes.append("config.json names no architecture; the tensors are those of \(told)")
    }

    private static func configuration(_ folder: URL) throws(CheckpointError) -> ConfigurationFile {
        do throws(CheckpointError) {
            return try ConfigurationFile(path: folder.appending(path: "config.json").path)
        } catch {
            guard case .inaccessible = error.problem else { throw error }
            if let problem = CheckpointError.adapter(in: folder.path) { throw problem }
            // What other packages save has no configuration.
            let tensors = try? TensorSet(folder: folder.path)
            throw tensors.flatMap { ModelKind.missingConfiguration(of: $0, in: folder.path) } ?? error
        }
    }

    /// Tensors by the names of their files.
    private static func stored(_ folder: URL) throws(CheckpointError) -> TensorSet {
        let stored = try TensorSet(folder: folder.path)
        if let name = stored.adapterName {
            let problem =
                "belongs to an adapter (LoRA); merge it in Python with merge_and_unload(), "
                + "and save that with save_pretrained(folder)"
            throw CheckpointError(path: stored.path, .header(tensor: name, problem))
        }
        return stored
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

    /// The arguments that PyTorch Lightning kept beside the tensors, to be read as a configuration is; `nil` if there are
    /// none.
    var trainingSettings: ConfigurationFile? {
        get throws(CheckpointError) {
            let tensors = try open().tensors
            guard let settings = tensors.metadata[TensorSet.settingsName] else { return nil }
            return try ConfigurationFile(path: tensors.path, contents: Data(settings.utf8))
        }
    }

    /// The tensors' shapes by the names that they are read by.
    var shapes: TensorShapes {
        get throws(CheckpointError) { TensorShapes(try open().tensors) }
    }

    private func open() throws(CheckpointError) -> (tensors: TensorSet, weights: Weights) {
        if let opened { return opened }
        let stored = try Self.stored(folder)
        let names = names(stored.tensors.keys)
        let tensors = names.changes.isEmpty ? stored : stored.renamed(names)
        let weights = Weights(tensors, shapesOnly ? .shapesOnly : kind.isReported ? .reading : .strict)
        weights.record.notes += notes + (names.note.map { [$0] } ?? [])
        opened = (tensors, weights)
        return (tensors, weights)
    }

    /// What names of tensors are read as.
    private func names(_ names: some Collection<String>) -> TensorNames {
        let isPublished = kind.type == PublishedConfiguration.type || kind == .crossingPictures
        return isPublished ? PublishedNames(names).names : kind.architecture.names(of: names)
    }
}

extension Model {
    private struct Title: Decodable { let name, version: String }

    /// Name and version of a model of the bundled kind, without reading its weights.
    ///
    /// - Throws: `CheckpointError` if its configuration cannot be read, or does not say them.
    public static func title(folder: URL) throws(CheckpointError) -> String {
        let file = try ConfigurationFile(path: folder.appending(path: "config.json").path)
        let title = try file.decode(Title.self)
        return Self.title(name: title.name, version: title.version)
    }

    /// Name and version in one.
    static func title(name: String, version: String) -> String {
        version.isEmpty ? name : "\(name) \(version)"
    }
}

extension ModelKind {
    /// The keys by which files are told apart, before anything else is read.
    private struct Keys: Decodable {
        let modelType: String?
        let architectures: [String]?
    }

    /// The kind of model that a file describes; `nil` of a Perceiver of which it tells no more.
    ///
    /// - Throws: `CheckpointError` naming the family, and those that are supported.
    static func named(in file: ConfigurationFile) throws(CheckpointError) -> ModelKind? {
        let keys = try file.decode(Keys.self)
        let known = all
        if let kind = known.first(where: { $0.isNamedByType && $0.name == keys.modelType }) { return kind }
        guard let name = keys.architectures?.first, name != withoutHead else {
            guard let type = keys.modelType, type != PublishedConfiguration.type else { return nil }
            // The tensors will tell which one of the type it is.
            guard !known.contains(where: { $0.type == type }) else { return nil }
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

    /// The kind of a transformer of patches, pixels or speech whose tensors these are; `nil` if a file tells another type.
    fileprivate static func transformer(
        _ file: ConfigurationFile,
        told tensors: some Collection<String>
    ) throws(CheckpointError) -> ModelKind? {
        let type = try file.decode(Keys.self).modelType
        return vision(type, told: tensors) ?? speech(type, told: tensors) ?? imageGPT(type, told: tensors)
    }

    /// What transformers calls a Perceiver that may have any head, or none.
    private static let withoutHead = "PerceiverModel"

    private static var supported: String { "supported are " + all.map(\.name).joined(separator: ", ") }

    /// That neither a file nor the tensors beside it tell a kind.
    static func untold(_ file: ConfigurationFile) -> CheckpointError {
        let which = "is absent or “\(withoutHead)”, and the tensors are those of no kind that is known"
        return file.error(at: "architectures", "\(which); \(supported)")
    }
}
