public import Numerics

/// Tensors by name, checked, whatever files they come from.
///
///     let tensors = try TensorSet(folder: "perceiver-io")
///     let latents = try tensors.matrix("perceiver.embeddings.latents", shape: [256, 1280])
///     let bias = try tensors.vector("perceiver.encoder.cross_attention.layernorm.bias", count: 1280)
///
/// Opening reads only what describes the tensors. The files are mapped into memory, and matrices of F32 are
/// windows on them, so they cost no memory of their own; they keep the mapping alive. A file may be replaced
/// or removed meanwhile, but not written to: an error says so if that happens before a matrix is made, and
/// ``TensorFiles/checkUnchanged()`` tells later.
public struct TensorSet: Sendable {
    /// The file, as it was named; of several files, the index that lists them.
    public let path: String
    /// What there is, by name.
    public let tensors: [String: TensorDescription]
    /// The texts the writer added, such as `format`; of PyTorch Lightning ``settingsName``, as JSON.
    public let metadata: [String: String]
    /// What PyTorch Lightning calls the arguments that a model was made with.
    package static let settingsName = "hyper_parameters"

    private let stored: [String: StoredTensor]

    /// Tensors of one or more files.
    init(path: String, _ stored: [String: StoredTensor], metadata: [String: String] = [:]) {
        self.path = path
        self.stored = stored
        self.metadata = metadata
        tensors = stored.mapValues(\.description)
    }

    /// The same tensors by other names; those that are not listed keep theirs.
    ///
    /// - Precondition: no two tensors get the same name.
    package func renamed(_ names: [String: String]) -> TensorSet {
        let renamed = stored.map { (names[$0.key] ?? $0.key, $0.value) }
        return TensorSet(path: path, Dictionary(uniqueKeysWithValues: renamed), metadata: metadata)
    }

    /// Whether there is a tensor of this name.
    public func has(_ name: String) -> Bool { tensors[name] != nil }

    /// How many floating-point numbers there are; those of tensors that share their bytes count once.
    public var parameterCount: Int {
        let places = stored.values.filter { $0.description.elements.isRead }.map { tensor in
            (Place(file: ObjectIdentifier(tensor.file), start: tensor.start), tensor.description.count)
        }
        return Dictionary(places, uniquingKeysWith: max).values.reduce(0, +)
    }

    /// The files that the tensors are in.
    public var files: TensorFiles {
        let files = stored.values.map { ($0.file.path, $0.file.file) }
        return TensorFiles(
            files: Dictionary(files) { first, _ in first }.sorted { $0.key < $1.key }.map(\.value)
        )
    }

    /// A tensor of floating-point numbers as a matrix.
    ///
    /// Rows are the first dimension and columns all the others: `[64, 3, 7, 7]` becomes 64 × 147, `[n]` one
    /// row of n, `[]` one row of 1. F16, BF16 and F64 are converted.
    ///
    /// - Parameters:
    ///   - name: the tensor's name.
    ///   - shape: the shape it must have; without it, any.
    /// - Throws: if it is missing, has another shape, holds no floating-point numbers, or not only finite ones,
    ///   or if its file was written to.
    public func matrix(_ name: String, shape: [Int]? = nil) throws(CheckpointError) -> Matrix {
        let tensor = try stored(name, shape: shape)
        func error(_ problem: CheckpointError.Problem) -> CheckpointError {
            CheckpointError(path: tensor.file.path, problem)
        }
        let description = tensor.description
        // Before, because reading what was cut off ends the program; and after, because the file may change meanwhile.
        try tensor.file.file.checkUnchanged()
        guard let matrix = tensor.matrix() else {
            throw error(.elements(tensor: name, found: description.elements))
        }
        if let index = matrix.firstNonFinite {
            let found = matrix.withElements { $0[index] }
            throw error(.value(tensor: name, index: description.position(of: index), found: found))
        }
        try tensor.file.file.checkUnchanged()
        return matrix
    }

    /// A tensor of floating-point numbers with one dimension.
    ///
    /// - Throws: as `matrix(_:shape:)`, with the shape `[count]`.
    public func vector(_ name: String, count: Int) throws(CheckpointError) -> [Float] {
        try matrix(name, shape: [count]).elements
    }

    /// A tensor of the shape it must have.
    func stored(_ name: String, shape: [Int]?) throws(CheckpointError) -> StoredTensor {
        guard let tensor = stored[name] else {
            throw CheckpointError(path: path, .missing(tensor: name, similar: similar(to: name)))
        }
        if let shape, shape != tensor.description.shape {
            throw CheckpointError(
                path: tensor.file.path,
                .shape(tensor: name, expected: shape, found: tensor.description.shape)
            )
        }
        return tensor
    }

    /// The tensor of a name, if there is one.
    subscript(name: String) -> StoredTensor? { stored[name] }

    private struct Place: Hashable {
        let file: ObjectIdentifier
        let start: Int
    }
}

// MARK: - Names

extension TensorSet {
    /// The names that have most of a name's beginning and end, best first, at most three.
    private func similar(to name: String) -> [String] {
        let wanted = Array(name.utf8)
        let scored = tensors.keys.map { key in
            let key = (name: key, bytes: Array(key.utf8))
            let start = zip(wanted, key.bytes).prefix { $0 == $1 }.count
            let end = zip(wanted.reversed(), key.bytes.reversed()).prefix { $0 == $1 }.count
            return (name: key.name, score: Double(start + end) / Double(max(wanted.count, key.bytes.count)))
        }
        let close = scored.filter { $0.score >= 0.5 }
        return close.sorted { ($1.score, $0.name) < ($0.score, $1.name) }.prefix(3).map(\.name)
    }
}

extension TensorDescription {
    /// The index in every dimension of an element counted row by row.
    fileprivate func position(of index: Int) -> [Int] {
        var rest = index
        var position: [Int] = []
        for dimension in shape.reversed() {
            position.append(rest % dimension)
            rest /= dimension
        }
        return position.reversed()
    }
}
