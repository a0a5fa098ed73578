/// What a terminal says between an introducer and a terminator: a control string of ECMA-48 (OSC, DCS, APC, PM, SOS).
///
/// Terminals answer questions so, sometimes long after they were asked, and by another program.
package struct ControlString {
    /// What a string is, by the character after Escape that begins it.
    package enum Kind: Unicode.Scalar {
        case operatingSystem = "]"
        case device = "P"
        case application = "_"
        case privacy = "^"
        case start = "X"
    }

    /// What became of a string with one more character.
    enum Progress {
        case goesOn, isOver
        /// It was none, or will never end: the character is not part of it.
        case isBroken
    }

    /// More characters than this are not kept.
    private static let limit = 1024

    /// What it is.
    let kind: Kind
    /// What it says, without its beginning and its end.
    private(set) var text = ""
    private var count = 0
    /// Whether Escape came last, with which the end begins.
    private(set) var hasEscape = false

    init(_ kind: Kind) { self.kind = kind }

    /// The kind of string that a character after Escape begins.
    init?(introducedBy code: UInt32) {
        guard let scalar = Unicode.Scalar(code), let kind = Kind(rawValue: scalar) else { return nil }
        self.init(kind)
    }

    /// Whether nothing but its introducer has come: it may as well be a key held together with Alt.
    var isBarelyBegun: Bool { count == 0 && !hasEscape }

    /// Takes the next character.
    mutating func take(_ code: UInt32) -> Progress {
        if hasEscape { return code == 0x5C ? .isOver : .isBroken }
        switch code {
        case 0x07, 0x9C: return .isOver
        case 0x1B:
            hasEscape = true
            return .goesOn
        // No answer has control characters: someone pressed a key.
        case 0..<0x20, 0x7F: return .isBroken
        default: return append(code)
        }
    }

    private mutating func append(_ code: UInt32) -> Progress {
        count += 1
        if count <= Self.limit, let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
        return count > 8 || isPlausible ? .goesOn : .isBroken
    }

    /// Whether an answer can begin like this; what is typed after a letter held together with Alt mostly cannot.
    private var isPlausible: Bool {
        switch kind {
        case .operatingSystem: text.wholeMatch(of: #/\d+(;.*)?|[lL].*/#) != nil
        case .device: text.wholeMatch(of: #/[0-?]+|[0-?]*[ -\/]+([@-~].*)?|[0-?]+[@-~].*/#) != nil
        case .application: text.hasPrefix("G")
        case .privacy, .start: true
        }
    }
}
