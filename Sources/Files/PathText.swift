import Glibc

/// Paths as texts that keep every byte.
///
/// A name in a file system is any bytes; in a `String` there is room for UTF-8 alone. A byte that is not UTF-8 becomes a
/// character of its own here (U+10FE80–U+10FEFF, which nobody has given a meaning), and that byte again where the system
/// is called. Where people read a path it is written as `\xE9`.
package enum PathText {
    private static let bytes: ClosedRange<UInt32> = 0x10FE80...0x10FEFF
    private static let first: UInt32 = 0x10FE00

    /// The text for a name that the system gave.
    package static func text(of name: some Sequence<UInt8>) -> String {
        let name = Array(name)
        if let text = String(validating: name, as: UTF8.self), !text.unicodeScalars.contains(where: isByte) {
            return text
        }
        var (text, rest) = (String.UnicodeScalarView(), name[...])
        while let byte = rest.first {
            let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
            let part = rest.prefix(length ?? 1)
            let scalar = length.flatMap { _ in String(decoding: part, as: UTF8.self).unicodeScalars.first }
            if let scalar, !isByte(scalar) {
                text.append(scalar)
            } else if scalar != nil {
                // A name that has such a character is kept byte by byte, too.
                for byte in part { text.append(character(for: byte)) }
            } else {
                text.append(character(for: byte))
            }
            rest = rest.dropFirst(part.count)
        }
        return String(text)
    }

    /// The text for a name that ends with a zero byte.
    package static func text(of name: UnsafePointer<CChar>) -> String {
        text(of: UnsafeBufferPointer(start: name, count: strlen(name)).lazy.map(UInt8.init(bitPattern:)))
    }

    /// The bytes that a text stands for.
    package static func bytes(of text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            isByte(scalar) ? [UInt8(scalar.value - first)] : Array(Character(scalar).utf8)
        }
    }

    /// How a scalar that stands for a byte is written; `nil` if it stands for itself.
    package static func escaped(_ scalar: Unicode.Scalar) -> String? {
        isByte(scalar) ? "\\x" + String(scalar.value - first, radix: 16, uppercase: true) : nil
    }

    /// A path as people read it.
    package static func escaped(_ path: String) -> String {
        guard path.unicodeScalars.contains(where: isByte) else { return path }
        return path.unicodeScalars.map { escaped($0) ?? String($0) }.joined()
    }

    private static func isByte(_ scalar: Unicode.Scalar) -> Bool { bytes.contains(scalar.value) }

    private static func character(for byte: UInt8) -> Unicode.Scalar {
        Unicode.Scalar(first + UInt32(byte)) ?? "\u{FFFD}"
    }
}

extension String {
    /// The path's own bytes, as the system takes them.
    package func withSystemPath<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        if utf8.allSatisfy({ $0 < 0xF4 }) { return try withCString(body) }
        let bytes = PathText.bytes(of: self).map(CChar.init(bitPattern:)) + [0]
        return try bytes.withUnsafeBufferPointer { bytes in
            // It has its end at least.
            try bytes.baseAddress.map(body) ?? withCString(body)
        }
    }
}
