internal import Files
import FoundationEssentials
import Glibc
public import Numerics

/// A safetensors file that is written; files are read as a ``TensorSet``.
public enum TensorFile {
    /// A tensor to be written, as F32.
    public struct Output {
        let name: String
        let shape: [Int]
        let parts: Int
        let part: (Int) -> Matrix

        /// A tensor whose elements are those of a matrix, row by row.
        ///
        /// - Precondition: `shape` has as many elements as `values`.
        public init(_ name: String, shape: [Int], _ values: Matrix) {
            precondition(shape.reduce(1, *) == values.count, "\(name): \(shape) of \(values.count) elements")
            self.init(name, shape: shape, parts: 1) { _ in values }
        }

        /// A tensor that is computed while it is written, part by part, so that it need not fit into memory.
        ///
        ///     TensorFile.Output("attention.encoder", shape: [heads, latents, tokens], parts: heads) { head in
        ///         trace.weights(head: head)
        ///     }
        ///
        /// - Parameters:
        ///   - name: the tensor's name, unlike all others in the file.
        ///   - shape: its sizes, outermost first.
        ///   - parts: how many parts there are.
        ///   - part: the part of an index, from 0; together they have the tensor's elements in order.
        public init(_ name: String, shape: [Int], parts: Int, part: @escaping (Int) -> Matrix) {
            self.name = name
            self.shape = shape
            self.parts = parts
            self.part = part
        }

        var bytes: Int { shape.reduce(MemoryLayout<Float>.size, *) }
    }

    /// Writes a safetensors file of F32 tensors, in the given order.
    ///
    /// The file appears under its name when it is complete, and replaces one that was there; until then, and
    /// if anything fails, that one stays as it is.
    ///
    /// - Parameters:
    ///   - outputs: the tensors.
    ///   - metadata: texts to put beside them.
    ///   - path: the file. What is there already must be a regular file, not a folder or a device.
    /// - Precondition: names differ, and parts add up to their shapes.
    public static func write(
        _ outputs: [Output],
        metadata: [String: String] = [:],
        to path: String
    ) throws(CheckpointError) {
        precondition(Set(outputs.map(\.name)).count == outputs.count, "two tensors have the same name")
        try checkPlace(path)
        let header = try header(of: outputs, metadata: metadata, path: path)
        do throws(SystemError) {
            try write(outputs, header, to: path)
        } catch {
            throw CheckpointError(path: path, .inaccessible("cannot be written: \(error.reason)"))
        }
    }

    /// What is there may be replaced if it is a file.
    private static func checkPlace(_ path: String) throws(CheckpointError) {
        func refusal(_ reason: String) -> CheckpointError {
            CheckpointError(path: path, .inaccessible("cannot be written: \(reason)"))
        }
        guard !path.isEmpty, !path.utf8.contains(0) else { throw refusal("that is no file name") }
        var status = stat()
        guard path.withSystemPath({ stat($0, &status) }) == 0 else { return }
        let kind = PathKind(status)
        guard kind == .regular else { throw refusal("is \(kind.rawValue), expected a file") }
    }

    private static func write(_ outputs: [Output], _ header: [UInt8], to path: String) throws(SystemError) {
        let file = try FileInProgress(path: path)
        try file.write(header)
        for output in outputs {
            var written = 0
            for index in 0..<output.parts {
                try output.part(index).withElements { elements throws(SystemError) in
                    let bytes = UnsafeRawBufferPointer(elements)
                    written += bytes.count
                    precondition(
                        written <= output.bytes,
                        "\(output.name): more elements than \(output.shape)"
                    )
                    try file.write(bytes)
                }
            }
            precondition(written == output.bytes, "\(output.name): fewer elements than \(output.shape)")
        }
        try file.finish()
    }

    /// The bytes in front of the data, a multiple of 8 of them.
    private static func header(
        of outputs: [Output],
        metadata: [String: String],
        path: String
    ) throws(CheckpointError) -> [UInt8] {
        var members = HeaderMembers(metadata: metadata, entries: [:])
        var offset = 0
        for output in outputs {
            let offsets = [offset, offset + output.bytes]
            members.entries[output.name] = .init(dtype: "F32", shape: output.shape, dataOffsets: offsets)
            offset += output.bytes
        }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            var text = try encoder.encode(members)
            text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
            return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
        } catch {
            throw CheckpointError(path: path, .inaccessible("cannot be written: \(error)"))
        }
    }
}
