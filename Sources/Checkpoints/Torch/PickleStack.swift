/// The memory of the machine that reads a pickle: a stack, marks in it, and values that are used again.
struct PickleStack {
    private var values: [PickleValue] = []
    /// Where in the stack the parts of something begin.
    private var marks: [Int] = []
    private var memo: [UInt32: PickleValue] = [:]

    /// Puts a value on top.
    mutating func push(_ value: PickleValue) { values.append(value) }

    /// Marks that parts of something begin here; what is below cannot be reached until they are taken.
    mutating func mark() { marks.append(values.count) }

    /// The value on top.
    func top() throws(ArchiveError) -> PickleValue {
        guard values.count > marks.last ?? 0, let value = values.last else {
            throw ArchiveError(lacking: "value")
        }
        return value
    }

    /// Takes the value on top.
    mutating func pop() throws(ArchiveError) -> PickleValue {
        let value = try top()
        values.removeLast()
        return value
    }

    /// Takes the upper `count` values, the one on top last.
    mutating func pop(_ count: Int) throws(ArchiveError) -> [PickleValue] {
        guard values.count - (marks.last ?? 0) >= count else { throw ArchiveError(lacking: "value") }
        defer { values.removeLast(count) }
        return Array(values.suffix(count))
    }

    /// Takes the values above the last mark, and the mark.
    mutating func popToMark() throws(ArchiveError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw ArchiveError(lacking: "mark") }
        defer { values.removeSubrange(mark...) }
        return Array(values[mark...])
    }

    /// Remembers the value on top by a number, or else by the next one.
    mutating func remember(as index: UInt32? = nil) throws(ArchiveError) {
        memo[index ?? UInt32(memo.count)] = try top()
    }

    /// Puts a remembered value on top.
    mutating func recall(_ index: UInt32) throws(ArchiveError) {
        guard let value = memo[index] else { throw ArchiveError(lacking: "value number \(index)") }
        push(value)
    }
}

extension ArchiveError {
    /// A pickle uses something that it has not made.
    init(lacking part: String) { self.init("is damaged: it uses a \(part) that it has not made") }
}
