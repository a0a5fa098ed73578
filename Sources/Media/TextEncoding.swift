/// In which encoding the bytes of a text file are.
enum TextEncoding: Hashable, Sendable {
    case utf8
    /// Two bytes or four for each character.
    case utf16(isBig: Bool, isMarked: Bool)
    case utf32(isBig: Bool)
    /// A byte for each character, none of 0x80–0x9F among them.
    case latin1
    case windows1252

    /// The encoding that a file shows, by its mark or by its bytes; `nil` if these are no text that is read.
    init?(of bytes: [UInt8]) {
        if let encoding = TextEncoding.marked(bytes) ?? TextEncoding.unmarkedUTF16(bytes) {
            self = encoding
        } else if Text.firstError(in: bytes) == nil {
            self = .utf8
        } else if let encoding = TextEncoding.western(bytes) {
            self = encoding
        } else {
            return nil
        }
    }

    /// What is said of a text that was read from it; `nil` if that goes without saying.
    var note: String? {
        switch self {
        case .utf8: nil
        case .utf16(_, isMarked: true): "read from \(name)"
        case .utf16(_, isMarked: false): "read from \(name), as every other byte is 0"
        case .utf32: "read from \(name)"
        case .latin1, .windows1252: "not UTF-8, read from \(name)"
        }
    }

    /// What people call it.
    var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16(let isBig, _): "UTF-16 (\(isBig ? "big" : "little")-endian)"
        case .utf32(let isBig): "UTF-32 (\(isBig ? "big" : "little")-endian)"
        case .latin1: "Latin-1 (ISO 8859-1)"
        case .windows1252: "Windows-1252"
        }
    }
}

// MARK: - Recognising

extension TextEncoding {
    /// The encoding that a byte order mark names.
    static func marked(_ bytes: [UInt8]) -> TextEncoding? {
        // The mark of UTF-32 begins with one of UTF-16.
        if bytes.count % 4 == 0 {
            if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return .utf32(isBig: false) }
            if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return .utf32(isBig: true) }
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return .utf16(isBig: false, isMarked: true) }
        if bytes.starts(with: [0xFE, 0xFF]) { return .utf16(isBig: true, isMarked: true) }
        return nil
    }

    /// Whether the beginning of a file looks like a text that is not UTF-8.
    static func isText(head: [UInt8]) -> Bool {
        marked(head) != nil || unmarkedUTF16(head) != nil || western(head) != nil
    }

    /// UTF-16 of an alphabet like the Latin one: one byte of most pairs is 0, and always the same one.
    static func unmarkedUTF16(_ bytes: [UInt8]) -> TextEncoding? {
        let pairs = bytes.count / 2
        guard bytes.count % 2 == 0, pairs >= 2 else { return nil }
        var zeros = (even: 0, odd: 0)
        for place in stride(from: 0, to: bytes.count, by: 2) {
            if bytes[place] == 0 { zeros.even += 1 }
            if bytes[place + 1] == 0 { zeros.odd += 1 }
        }
        let (few, most) = (min(zeros.even, zeros.odd), max(zeros.even, zeros.odd))
        guard most * 10 >= pairs * 7, few * 20 <= pairs else { return nil }
        let isBig = zeros.even > zeros.odd
        let isText = stride(from: 0, to: bytes.count, by: 2).allSatisfy { place in
            let (high, low) = isBig ? (bytes[place], bytes[place + 1]) : (bytes[place + 1], bytes[place])
            return high != 0 || low >= 0xA0 || isInText(low)
        }
        return isText ? .utf16(isBig: isBig, isMarked: false) : nil
    }

    /// Latin-1, or Windows-1252 that has more characters: text of Western Europe, in which accents are rare.
    ///
    /// In other encodings of one or two bytes a character, letters that are not ASCII stand beside each other.
    private static func western(_ bytes: [UInt8]) -> TextEncoding? {
        var (accents, inRow, hasMore) = (0, 0, false)
        for byte in bytes {
            guard byte >= 0x80 else {
                guard isInText(byte) else { return nil }
                inRow = 0
                continue
            }
            accents += 1
            inRow += 1
            if byte < 0xA0 {
                guard more[Int(byte) - 0x80] != 0 else { return nil }
                hasMore = true
            }
            guard inRow <= 3 else { return nil }
        }
        guard accents * 2 <= bytes.count else { return nil }
        return hasMore ? .windows1252 : .latin1
    }

    /// Whether a byte of ASCII stands in texts.
    private static func isInText(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F || (0x09...0x0D).contains(byte)
    }
}

// MARK: - Decoding

extension TextEncoding {
    /// The text; `nil` if there is none that has these bytes.
    func text(of bytes: [UInt8]) -> String? {
        switch self {
        case .utf8:
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            return String(validating: bytes[start...], as: UTF8.self)
        case .utf16(let isBig, let isMarked):
            guard bytes.count % 2 == 0 else { return nil }
            let units = TextEncoding.numbers(bytes[(isMarked ? 2 : 0)...], UInt16.self, isBig: isBig)
            return String(validating: units, as: UTF16.self)
        case .utf32(let isBig):
            let units = TextEncoding.numbers(bytes[4...], UInt32.self, isBig: isBig)
            return String(validating: units, as: UTF32.self)
        case .latin1, .windows1252:
            var text = String.UnicodeScalarView()
            for byte in bytes { text.append(TextEncoding.character(of: byte)) }
            return String(text)
        }
    }

    /// Bytes as whole numbers.
    private static func numbers<Number: FixedWidthInteger>(
        _ bytes: ArraySlice<UInt8>,
        _ type: Number.Type,
        isBig: Bool
    ) -> [Number] {
        bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / MemoryLayout<Number>.size).map { index in
                let place = index * MemoryLayout<Number>.size
                let number = bytes.loadUnaligned(fromByteOffset: place, as: Number.self)
                return isBig ? Number(bigEndian: number) : Number(littleEndian: number)
            }
        }
    }

    private static func character(of byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(more[Int(byte) - 0x80]) ?? "\u{FFFD}"
    }

    /// What Windows-1252 has at 0x80–0x9F, as UTF-16; 0 where it has nothing.
    private static let more: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]
}
