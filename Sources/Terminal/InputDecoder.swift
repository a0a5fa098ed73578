import CNcurses
import Cells

/// One thing that ncurses read.
package enum RawInput: Equatable {
    /// A character as it was sent.
    case character(UInt32)
    /// A key of the terminal's description, by its code.
    case key(Int32)
    /// A key that only the terminal's description names, such as `kUP5`.
    case named(String)
}

/// Makes events of what ncurses read at one time.
///
/// Keys that the description of the terminal lacks, or that are held together with Shift, Alt or Ctrl, arrive
/// as sequences of characters that begin with Escape; the common ones are taken for the plain key, and
/// the rest are dropped. Alt with a letter is Escape and the letter at once, too fast for fingers, and means nothing
/// here: it is dropped as well.
///
/// What is pasted arrives between two sequences of its own and is no keys, however many batches it takes.
package struct InputDecoder {
    private var rest: ArraySlice<RawInput> = []
    /// The paste that has begun and whose end has not come.
    private var paste: PasteCollector?

    package init() {}

    /// The events of a batch of input, in order.
    package mutating func events(_ input: [RawInput]) -> [TerminalEvent] {
        rest = input[...]
        var events: [TerminalEvent] = []
        while let next = rest.popFirst() {
            if let event = paste == nil ? event(next) : pasted(next) { events.append(event) }
        }
        return events
    }

    /// Whether a paste has begun in or before a batch of input, and not ended.
    package func isPasting(after input: [RawInput]) -> Bool {
        var copy = self
        _ = copy.events(input)
        return copy.paste != nil
    }

    /// Ends a paste whose end does not come; returns what there is of it.
    package mutating func endPaste() -> [TerminalEvent] {
        guard let begun = paste else { return [] }
        paste = nil
        return [begun.event]
    }

    /// Whether more characters may belong to a sequence at the end; on slow lines they come a little later.
    package static func endsInsideSequence(_ input: [RawInput]) -> Bool {
        guard let escape = input.lastIndex(of: .character(0x1B)) else { return false }
        return EscapeSequence.mayGoOn(input[(escape + 1)...])
    }

    private mutating func event(_ input: RawInput) -> TerminalEvent? {
        switch input {
        case .character(0x1B): afterEscape()
        case .character(let code): Self.typed(code).map(TerminalEvent.key)
        case .key(let code): Self.keys[code].map(TerminalEvent.key)
        case .named(let name): Self.names[String(name.prefix { !$0.isNumber })].map(TerminalEvent.key)
        }
    }

    /// Escape itself, the key whose sequence follows, or what is held together with Alt.
    private mutating func afterEscape() -> TerminalEvent? {
        if let sequence = EscapeSequence(rest) {
            rest = rest.dropFirst(sequence.length)
            if sequence.beginsPaste { paste = PasteCollector() }
            return sequence.event
        }
        switch rest.first {
        case .none: return .key(.escape)
        case .character(0x1B):
            // Some terminals send Alt with an arrow as Escape before the arrow's own sequence.
            return EscapeSequence(rest.dropFirst()) == nil ? .key(.escape) : nil
        case .character:
            rest = rest.dropFirst()
            return nil
        case .key, .named: return nil
        }
    }

    /// Keys that the terminal's description knows in what was pasted are no text.
    private mutating func pasted(_ input: RawInput) -> TerminalEvent? {
        guard case .character(let code) = input, let scalar = UnicodeScalar(code) else { return nil }
        paste?.append(scalar)
        guard let whole = paste, whole.isOver else { return nil }
        paste = nil
        return whole.event
    }

    /// In raw mode Enter sends a carriage return; a line feed is ^J.
    private static func typed(_ code: UInt32) -> Key? {
        switch code {
        case 9: return .tab
        case 13: return .enter
        case 8, 127: return .backspace
        case 0, 0x80..<0xA0: return nil
        case 1..<0x20:
            // ^A is 1, and so on; ^\ ^] ^^ ^_ follow ^Z.
            return UnicodeScalar(code + 0x40).map { .control(Character(Character($0).lowercased())) }
        default: return UnicodeScalar(code).map { .character(Character($0)) }
        }
    }

    private static let keys: [Int32: Key] = [
        KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
        KEY_SR: .up, KEY_SF: .down, KEY_SLEFT: .left, KEY_SRIGHT: .right,
        KEY_HOME: .home, KEY_END: .end, KEY_SHOME: .home, KEY_SEND: .end, KEY_FIND: .home, KEY_SELECT: .end,
        KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_SPREVIOUS: .pageUp, KEY_SNEXT: .pageDown,
        KEY_A1: .home, KEY_A3: .pageUp, KEY_C1: .end, KEY_C3: .pageDown,
        KEY_ENTER: .enter, KEY_BTAB: .backTab, KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_SDC: .delete,
    ]

    /// Names without the digit that tells which keys are held.
    private static let names: [String: Key] = [
        "kUP": .up, "kDN": .down, "kLFT": .left, "kRIT": .right, "kHOM": .home, "kEND": .end,
        "kPRV": .pageUp, "kNXT": .pageDown, "kDC": .delete,
    ]
}
