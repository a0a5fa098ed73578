internal import CUTF8Proc
internal import Files

/// Facts about characters on a terminal.
public enum Glyphs {
    /// The number of cells that one of ``pieces(of:)`` takes: 1 or 2.
    public static func width(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first, scalar.value >= 0x300 else { return 1 }
        return cells(scalar) == 2 ? 2 : 1
    }

    /// The number of cells a text takes.
    public static func width(of text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy(isPlain) { return text.utf8.count }
        return text.reduce(0) { $0 + pieces(of: $1).reduce(0) { $0 + width(of: $1) } }
    }

    /// Whether a byte is a character of ASCII that is shown as it is.
    static func isPlain(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) }

    /// A character as it is shown: in one piece, or where several of its scalars take cells of their own, as in
    /// Devanagari, in that number of pieces.
    ///
    /// What begins with a wide scalar, such as joined emoji, is one piece. Of a file's name that is not UTF-8, a byte is
    /// written as `\xE9`.
    public static func pieces(of character: Character) -> [Character] {
        let scalars = character.unicodeScalars
        if scalars.count == 1, let escaped = scalars.first.flatMap(PathText.escaped) { return Array(escaped) }
        let parts = parts(of: character)
        return parts.count == 1 ? whole(character) : parts.flatMap { $0.flatMap(whole) }
    }

    /// A character in the parts that a reader needs to see: invisible scalars that somebody hid in it are parts of their
    /// own, before and behind what is seen of it.
    package static func parts(of character: Character) -> [String] {
        let scalars = character.unicodeScalars
        let hidden = scalars.count > 1 ? Invisible.places(in: scalars) : []
        guard !hidden.isEmpty else { return [String(character)] }
        var (parts, start) = ([String](), scalars.startIndex)
        for place in hidden {
            if start < place { parts.append(String(scalars[start..<place])) }
            start = scalars.index(after: place)
            parts.append(String(scalars[place..<start]))
        }
        if start < scalars.endIndex { parts.append(String(scalars[start...])) }
        return parts
    }

    /// The pieces of a character without hidden parts.
    private static func whole(_ character: Character) -> [Character] {
        let scalars = character.unicodeScalars
        guard scalars.count > 1, let first = scalars.first, cells(first) == 1,
            scalars.dropFirst().contains(where: { cells($0) > 0 })
        else { return [visible(character)] }
        var pieces: [String.UnicodeScalarView] = []
        for scalar in scalars {
            if pieces.isEmpty || cells(scalar) > 0 { pieces.append(.init()) }
            pieces[pieces.count - 1].append(scalar)
        }
        return pieces.map { visible(Character(String($0))) }
    }

    /// The pieces of one of ``parts(of:)`` together.
    package static func shown(_ part: String) -> String { String(part.flatMap(pieces)) }

    /// The piece itself, or for one that would disturb a terminal a picture of it.
    ///
    /// Controls become the Unicode control pictures (`␛` for escape), other invisible or unassigned
    /// characters, and combining marks without a base, the replacement character.
    public static func visible(_ character: Character) -> Character {
        guard let scalar = character.unicodeScalars.first else { return " " }
        switch scalar.value {
        case 0x20..<0x7F: return character.unicodeScalars.count == 1 ? character : replacement(character)
        case 0..<0x20: return Character(UnicodeScalar(0x2400 + scalar.value) ?? "\u{2426}")
        case 0x7F: return "\u{2421}"
        default: return replacement(character)
        }
    }

    /// Longer characters are kept only as far as a terminal's cell is sure to hold them.
    private static func replacement(_ character: Character) -> Character {
        var kept = String.UnicodeScalarView()
        for scalar in character.unicodeScalars {
            let width = cells(scalar)
            if kept.isEmpty {
                if width < 1 || scalar.properties.isDefaultIgnorableCodePoint { return "\u{FFFD}" }
                kept.append(scalar)
            } else if width == 0, kept.count < 4, !isFormatting(scalar) {
                kept.append(scalar)
            }
        }
        return Character(String(kept))
    }

    /// The cells of a terminal that a scalar takes: 0, 1 or 2; -1 for controls and unassigned ones.
    private static func cells(_ scalar: Unicode.Scalar) -> Int {
        let number = Int32(bitPattern: scalar.value)
        let properties = utf8proc_get_property(number).pointee
        switch utf8proc_category(number) {
        case UTF8PROC_CATEGORY_CN, UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_CS, UTF8PROC_CATEGORY_ZL,
            UTF8PROC_CATEGORY_ZP:
            return -1
        // The library counts what is drawn beside its letter with the letter; terminals do not.
        case UTF8PROC_CATEGORY_MC: return 1
        default: break
        }
        switch utf8proc_boundclass_t(UInt32(properties.boundclass)) {
        // The vowels and final consonants that end a Korean syllable, which is two cells wide without them.
        case UTF8PROC_BOUNDCLASS_V, UTF8PROC_BOUNDCLASS_T: return 0
        // Signs that enclose the digits after them.
        case UTF8PROC_BOUNDCLASS_PREPEND: return max(1, Int(utf8proc_charwidth(number)))
        default: return Int(utf8proc_charwidth(number))
        }
    }

    private static func isFormatting(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format || scalar.properties.isVariationSelector
    }
}
