/// The lines of a text of numbers, without copying it.
struct PointLines {
    private let bytes: [UInt8]
    /// Where the next line begins.
    private(set) var place: Int
    /// The number of the line that was read last, from 1.
    private(set) var number = 0

    /// The lines from a place on.
    init(_ bytes: [UInt8], from place: Int = 0) {
        self.bytes = bytes
        self.place = place == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : place
    }

    /// How many bytes follow.
    var rest: Int { bytes.count - place }

    /// The next line, without its end; `nil` at the end of the file.
    mutating func next() -> ArraySlice<UInt8>? {
        guard place < bytes.count else { return nil }
        let start = place
        while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
        let line = bytes[start..<place]
        if place < bytes.count {
            let isPair = bytes[place] == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A
            place += isPair ? 2 : 1
        }
        number += 1
        return line
    }

    /// The next line that is neither empty nor a comment.
    mutating func nextWithContent() -> ArraySlice<UInt8>? {
        while let line = next() {
            if let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }), first != UInt8(ascii: "#") {
                return line
            }
        }
        return nil
    }
}

/// The complete lines among the first bytes of a file.
struct HeadLines {
    /// As texts, without their ends.
    let lines: [Substring]

    init(_ head: [UInt8]) {
        var reader = PointLines(head)
        var lines: [ArraySlice<UInt8>] = []
        while let line = reader.next() { lines.append(line) }
        // The head may end within a line.
        if head.count >= FileKind.headLength, !lines.isEmpty { lines.removeLast() }
        self.lines = lines.map { Substring(String(decoding: $0, as: UTF8.self)) }
    }

    /// The words of the lines that are neither empty nor comments.
    var words: [[Substring]] {
        lines.map { $0.split(whereSeparator: \.isWhitespace) }.filter {
            $0.first.map { !$0.hasPrefix("#") } ?? false
        }
    }
}

/// Reads decimal numbers from a line.
struct PointNumbers {
    private let line: ArraySlice<UInt8>
    private var place: Int

    init(_ line: ArraySlice<UInt8>) { (self.line, place) = (line, line.startIndex) }

    /// Whether a byte stands between numbers.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
    }

    /// The next word; `nil` at the end of the line.
    mutating func word() -> ArraySlice<UInt8>? {
        while place < line.endIndex, Self.isSeparator(line[place]) { place += 1 }
        let start = place
        while place < line.endIndex, !Self.isSeparator(line[place]) { place += 1 }
        return start < place ? line[start..<place] : nil
    }

    /// The next number; `nil` at the end of the line, or where something else stands.
    mutating func number() -> Double? { word().flatMap(Self.number) }

    /// The next number, on one of the following lines if this one is over.
    mutating func number(over lines: inout PointLines) -> Double? {
        var found = word()
        while found == nil, let line = lines.nextWithContent() {
            self = PointNumbers(line)
            found = word()
        }
        return found.flatMap(Self.number)
    }

    /// The next whole number, on one of the following lines if this one is over.
    mutating func whole(over lines: inout PointLines) -> Int? {
        number(over: &lines).flatMap { $0 == $0.rounded() && abs($0) < 1e15 ? Int($0) : nil }
    }

    /// The next three numbers.
    mutating func point(over lines: inout PointLines) throws(PointProblem) -> SIMD3<Double> {
        let line = lines.number
        guard let x = number(over: &lines), let y = number(over: &lines), let z = number(over: &lines) else {
            throw .damaged("line \(line) has no three coordinates")
        }
        return SIMD3(x, y, z)
    }

    /// A decimal number: quickly where it is short, else by the library.
    static func number(_ word: ArraySlice<UInt8>) -> Double? {
        var (mantissa, digits, exponent, isNegative): (UInt64, Int, Int, Bool) = (0, 0, 0, false)
        var place = word.startIndex
        if place < word.endIndex, word[place] == UInt8(ascii: "-") || word[place] == UInt8(ascii: "+") {
            isNegative = word[place] == UInt8(ascii: "-")
            place += 1
        }
        var isFraction = false
        while place < word.endIndex {
            let byte = word[place]
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else if byte >= 0x30 && byte <= 0x39 {
                digits += 1
                guard digits <= 15 else { return slowly(word) }
                mantissa = mantissa * 10 + UInt64(byte - 0x30)
                if isFraction { exponent += 1 }
            } else {
                return slowly(word)
            }
            place += 1
        }
        guard digits > 0 else { return nil }
        // Both are exact, so that their quotient is the nearest number.
        let value = Double(mantissa) / powers[exponent]
        return isNegative ? -value : value
    }

    private static func slowly(_ word: ArraySlice<UInt8>) -> Double? {
        guard word.count <= 64 else { return nil }
        return Double(String(decoding: word, as: UTF8.self))
    }

    private static let powers: [Double] = (0...15).map { (0..<$0).reduce(1) { power, _ in power * 10 } }
}
