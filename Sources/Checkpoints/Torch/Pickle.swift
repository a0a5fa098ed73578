/// A pickle of tensors, as `torch.save` writes it, read without running anything.
///
/// A pickle is a program for a machine with a stack. This one knows the operations that build dictionaries,
/// tuples, texts, numbers and tensors; a pickle that names anything else of Python is refused. Every operation
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

    private var stack: [PickleValue] = []
    /// Where in the stack the parts of something begin.
    private var marks: [Int] = []
    /// Values that are used again.
    private var memo: [UInt32: PickleValue] = [:]
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
                result = try pop()
                return
            }
            guard let operation = PickleOperation(rawValue: code) else {
                let number = String(code, radix: 16)
                throw ArchiveError("has the operation 0x\(number) at byte \(place), which builds no tensors")
            }
            try run(operation)
        }
        throw ArchiveError("has more than \(Pickle.mostOperations) operations")
    }

    private mutating func run(_ operation: PickleOperation) throws(ArchiveError) {
        switch operation {
        case .proto: try reader.skip(1)
        case .frame: try reader.skip(8)
        case .none: push(.other)
        case .binFloat:
            try reader.skip(8)
            push(.other)
        case .newTrue: push(.bool(true))
        case .newFalse: push(.bool(false))
        case .binInt1: push(.int(Int(try reader.next(UInt8.self))))
        case .binInt2: push(.int(Int(try reader.next(UInt16.self))))
        case .binInt: push(.int(Int(try reader.next(Int32.self))))
        case .long1: push(.int(try long()))
        case .shortBinUnicode: push(.text(try reader.text(Int(try reader.next(UInt8.self)))))
        case .binUnicode: push(.text(try reader.text(Int(try reader.next(UInt32.self)))))
        case .binUnicode8: push(.text(try reader.text(Int(clamping: try reader.next(UInt64.self)))))
        case .mark: marks.append(stack.count)
        case .emptyTuple: pushTuple([])
        case .tuple1: pushTuple(try pop(1))
        case .tuple2: pushTuple(try pop(2))
        case .tuple3: pushTuple(try pop(3))
        case .tuple: pushTuple(try popToMark())
        case .emptyList: push(.other)
        case .append: _ = try pop()
        case .appends: _ = try popToMark()
        case .emptyDictionary: pushDictionary()
        case .setItem: try setItems(try pop(2))
        case .setItems: try setItems(try popToMark())
        case .binPut: memo[UInt32(try reader.next(UInt8.self))] = try top()
        case .longBinPut: memo[try reader.next(UInt32.self)] = try top()
        case .memoize: memo[UInt32(memo.count)] = try top()
        case .binGet: try get(UInt32(try reader.next(UInt8.self)))
        case .longBinGet: try get(try reader.next(UInt32.self))
        case .global: try name("\(try reader.line()).\(try reader.line())")
        case .inst: throw ArchiveError(forbidden: "\(try reader.line()).\(try reader.line())")
        case .stackGlobal: try nameFromStack()
        case .binPersistentID: try pushStorage(try pop())
        case .reduce: try call()
        case .build: try build()
        }
    }
}

// MARK: - The stack

extension Pickle {
    private mutating func push(_ value: PickleValue) { stack.append(value) }

    private mutating func pushTuple(_ parts: [PickleValue]) {
        tuples.append(parts)
        push(.tuple(tuples.count - 1))
    }

    private mutating func pushDictionary() {
        dictionaries.append([])
        push(.dictionary(dictionaries.count - 1))
    }

    private func top() throws(ArchiveError) -> PickleValue {
        guard stack.count > marks.last ?? 0, let value = stack.last else { throw damaged("an empty stack") }
        return value
    }

    private mutating func pop() throws(ArchiveError) -> PickleValue {
        let value = try top()
        stack.removeLast()
        return value
    }

    private mutating func pop(_ count: Int) throws(ArchiveError) -> [PickleValue] {
        guard stack.count - (marks.last ?? 0) >= count else { throw damaged("an empty stack") }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark() throws(ArchiveError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw damaged("no mark") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private mutating func get(_ index: UInt32) throws(ArchiveError) {
        guard let value = memo[index] else { throw damaged("nothing remembered as \(index)") }
        push(value)
    }

    private func damaged(_ reason: String) -> ArchiveError {
        ArchiveError("is damaged: there is \(reason) before byte \(reader.position) of the file")
    }
}

// MARK: - What is built

extension Pickle {
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
        push(.name(known))
    }

    private mutating func nameFromStack() throws(ArchiveError) {
        let parts = try pop(2)
        guard case .text(let module) = parts[0], case .text(let name) = parts[1] else {
            throw damaged("no name")
        }
        try self.name("\(module).\(name)")
    }

    private mutating func setItems(_ parts: [PickleValue]) throws(ArchiveError) {
        guard case .dictionary(let index) = try top(), parts.count % 2 == 0 else {
            throw damaged("no dictionary")
        }
        for part in stride(from: 0, to: parts.count, by: 2) {
            dictionaries[index].append((key: parts[part], value: parts[part + 1]))
        }
    }

    /// Attributes of a dictionary (`_metadata`) are left out; nothing else has any.
    private mutating func build() throws(ArchiveError) {
        _ = try pop()
        guard case .dictionary = try top() else {
            throw ArchiveError("gives attributes to \(try top().kind), which builds no tensors")
        }
    }

    private mutating func call() throws(ArchiveError) {
        guard case .tuple(let index) = try pop() else { throw damaged("no tuple") }
        let callee = try pop()
        let arguments = tuples[index]
        switch callee {
        case .name(.orderedDictionary) where arguments.isEmpty: pushDictionary()
        case .name(.rebuildTensor): try pushTensor(arguments)
        case .name(.rebuildParameter):
            guard let first = arguments.first, case .tensor = first else { throw damaged("no tensor") }
            push(first)
        default: throw ArchiveError("calls \(callee.kind), which builds no tensors")
        }
    }

    /// `('storage', type, key, location, number of elements)`, sometimes with `None` behind.
    private mutating func pushStorage(_ identifier: PickleValue) throws(ArchiveError) {
        guard case .tuple(let index) = identifier, (5...6).contains(tuples[index].count) else {
            throw damaged("no storage")
        }
        let parts = tuples[index]
        guard case .text("storage") = parts[0], case .name(.storage(let elements)) = parts[1],
            case .text(let key) = parts[2], case .int(let count) = parts[4]
        else { throw damaged("no storage") }
        storages.append(TorchStorage(elements: elements, key: key, count: count))
        push(.storage(storages.count - 1))
    }

    /// Storage, offset, shape and strides; what follows is of no matter to the numbers.
    private mutating func pushTensor(_ parts: [PickleValue]) throws(ArchiveError) {
        guard parts.count >= 4, case .storage(let storage) = parts[0], case .int(let offset) = parts[1] else {
            throw damaged("no tensor")
        }
        tensors.append(
            TorchTensor(
                storage: storages[storage],
                offset: offset,
                shape: try numbers(parts[2]),
                strides: try numbers(parts[3])
            )
        )
        push(.tensor(tensors.count - 1))
    }

    private func numbers(_ value: PickleValue) throws(ArchiveError) -> [Int] {
        guard case .tuple(let index) = value, tuples[index].count <= 64 else { throw damaged("no shape") }
        var numbers: [Int] = []
        for part in tuples[index] {
            guard case .int(let number) = part else { throw damaged("no shape") }
            numbers.append(number)
        }
        return numbers
    }
}

extension ArchiveError {
    /// A pickle names something of Python that is not read.
    fileprivate init(forbidden name: String) {
        self.init("names \(printable(name)); only tensors are read")
    }
}
