import Checkpoints
import Glibc
import Numerics

/// What the parts of a model asked of a file of tensors, in the order in which they did.
package final class TensorRecord {
    /// What is done with tensors that are asked for.
    package enum Mode: Sendable {
        /// They are read, up to the first that does not fit.
        case reading
        /// They are read; the first that does not fit is an error at once.
        case strict
        /// None is read: names and shapes are looked at.
        case shapesOnly
    }

    /// What became of the tensors that were asked for.
    private(set) var used: [MappingReport.Tensor] = []
    private(set) var missing: [MappingReport.Tensor] = []
    private(set) var misfits: [MappingReport.Misfit] = []
    /// Tensors that are not needed, and why.
    var idle: [String: String] = [:]
    /// What is odd about the files, and how it was read, in sentences.
    var notes: [String] = []

    private let file: TensorSet
    private let mode: Mode
    private var names: Set<String> = []

    init(_ file: TensorSet, _ mode: Mode) {
        self.file = file
        self.mode = mode
    }

    /// Whether the numbers of tensors are read, and nothing was amiss so far.
    var isReading: Bool { mode != .shapesOnly && missing.isEmpty && misfits.isEmpty }

    func matrix(_ name: String, _ shape: [Int], _ role: String) throws(CheckpointError) -> Matrix {
        try expect(name, shape, role)
        guard isReading else {
            let (rows, columns) = TensorDescription(elements: .float32, shape: shape).matrix
            return zeros(rows: rows, columns: columns)
        }
        return try file.matrix(name, shape: shape)
    }

    func rows(_ name: String, _ shape: [Int], _ role: String) throws(CheckpointError) -> StoredRows {
        try expect(name, shape, role)
        return try file.rows(name, shape: shape)
    }

    func expect(_ name: String, _ shape: [Int], _ role: String) throws(CheckpointError) {
        guard names.insert(name).inserted else { return }
        let wanted = MappingReport.Tensor(name: name, shape: shape, role: role)
        guard let found = file.tensors[name]?.shape, found == shape else {
            // Its error says which names are similar.
            if mode == .strict { _ = try file.matrix(name, shape: shape) }
            if let found = file.tensors[name]?.shape {
                misfits.append(MappingReport.Misfit(name: name, shape: found, expected: shape))
            } else {
                missing.append(wanted)
            }
            return
        }
        used.append(wanted)
    }

    func has(_ name: String) -> Bool { file.has(name) }

    func isSame(_ name: String, _ other: String) throws(CheckpointError) -> Bool {
        guard file.tensors[name]?.shape == file.tensors[other]?.shape else { return false }
        guard isReading, file.has(name) else { return true }
        let (a, b) = (try file.matrix(name), try file.matrix(other))
        return a.isIdentical(to: b) || a == b
    }

    func error(_ problem: String) -> CheckpointError {
        CheckpointError(path: file.path, .malformed(problem))
    }

    /// A matrix of zeros that takes no memory before somebody looks at it.
    func zeros(rows: Int, columns: Int) -> Matrix {
        guard let zeros = Zeros(bytes: rows * columns * MemoryLayout<Float>.stride) else {
            return Matrix(rows: rows, columns: columns)
        }
        return Matrix(rows: rows, columns: columns, borrowing: zeros.start, from: zeros)
    }

    /// The report of a model whose parts have all been asked for.
    func report(_ facts: ModelFacts) -> MappingReport {
        let others = file.tensors.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }
        func list(_ isIdle: Bool) -> [MappingReport.Tensor] {
            others.filter { (idle[$0.key] != nil) == isIdle }
                .map { MappingReport.Tensor(name: $0.key, shape: $0.value.shape, role: idle[$0.key]) }
        }
        return MappingReport(
            path: file.path,
            used: used,
            idle: list(true),
            unmatched: list(false),
            missing: missing,
            misfits: misfits,
            sizes: facts.sizes,
            preprocessing: facts.preprocessing,
            labels: facts.labels,
            notes: notes
        )
    }
}

/// Zeros that the system provides when they are looked at; nobody writes there, hence `Sendable`.
private final class Zeros: MemoryOwner, @unchecked Sendable {
    let start: UnsafePointer<Float>
    private let bytes: Int

    /// `nil` if there are none, or if the system has no room for as many addresses.
    init?(bytes: Int) {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard bytes > 0, let start = mmap(nil, bytes, PROT_READ, flags, -1, 0), start != MAP_FAILED else {
            return nil
        }
        self.start = UnsafePointer(start.assumingMemoryBound(to: Float.self))
        self.bytes = bytes
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: start), bytes) }

    func release(_ part: UnsafeRawBufferPointer) {}
}
