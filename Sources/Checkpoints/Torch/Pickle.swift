/// A pickle of tensors, as `torch.save` writes it, read without running anything.
///
/// A pickle is a program for a machine with a stack. This one knows the operations that build dictionaries,
/// tuples, texts, numbers and tensors, and keeps the attributes of a few classes of settings, whose code it does not have;
/// a pickle that names anything else of Python is refused. Every operation
/// adds one value at most, and their number is bounded, so no pickle can take more memory than it is worth.
///
/// See also: CPython's Lib/pickletools.py, which describes every operation.
struct Pickle {
    /// What it builds.
    private(set) var result = PickleValue.other
    private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    private(set) var tuples: [[PickleValue]] = []
    private(set) var storages: [TorchStorage] = []
    private(set) var tensors: [TorchTensor] = []
    /// The dictionaries that are attributes of settings.
    private var settings: Set<Int> = []

    private var stack = PickleStack()
    private var reader: LittleEndianReader

    /// A tensor takes some 30 operations, and the largest models have some ten thousand tensors.
    private static let mostOperations = 2_000_000

    /// Reads the pickle in a part of a file.
    init(_ file: UnsafeRawBufferPointer, in part: Range<Int>) throws(ArchiveError) {
        reader = LittleEndianReader(file, in: part)
        for _ in 0..<Pickle.mostOperations {
            let place = reader.position - part.lowerBound
            let code = try reader.next(UInt8.self)
            if code == UInt8(ascii: ".") {
                result = try stack.pop()
                return
            }
            guard let operation = PickleOperation(rawValue: code) else {
                throw ArchiveError(operation: code, at: place)
            }
            try run(operation, at: place)
        }
        throw ArchiveError("has more than \(Pickle.mostOperations) operations")
    }

    private mutating func run(_ operation: PickleOperation, at place: Int) throws(ArchiveError) {
        switch operation {
        case .proto: try reader.skip(1)
        case .frame: try reader.skip(8)
        case .none: stack.push(.other)
        case .binFloat:
            try reader.skip(8)
            stack.push(.other)
        case .newTrue: stack.push(.bool(true))
        case .newFalse: stack.push(.bool(false))
        case .binInt1: stack.push(.int(Int(try reader.next(UInt8.self))))
        case .binInt2: stack.push(.int(Int(try reader.next(UInt16.self))))
        case .binInt: stack.push(.int(Int(try reader.next(Int32.self))))
        case .long1: stack.push(.int(try long()))
        case .shortBinUnicode: stack.push(.text(try reader.text(Int(try reader.next(UInt8.self)))))
        case .binUnicode: stack.push(.text(try reader.text(Int(try reader.next(UInt32.self)))))
        case .binUnicode8: stack.push(.text(try reader.text(Int(clamping: try reader.next(UInt64.self)))))
        case .mark: stack.mark()
        case .emptyTuple: pushTuple([])
        case .tuple1: pushTuple(try stack.pop(1))
        case .tuple2: pushTuple(try stack.pop(2))
        case .tuple3: pushTuple(try stack.pop(3))
        case .tuple: pushTuple(try stack.popToMark())
        case .emptyList, .emptySet: stack.push(.other)
        case .append: _ = try stack.pop()
        case .appends, .addItems: _ = try stack.popToMark()
        case .emptyDictionary: pushDictionary()
        case .setItem: try setItems(try stack.pop(2))
        case .setItems: try setItems(try stack.popToMark())
        case .binPut: try stack.remember(as: UInt32(try reader.next(UInt8.self)))
        case .longBinPut: try stack.remember(as: try reader.next(UInt32.self))
        case .memoize: try stack.remember()
        case .binGet: try stack.recall(UInt32(try reader.next(UInt8.self)))
        case .longBinGet: try stack.recall(try reader.next(UInt32.self))
        case .global: try name("\(try reader.line()).\(try reader.line())")
        case .inst: throw ArchiveError(forbidden: "\(try reader.line()).\(try reader.line())")
        case .stackGlobal: try nameFromStack()
        case .binPersistentID: try pushStorage(try stack.pop())
        case .reduce: try call()
        case .build: try build()
        case .newObject:
            guard case .name(.settings) = try stack.pop(2)[0] else {
                throw ArchiveError(operation: operation.rawValue, at: place)
            }
            pushSettings()
        }
    }
}

// MARK: - What is built

extension Pickle {
    private mutating func pushTuple(_ parts: [PickleValue]) {
        tuples.append(parts)
        stack.push(.tuple(tuples.count - 1))
    }

    private mutating func pushDictionary() {
        dictionaries.append([])
        stack.push(.dictionary(dictionaries.count - 1))
    }

    private mutating func pushSettings() {
        settings.insert(dictionaries.count)
        pushDictionary()
    }

    /// A whole number of up to 8 bytes, little-endian, whose last bit is the sign.
    private mutating func long() throws(ArchiveError) -> Int {
        let length = Int(try reader.next(UInt8.self))
        guard length <= 8 else { throw ArchiveError("has a whole number of \(length) bytes, expected 8") }
        guard length > 0 else { return 0 }
        var bits: UInt64 = 0
        for index in 0..<length { bits |= UInt64(try reader.next(UInt8.self)) << UInt64(8 * index) }
        let unused = 64 - 8 * length
        return Int(Int64(bitPattern: bits << UInt64(unused)) >> Int64(unused))
    }

    private mutating func name(_ name: String) throws(ArchiveError) {
        guard let known = PickleName(name) else { throw ArchiveError(forbidden: name) }
        stack.push(.name(known))
    }

    private mutating func nameFromStack() throws(ArchiveError) {
        let parts = try stack.pop(2)
        guard case .text(let module) = parts[0], case .text(let name) = parts[1] else {
            throw ArchiveError(lacking: "name")
        }
        try self.name("\(module).\(name)")
    }

    private mutating func setItems(_ parts: [PickleValue]) throws(ArchiveError) {
        guard case .dictionary(let index) = try stack.top(), parts.count % 2 == 0 else {
            throw ArchiveError(lacking: "dictionary")
        }
        for part in stride(from: 0, to: parts.count, by: 2) {
            dictionaries[index].append((key: parts[part], value: parts[part + 1]))
        }
    }

    /// Attributes of a dictionary (`_metadata`) are left out; besides, only settings have any.
    private mutating func build() throws(ArchiveError) {
        let state = try stack.pop()
        guard case .dictionary(let index) = try stack.top() else {
            throw ArchiveError("gives attributes to \(try stack.top().kind), which builds no tensors")
        }
        // What refers to its own attributes would grow without end.
        if settings.contains(index), case .dictionary(let attributes) = state, attributes != index,
            dictionaries[index].isEmpty
        {
            dictionaries[index] = dictionaries[attributes]
        }
    }

    private mutating func call() throws(ArchiveError) {
        guard case .tuple(let index) = try stack.pop() else { throw ArchiveError(lacking: "tuple") }
        let callee = try stack.pop()
        let arguments = tuples[index]
        switch callee {
        case .name(.orderedDictionary) where arguments.isEmpty: pushDictionary()
        case .name(.settings): pushSettings()
        case .name(.rebuildTensor): try pushTensor(arguments)
        case .name(.rebuildParameter):
            guard let first = arguments.first, case .tensor = first else {
                throw ArchiveError(lacking: "tensor")
            }
            stack.push(first)
        default: throw ArchiveError("calls \(callee.kind), which builds no tensors")
        }
    }

    /// `('storage', type, key, location, number of elements)`, sometimes with `None` behind.
    private mutating func pushStorage(_ identifier: PickleValue) throws(ArchiveError) {
        guard case .tuple(let index) = identifier, (5...6).contains(tuples[index].count) else {
            throw ArchiveError(lacking: "storage")
        }
        let parts = tuples[index]
        guard case .text("storage") = parts[0], case .name(.storage(let elements)) = parts[1],
            case .text(let key) = parts[2], case .int(let count) = parts[4]
        else { throw ArchiveError(lacking: "storage") }
        storages.append(TorchStorage(elements: elements, key: key, count: count))
        stack.push(.storage(storages.count - 1))
    }

    /// Storage, offset, shape and strides; what follows is of no matter to the numbers.
    private mutating func pushTensor(_ parts: [PickleValue]) throws(ArchiveError) {
        guard parts.count >= 4, case .storage(let storage) = parts[0], case .int(let offset) = parts[1] else {
            throw ArchiveError(lacking: "tensor")
        }
        tensors.append(
            TorchTensor(
                storage: storages[storage],
                offset: offset,
                shape: try numbers(parts[2]),
                strides: try numbers(parts[3])
            )
        )
        stack.push(.tensor(tensors.count - 1))
    }

    private func numbers(_ value: PickleValue) throws(ArchiveError) -> [Int] {
        guard case .tuple(let index) = value, tuples[index].count <= 64 else {
            throw ArchiveError(lacking: "shape")
        }
        var numbers: [Int] = []
        for part in tuples[index] {
            guard case .int(let number) = part else { throw ArchiveError(lacking: "shape") }
            numbers.append(number)
        }
        return numbers
    }
}

extension ArchiveError {
    /// A pickle has an operation that is of no use.
    fileprivate init(operation code: UInt8, at place: Int) {
        let number = String(code, radix: 16)
        self.init("has the operation 0x\(number) at byte \(place), which builds no tensors")
    }

    /// A pickle names something of Python that is not read.
    fileprivate init(forbidden name: String) {
        self.init("names \(brief(name)); only tensors are read")
    }
}
