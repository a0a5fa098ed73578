import FoundationEssentials

/// The header of a safetensors file: which tensors there are, and where.
///
/// The file is 8 bytes with the length of a JSON object (little-endian), that object, then the data. The
/// object maps each name to `{"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}`, with offsets
/// from the end of the header, and `__metadata__` to texts. Every byte of the data belongs to one tensor.
///
/// See also: the format's description at https://github.com/huggingface/safetensors.
struct TensorHeader {
    let tensors: [String: Member]
    let metadata: [String: String]
    /// Where the data begin, in bytes from the beginning of the file.
    let dataStart: Int

    /// What it says of one tensor, checked.
    struct Member {
        let description: TensorDescription
        /// Where its bytes are, counted from the beginning of the data.
        let bytes: Range<Int>
    }

    /// The longest header that is read, in bytes; that of a billion parameters takes about 100,000.
    private static let longest = 100_000_000

    /// Reads the header of a whole file and checks that file and header agree.
    init(of file: UnsafeRawBufferPointer, path: String) throws(CheckpointError) {
        let text = try TensorHeader.text(of: file, path: path)
        dataStart = 8 + text.count
        let members: HeaderMembers
        do {
            members = try HeaderMembers(JSONText(text))
        } catch {
            throw TensorHeader.error(path, error)
        }
        metadata = members.metadata
        var tensors: [String: Member] = [:]
        // In order of names, so that of several errors always the same one is reported.
        for (name, entry) in members.entries.sorted(by: { $0.key < $1.key }) {
            do {
                tensors[name] = try Member(entry)
            } catch {
                throw CheckpointError(path: path, .header(tensor: name, error.reason))
            }
        }
        self.tensors = tensors
        try TensorHeader.check(tensors, cover: file.count - dataStart, path: path)
    }

    private static func error(_ path: String, _ problem: JSONProblem) -> CheckpointError {
        switch problem.path.first {
        case .none: return malformed(path, "its header " + problem.reason)
        case HeaderMembers.metadataKey: return malformed(path, problem.sentence)
        case .some(let name):
            let inside = JSONProblem(path: Array(problem.path.dropFirst()), reason: problem.reason)
            return CheckpointError(path: path, .header(tensor: name, inside.sentence))
        }
    }

    /// The JSON text at the beginning of a file.
    private static func text(of file: UnsafeRawBufferPointer, path: String) throws(CheckpointError) -> Data {
        guard file.count >= 8 else {
            throw malformed(
                path,
                "it is \(file.count) bytes long, expected 8 bytes with the header's length first"
            )
        }
        let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
        guard length <= longest else {
            let reason = "its header would be \(length) bytes long, expected at most \(longest)"
            throw malformed(path, reason + lookalike(file))
        }
        guard length <= file.count - 8 else {
            let reason = "its header should be \(length) bytes long, but only \(file.count - 8) bytes follow"
            throw malformed(path, reason + "; the file is truncated, or of another kind")
        }
        return Data(file[8..<8 + Int(length)])
    }

    private static func malformed(_ path: String, _ reason: String) -> CheckpointError {
        CheckpointError(path: path, .malformed("is not a safetensors file: \(reason)"))
    }

    /// Checks that the tensors lie one after the other, without overlaps and holes, over `size` bytes.
    private static func check(
        _ tensors: [String: Member],
        cover size: Int,
        path: String
    ) throws(CheckpointError) {
        let inOrder = tensors.sorted { a, b in
            (a.value.bytes.lowerBound, a.value.bytes.upperBound, a.key)
                < (b.value.bytes.lowerBound, b.value.bytes.upperBound, b.key)
        }
        var end = 0
        var previous: String?
        for (name, tensor) in inOrder {
            let range = tensor.bytes
            var before: String { previous.map(quoted) ?? "the header" }
            func wrong(_ reason: String) -> CheckpointError {
                CheckpointError(path: path, .header(tensor: name, reason))
            }
            guard range.upperBound <= size else {
                let there = "ends at byte \(range.upperBound) of the data, of which there are only \(size)"
                throw wrong(there + "; the file is truncated or damaged")
            }
            guard range.lowerBound >= end else {
                throw wrong(
                    "begins at byte \(range.lowerBound) of the data, within \(before), which ends at \(end)"
                )
            }
            guard range.lowerBound == end else {
                let begins = "begins at byte \(range.lowerBound) of the data, expected \(end), where"
                throw wrong("\(begins) \(before) ends; no bytes may lie between tensors")
            }
            end = range.upperBound
            previous = name
        }
        guard end == size else {
            throw malformed(
                path,
                "its tensors end at byte \(end) of the data, but there are \(size); expected no more"
            )
        }
    }
}

/// Why an entry of a header cannot be believed.
private struct EntryError: Error {
    let reason: String
}

extension TensorHeader.Member {
    /// Checks one entry of a header.
    fileprivate init(_ entry: HeaderMembers.Entry) throws(EntryError) {
        guard let type = ElementType(rawValue: entry.dtype) else {
            let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
            throw EntryError(reason: "dtype \(quoted(entry.dtype)) is not known, expected one of \(known)")
        }
        let shape = try TensorHeader.Member.natural(entry.shape, "shape")
        description = TensorDescription(elements: type, shape: shape)
        let offsets = try TensorHeader.Member.natural(entry.dataOffsets, "data_offsets")
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw EntryError(
                reason: "data_offsets are \(brief(offsets)), expected where it begins and where it ends"
            )
        }
        bytes = offsets[0]..<offsets[1]
        guard let size = description.size else {
            throw EntryError(reason: "no memory could hold the shape \(brief(shape)) of \(type.rawValue)")
        }
        guard size == bytes.count else {
            let takes = "its shape \(brief(shape)) of \(type.rawValue) takes \(size) bytes"
            throw EntryError(reason: "\(takes), but its data_offsets \(brief(offsets)) hold \(bytes.count)")
        }
    }

    private static func natural(_ numbers: [Int], _ key: String) throws(EntryError) -> [Int] {
        if let number = numbers.first(where: { $0 < 0 }) {
            throw EntryError(reason: "\(key) has \(number) in it, expected whole numbers from 0")
        }
        return numbers
    }
}
