import Checkpoints

/// A kind of model that another package than transformers writes.
///
/// What its tensors do not tell stands in `config.json` beside them, under the names that the package has for it.
protocol PackageModel: Architecture {
    /// Its kind.
    static var kind: ModelKind { get }
    /// Alternatives of tensors that together no other kind has.
    static var marks: [[String]] { get }
    /// Whether a part of a name that training adds, too, is one of the package's own.
    static func isOwn(_ parts: [Substring], _ place: Int) -> Bool
    /// What `config.json` could be for such tensors.
    static func example(_ tensors: TensorShapes) -> String
}

extension PackageModel {
    static func isOwn(_ parts: [Substring], _ place: Int) -> Bool { false }

    static func names(of tensors: some Collection<String>) -> TensorNames {
        TensorNames(tensors, marks: marks) { isOwn($0, $1) }
    }

    /// Whether tensors of these names are of this kind, as they are in a file or once they are renamed.
    static func isTold(by tensors: some Collection<String>) -> Bool {
        let changes = names(of: tensors).changes
        let names = Set(tensors.map { changes[$0] ?? $0 })
        return marks.contains { $0.allSatisfy(names.contains) }
    }
}

/// The shapes of tensors by name.
struct TensorShapes {
    private let shapes: [String: [Int]]

    /// Those of a file.
    init(_ tensors: TensorSet) { shapes = tensors.tensors.mapValues(\.shape) }

    private init(shapes: [String: [Int]]) { self.shapes = shapes }

    /// Those whose names begin with a path, without it.
    func below(_ path: String) -> TensorShapes {
        let own = shapes.filter { $0.key.hasPrefix(path + ".") }
        let renamed = own.map { (String($0.key.dropFirst(path.count + 1)), $0.value) }
        return TensorShapes(shapes: Dictionary(renamed) { first, _ in first })
    }

    /// A tensor's shape; `nil` if there is none.
    func shape(_ name: String) -> [Int]? { shapes[name] }

    /// The name of a tensor, or of the only one whose name ends so.
    func name(_ name: String) -> String? {
        if has(name) { return name }
        let found = shapes.keys.filter { $0.hasSuffix("." + name) }
        return found.count == 1 ? found[0] : nil
    }

    /// Whether there is a tensor of a name.
    func has(_ name: String) -> Bool { shapes[name] != nil }

    /// One of a tensor's sizes; `nil` if there is no such tensor, or if it has another number of dimensions.
    func size(_ name: String, _ dimension: Int, of count: Int = 2) -> Int? {
        shapes[name].flatMap { $0.count == count ? $0[dimension] : nil }
    }

    /// The names that begin with a path, in order.
    func names(_ path: String) -> [String] { shapes.keys.filter { $0.hasPrefix(path + ".") }.sorted() }

    /// How many numbers follow each other, from 0 on, in the names of tensors that begin with a path.
    func count(_ path: String) -> Int {
        let parts = Set(
            shapes.keys.filter { $0.hasPrefix(path + ".") }
                .compactMap { Int($0.dropFirst(path.count + 1).prefix { $0 != "." }) }
        )
        var count = 0
        while parts.contains(count) { count += 1 }
        return count
    }
}

extension Weights {
    /// One size of a tensor that must be there, as its shape in the file has it.
    ///
    /// - Throws: `CheckpointError` if it is missing, has another number of dimensions, or is empty.
    func size(
        _ name: String,
        _ dimension: Int,
        of count: Int = 2,
        in shapes: TensorShapes
    ) throws(CheckpointError) -> Int {
        if let size = shapes.size(name, dimension, of: count), size > 0 { return size }
        throw error(name, "is missing, empty, or has not \(count) dimension\(count == 1 ? "" : "s")")
    }
}

extension ModelKind {
    private static let packageModels: [any PackageModel.Type] = [
        // A language model has a `PerceiverIO` in it.
        PytorchPerceiver.self, PytorchPerceiverLM.self, PytorchPerceiverIO.self, KrassermPictures.self,
        KrassermLanguage.self, KrassermTexts.self,
    ]

    /// The kinds of other packages.
    static var packages: [ModelKind] { packageModels.map { $0.kind } }

    /// The kind of another package whose tensors these are; `nil` if there is none.
    static func package(told names: some Collection<String>) -> ModelKind? {
        packageModels.first { $0.isTold(by: names) }?.kind
    }

    /// What is said of a folder without `config.json` whose tensors are those of another package; `nil` if they are not.
    static func missingConfiguration(of tensors: TensorSet, in folder: String) -> CheckpointError? {
        guard let package = packageModels.first(where: { $0.isTold(by: tensors.tensors.keys) }) else {
            return nil
        }
        let names = package.names(of: tensors.tensors.keys)
        let example = package.example(TensorShapes(tensors.renamed(names)))
        let what =
            "has no config.json; its tensors are those of \(package.kind), which do not tell everything"
        return CheckpointError(path: folder, .malformed("\(what); expected one such as \(example)"))
    }
}

extension ConfigurationFile {
    /// That keys are missing, all of them at once.
    ///
    /// - Parameter example: what the file could be.
    func missing(_ keys: [String], example: String) -> CheckpointError {
        let which = (keys.count == 1 ? "key " : "keys ") + keys.joined(separator: ", ")
        let problem = "lacks the \(which), which the tensors do not tell; expected a file such as \(example)"
        return CheckpointError(path: path, .malformed(problem))
    }
}
