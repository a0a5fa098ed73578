/// Reads a JSON text (RFC 8259) from its first byte to its last, and tells where it is none.
///
/// It also takes what Python writes: inside of lists and objects the numbers `NaN`, `Infinity` and `-Infinity`, and in
/// texts half of a character (a lone surrogate), for which U+FFFD stands.
struct JSONParser {
    private let text: UnsafeRawBufferPointer
    private var place = 0
    /// The number of lists and objects that are open.
    private var depth = 0

    private static let mostNested = 512

    /// The value that a whole text is.
    ///
    /// - Throws: what is wrong, with line and column.
    static func value(of text: UnsafeRawBufferPointer) throws(JSONProblem) -> JSONValue {
        var parser = JSONParser(text: text)
        let value = try parser.value()
        parser.skipSpaces()
        guard parser.next == nil else { throw parser.unexpected("the end of the text") }
        return value
    }

    private init(text: UnsafeRawBufferPointer) { self.text = text }

    private var next: UInt8? { place < text.count ? text[place] : nil }

    private mutating func value() throws(JSONProblem) -> JSONValue {
        skipSpaces()
        switch next {
        case UInt8(ascii: "{"): return .object(try members())
        case UInt8(ascii: "["): return .list(try elements())
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "-") where !isNext("-Infinity"): return .number(try number())
        case let digit? where Self.isDigit(digit): return .number(try number())
        default: return try word()
        }
    }

    private mutating func word() throws(JSONProblem) -> JSONValue {
        if take("null") { return .null }
        if take("true") { return .bool(true) }
        if take("false") { return .bool(false) }
        for number in ["NaN", "Infinity", "-Infinity"] where depth > 0 && take(number) {
            return .number(number)
        }
        throw unexpected("a value")
    }

    private mutating func elements() throws(JSONProblem) -> [JSONValue] {
        var values: [JSONValue] = []
        try open()
        while !close("]") {
            if !values.isEmpty { try expect(",", orElse: "“,” or “]”") }
            values.append(try value())
        }
        return values
    }

    private mutating func members() throws(JSONProblem) -> [(key: String, value: JSONValue)] {
        var members: [(key: String, value: JSONValue)] = []
        try open()
        while !close("}") {
            if !members.isEmpty { try expect(",", orElse: "“,” or “}”") }
            skipSpaces()
            guard next == UInt8(ascii: "\"") else { throw unexpected("a key in double quotation marks") }
            let key = try string()
            try expect(":", orElse: "“:” behind a key")
            members.append((key, try value()))
        }
        return members
    }

    private mutating func open() throws(JSONProblem) {
        guard depth < Self.mostNested else { throw problem("Too many nested arrays or dictionaries") }
        depth += 1
        place += 1
    }

    private mutating func close(_ sign: String) -> Bool {
        skipSpaces()
        guard take(sign) else { return false }
        depth -= 1
        return true
    }

    private mutating func number() throws(JSONProblem) -> String {
        let start = place
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return String(decoding: text[start..<place], as: UTF8.self)
    }

    private mutating func digits() throws(JSONProblem) {
        let start = place
        while let digit = next, Self.isDigit(digit) { place += 1 }
        guard place > start else { throw unexpected("a digit") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

// MARK: - Texts

extension JSONParser {
    private mutating func string() throws(JSONProblem) -> String {
        let first = place
        place += 1
        var result = ""
        while true {
            let start = place
            while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                place += 1
            }
            guard let part = String(validating: text[start..<place], as: UTF8.self) else {
                place = first
                throw problem("a text is not UTF-8")
            }
            result += part
            if take("\"") { return result }
            guard next == UInt8(ascii: "\\") else {
                throw unexpected("“\"” at the end of a text")
            }
            result.unicodeScalars.append(try escape())
        }
    }

    private mutating func escape() throws(JSONProblem) -> Unicode.Scalar {
        place += 1
        for (name, scalar) in Self.escapes where take(name) { return scalar }
        guard take("u") else {
            throw unexpected("one of “\"”, “\\”, “/”, “b”, “f”, “n”, “r”, “t” and “u” behind “\\”")
        }
        let unit = try hexadecimal()
        let behind = place
        if UTF16.isLeadSurrogate(unit), take("\\u") {
            let trail = try hexadecimal()
            if UTF16.isTrailSurrogate(trail) {
                return String(decoding: [unit, trail], as: UTF16.self).unicodeScalars.first ?? "\u{FFFD}"
            }
            place = behind
        }
        // Python writes and reads half of a character.
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    private static let escapes: [(name: String, scalar: Unicode.Scalar)] = [
        ("\"", "\""), ("\\", "\\"), ("/", "/"), ("b", "\u{8}"), ("f", "\u{C}"), ("n", "\n"), ("r", "\r"),
        ("t", "\t"),
    ]

    /// The four digits behind `\u`.
    private mutating func hexadecimal() throws(JSONProblem) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next.flatMap({ Character(UnicodeScalar($0)).hexDigitValue }) else {
                throw unexpected("a hexadecimal digit")
            }
            unit = unit << 4 | UInt16(digit)
            place += 1
        }
        return unit
    }
}

// MARK: - Bytes

extension JSONParser {
    private mutating func skipSpaces() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private func isNext(_ word: String) -> Bool { text[place...].starts(with: word.utf8) }

    private mutating func take(_ word: String) -> Bool {
        guard isNext(word) else { return false }
        place += word.utf8.count
        return true
    }

    private mutating func expect(_ sign: String, orElse expected: String) throws(JSONProblem) {
        skipSpaces()
        guard take(sign) else { throw unexpected(expected) }
    }

    private func unexpected(_ expected: String) -> JSONProblem {
        // A character takes four bytes at most.
        let rest = String(decoding: text[place...].prefix(4), as: UTF8.self).unicodeScalars
        let found = rest.first.map { quoted(String($0)) } ?? "the end of the text"
        return problem("expected \(expected), found \(found)")
    }

    /// What is wrong at the present place.
    private func problem(_ reason: String) -> JSONProblem {
        let before = text[..<place]
        let lines = before.count { $0 == 0x0A }
        let inLine = before.reversed().prefix { $0 != 0x0A }.count { !UTF8.isContinuation($0) }
        return JSONProblem(reason: "is not JSON: \(reason), at line \(lines + 1), column \(inLine + 1)")
    }
}
