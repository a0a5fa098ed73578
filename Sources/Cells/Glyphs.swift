import CKernels

/// Facts about characters on a terminal.
public enum Glyphs {
    /// The number of cells that one of ``pieces(of:)`` takes: 1 or 2.
    public static func width(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first, scalar.value >= 0x300 else { return 1 }
        return ck_character_width(scalar.value) == 2 ? 2 : 1
    }

    /// The number of cells a text takes.
    public static func width(of text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + pieces(of: $1).reduce(0) { $0 + width(of: $1) } }
    }

    /// A character as it is shown: in one piece, or where several of its scalars take cells of their own, as in
    /// Devanagari, in so many.
    ///
    /// What begins with a wide scalar, such as joined emoji, is one piece.
    public static func pieces(of character: Character) -> [Character] {
        let scalars = character.unicodeScalars
        guard scalars.count > 1, let first = scalars.first, ck_character_width(first.value) == 1,
            scalars.dropFirst().contains(where: { ck_character_width($0.value) > 0 })
        else { return [visible(character)] }
        var pieces: [String.UnicodeScalarView] = []
        for scalar in scalars {
            if pieces.isEmpty || ck_character_width(scalar.value) > 0 { pieces.append(.init()) }
            pieces[pieces.count - 1].append(scalar)
        }
        return pieces.map { visible(Character(String($0))) }
    }

    /// A character's pieces together.
    package static func shown(_ character: Character) -> String { String(pieces(of: character)) }

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
            let width = ck_character_width(scalar.value)
            if kept.isEmpty {
                if width < 1 { return "\u{FFFD}" }
                kept.append(scalar)
            } else if width == 0, kept.count < 4, !isFormatting(scalar) {
                kept.append(scalar)
            }
        }
        return Character(String(kept))
    }

    private static func isFormatting(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format || scalar.properties.isVariationSelector
    }
}
