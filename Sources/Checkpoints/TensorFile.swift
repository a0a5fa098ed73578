import Numerics

/// A safetensors file: tensors by name, checked.
///
///     let file = try TensorFile(path: "model.safetensors")
///     let latents = try file.matrix("perceiver.embeddings.latents", shape: [256, 1280])
///     let bias = try file.vector("perceiver.encoder.cross_attention.layernorm.bias", count: 1280)
///
/// Opening reads only the header. The file is mapped into memory, and matrices of F32 are windows on it, so
/// they cost no memory of their own; they keep the mapping alive. The file must not be changed meanwhile.
public struct TensorFile: Sendable {
    /// The file, as it was named.
    public let path: String
    /// What there is, by name.
    public let tensors: [String: TensorDescription]
    /// The texts the writer added, such as `format`.
    public let metadata: [String: String]

    private let file: MappedFile
    private let dataStart: Int

    /// Opens a file and checks its header: that it fits the file, and that every byte of the data belongs to
    /// one tensor.
    public init(path: String) throws(CheckpointError) {
        file = try MappedFile(path: path, wanted: "a safetensors file")
        let header = try TensorHeader(of: file.bytes, path: path)
        self.path = path
        tensors = header.tensors
        metadata = header.metadata
        dataStart = header.dataStart
    }

    /// Whether there is a tensor of this name.
    public func has(_ name: String) -> Bool { tensors[name] != nil }

    /// A tensor of floating-point numbers as a matrix.
    ///
    /// Rows are the first dimension and columns all the others: `[64, 3, 7, 7]` becomes 64 × 147, `[n]` one
    /// row of n, `[]` one row of 1. F16, BF16 and F64 are converted.
    ///
    /// - Parameters:
    ///   - name: the tensor's name.
    ///   - shape: the shape it must have; without it, any.
    /// - Throws: if it is missing, has another shape, holds no floating-point numbers, or not only finite ones.
    public func matrix(_ name: String, shape: [Int]? = nil) throws(CheckpointError) -> Matrix {
        let tensor = try description(of: name, shape: shape)
        let matrix = try matrix(name, tensor)
        if let index = matrix.withElements(firstNonFinite) {
            let place = (tensor.position(of: index), matrix.withElements { $0[index] })
            throw error(.value(tensor: name, index: place.0, found: place.1))
        }
        return matrix
    }

    /// A tensor of floating-point numbers with one dimension.
    ///
    /// - Throws: as `matrix(_:shape:)`, with the shape `[count]`.
    public func vector(_ name: String, count: Int) throws(CheckpointError) -> [Float] {
        try matrix(name, shape: [count]).elements
    }

    private func description(of name: String, shape: [Int]?) throws(CheckpointError) -> TensorDescription {
        guard let tensor = tensors[name] else {
            throw error(.missing(tensor: name, similar: similar(to: name)))
        }
        if let shape, shape != tensor.shape {
            throw error(.shape(tensor: name, expected: shape, found: tensor.shape))
        }
        return tensor
    }

    private func error(_ problem: CheckpointError.Problem) -> CheckpointError {
        CheckpointError(path: path, problem)
    }
}

// MARK: - Elements

extension TensorFile {
    private func matrix(_ name: String, _ tensor: TensorDescription) throws(CheckpointError) -> Matrix {
        let (rows, columns) = tensor.matrix
        let start = dataStart + tensor.bytes.lowerBound
        let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + tensor.bytes.count])
        switch tensor.elements {
        case .float32:
            if let start = bytes.aligned(to: Float.self) {
                return Matrix(rows: rows, columns: columns, borrowing: start, from: file)
            }
            return Matrix(rows: rows, columns: columns) {
                UnsafeMutableRawBufferPointer($0).copyMemory(from: bytes)
            }
        case .float16:
            return widened(bytes, .float16, rows: rows, columns: columns)
        case .bfloat16:
            return widened(bytes, .bfloat16, rows: rows, columns: columns)
        case .float64:
            return Matrix(rows: rows, columns: columns) { target in
                for index in target.indices {
                    target[index] = Float(bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self))
                }
            }
        default:
            throw error(.elements(tensor: name, found: tensor.elements))
        }
    }

    private func widened(
        _ bytes: UnsafeRawBufferPointer,
        _ precision: HalfPrecision,
        rows: Int,
        columns: Int
    ) -> Matrix {
        Matrix(rows: rows, columns: columns) { target in
            if let start = bytes.aligned(to: UInt16.self) {
                precision.widen(UnsafeBufferPointer(start: start, count: target.count), into: target)
            } else {
                let copy = target.indices.map { bytes.loadUnaligned(fromByteOffset: $0 * 2, as: UInt16.self) }
                copy.withUnsafeBufferPointer { precision.widen($0, into: target) }
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes as elements of a type, if there are any and they begin where such elements may.
    fileprivate func aligned<Element: BitwiseCopyable>(to type: Element.Type) -> UnsafePointer<Element>? {
        guard let start = baseAddress, UInt(bitPattern: start) % UInt(MemoryLayout<Element>.alignment) == 0
        else {
            return nil
        }
        return start.assumingMemoryBound(to: type)
    }
}

/// The index of the first element that is infinite or not a number.
private func firstNonFinite(_ elements: UnsafeBufferPointer<Float>) -> Int? {
    // An exponent of all ones carries into the highest bit. This loop is what a compiler makes fast, and a
    // file of a gigabyte goes through it.
    var carries: UInt32 = 0
    for element in elements { carries |= (element.bitPattern & 0x7F80_0000) &+ 0x0080_0000 }
    return carries & 0x8000_0000 == 0 ? nil : elements.firstIndex { !$0.isFinite }
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

// MARK: - Names

extension TensorFile {
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
