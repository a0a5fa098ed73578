/// Reading a file that `torch.save` wrote: a zip archive with a pickle that describes tensors, and their
/// storages, each a member of its own.
///
///     archive/data.pkl     the pickle
///     archive/data/0       the bytes of a storage
///     archive/byteorder    "little" or "big"
///
/// The tensors are those of the dictionary that was saved, or of the one it has as `state_dict` or `model`.
/// Its other values are left out.
enum TorchFile {
    /// The tensors, each checked against its storage, and the storage against its member.
    static func tensors(of file: MappedFile) throws(CheckpointError) -> TensorSet {
        func error(_ reason: String) -> CheckpointError {
            CheckpointError(path: file.path, .malformed(reason))
        }
        guard !isLegacy(file.bytes) else {
            throw error(
                "was written by a PyTorch before 1.6, or in its manner; expected a newer one: \(conversion)"
            )
        }
        let archive: TorchArchive
        do {
            archive = try TorchArchive(ZipDirectory(of: file.bytes), file.bytes)
        } catch let problem {
            throw error("is not a file of PyTorch that is read: it \(problem.reason)\(lookalike(file.bytes))")
        }
        let pickle: Pickle
        do {
            pickle = try Pickle(file.bytes, in: archive.pickle)
        } catch let problem {
            throw error("its pickle \(problem.reason)")
        }
        let named = pickle.namedTensors
        guard !named.isEmpty else {
            throw error(
                "holds \(pickle.result.kind) without tensors, expected a dictionary of tensors by name"
            )
        }
        var stored: [String: StoredTensor] = [:]
        // In order of names, so that of several errors always the same one is reported.
        for (name, tensor) in named.sorted(by: { $0.key < $1.key }) {
            do {
                let start = try archive.start(of: tensor)
                stored[name] = StoredTensor(
                    description: TensorDescription(elements: tensor.storage.elements, shape: tensor.shape),
                    file: file,
                    start: start,
                    strides: tensor.liesRowByRow ? nil : tensor.strides
                )
            } catch let problem {
                throw CheckpointError(path: file.path, .header(tensor: name, problem.reason))
            }
        }
        let settings = pickle.settings(TensorSet.settingsName)
        return TensorSet(
            path: file.path,
            stored,
            metadata: settings.map { [TensorSet.settingsName: $0] } ?? [:]
        )
    }

    /// Whether a file is what torch.save wrote before it wrote archives: pickles, the first of which is a number.
    static func isLegacy(_ file: UnsafeRawBufferPointer) -> Bool {
        file.count > 13 && file[0] == 0x80
            && file[2..<13].elementsEqual([0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50])
    }

    /// Whether a file begins as an archive does.
    static func isArchive(_ file: UnsafeRawBufferPointer) -> Bool {
        file.starts(with: [0x50, 0x4B, 0x03, 0x04])
    }

    private static let conversion =
        "open the model in Python and save it with save_pretrained(folder, safe_serialization=True)"
}

/// The members of an archive that torch.save wrote.
private struct TorchArchive {
    /// Where the pickle is in the file.
    let pickle: Range<Int>

    private let members: [String: Range<Int>]
    /// The name of everything begins with it.
    private let root: Substring

    /// The longest pickle that is read, in bytes; a tensor takes some 150.
    private static let longestPickle = 64_000_000

    /// Finds the pickle, and checks that the numbers are in this machine's byte order.
    init(_ directory: ZipDirectory, _ file: UnsafeRawBufferPointer) throws(ArchiveError) {
        members = directory.members
        let pickles = members.keys.filter { $0.hasSuffix("/data.pkl") && $0.count { $0 == "/" } == 1 }
        guard pickles.count == 1 else {
            throw ArchiveError("has \(pickles.count) members “…/data.pkl”, expected one")
        }
        root = pickles[0].dropLast("data.pkl".count)
        pickle = members[pickles[0]] ?? 0..<0
        guard pickle.count <= TorchArchive.longestPickle else {
            throw ArchiveError(
                "has a pickle of \(pickle.count) bytes, expected at most \(TorchArchive.longestPickle)"
            )
        }
        if let order = members["\(root)byteorder"] {
            guard file[order].elementsEqual("little".utf8) else {
                throw ArchiveError("has numbers in another byte order, expected “little”")
            }
        }
    }

    /// Where the first element of a tensor is in the file, once all of them are known to be there.
    func start(of tensor: TorchTensor) throws(ArchiveError) -> Int {
        let (storage, width) = (tensor.storage, tensor.storage.elements.bits / 8)
        let name = "\(root)data/\(storage.key)"
        guard let bytes = members[name] else {
            throw ArchiveError("its storage \(quoted(storage.key)) is missing")
        }
        guard storage.count >= 0, storage.count <= bytes.count / width else {
            let there = "has \(bytes.count) bytes, expected \(storage.count) elements"
            throw ArchiveError("its storage \(quoted(storage.key)) \(there) of \(storage.elements.rawValue)")
        }
        try tensor.check()
        return bytes.lowerBound + tensor.offset * width
    }
}

extension TorchTensor {
    /// Checks that every element lies in the storage, and that there are no more of them than the storage has,
    /// which would be possible if some were used more than once.
    fileprivate func check() throws(ArchiveError) {
        let view = "its shape \(brief(shape)) with strides \(brief(strides)) from \(offset)"
        guard offset >= 0, shape.count == strides.count, (shape + strides).allSatisfy({ $0 >= 0 }) else {
            throw ArchiveError("\(view) makes no sense")
        }
        guard TensorDescription(elements: storage.elements, shape: shape).size != nil else {
            throw ArchiveError(
                "no memory could hold the shape \(brief(shape)) of \(storage.elements.rawValue)"
            )
        }
        let count = shape.reduce(1, *)
        guard offset <= storage.count, count <= storage.count else {
            throw ArchiveError("\(view) has \(count) elements, but its storage has only \(storage.count)")
        }
        guard count > 0 else { return }
        var last = offset
        for (size, stride) in zip(shape, strides) {
            let (step, isTooFar) = (size - 1).multipliedReportingOverflow(by: stride)
            let (next, isOverflow) = last.addingReportingOverflow(step)
            guard !isTooFar, !isOverflow, next < storage.count else {
                throw ArchiveError("\(view) leaves its storage of \(storage.count) elements")
            }
            last = next
        }
        guard last < storage.count else {
            throw ArchiveError("\(view) leaves its storage of \(storage.count) elements")
        }
    }

    /// Whether the elements follow each other as in a safetensors file.
    fileprivate var liesRowByRow: Bool {
        var expected = 1
        for (size, stride) in zip(shape, strides).reversed() {
            if size > 1 && stride != expected { return false }
            expected *= size
        }
        return true
    }
}

extension Pickle {
    /// Tensors by name: those of the dictionary, or of the one inside it that is called as state dicts are.
    fileprivate var namedTensors: [String: TorchTensor] {
        guard case .dictionary(let outer) = result else { return [:] }
        var index = outer
        for name in ["state_dict", "model"] {
            for (key, value) in dictionaries[outer] {
                if index == outer, case .text(name) = key, case .dictionary(let inner) = value {
                    index = inner
                }
            }
        }
        var named: [String: TorchTensor] = [:]
        for (key, value) in dictionaries[index] {
            // Of equal names the last counts, as in Python.
            if case .text(let name) = key, case .tensor(let tensor) = value { named[name] = tensors[tensor] }
        }
        return named
    }
}
