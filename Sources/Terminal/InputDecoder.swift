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
/// What is pasted arrives between two sequences of its own and is no keys, however many batches it takes. Nor is what
/// the terminal says of itself.
package struct InputDecoder {
    /// What the terminal has said of itself, until someone takes it.
    package var answers: [TerminalAnswer] = []

    private var rest: ArraySlice<RawInput> = []
    /// The beginning of a sequence whose end has not come.
    private var begun: [RawInput] = []
    /// The control string that has begun and whose end has not come.
    private var string: ControlString?
    /// The paste that has begun and whose end has not come.
    private var paste: PasteCollector?

    package init() {}

    /// The events of a batch of input, in order.
    package mutating func events(_ input: [RawInput]) -> [TerminalEvent] {
        rest = (begun + input)[...]
        begun = []
        var events: [TerminalEvent] = []
        while let next = rest.popFirst() {
            let event = paste != nil ? pasted(next) : string != nil ? told(next) : event(next)
            if let event { events.append(event) }
        }
        return events
    }

    /// Whether a sequence or a control string has begun and not ended; on slow lines the rest comes later.
    package var isInside: Bool { !begun.isEmpty || string != nil }

    /// Whether there is so little of it that it may as well be a key held together with Alt.
    package var isBarelyInside: Bool { string?.isBarelyBegun ?? (begun.count == 2) }

    /// Drops a sequence or control string whose end does not come.
    package mutating func giveUp() {
        begun = []
        string = nil
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
            if let answer = sequence.answer { answers.append(answer) }
            return sequence.event
        }
        if EscapeSequence.mayGoOn(rest) {
            begun = [.character(0x1B)] + rest
            rest = []
            return nil
        }
        switch rest.first {
        case .none: return .key(.escape)
        case .character(0x1B):
            // Some terminals send Alt with an arrow as Escape before the arrow's own sequence.
            return EscapeSequence(rest.dropFirst())?.event == nil ? .key(.escape) : nil
        case .character(let code):
            rest = rest.dropFirst()
            string = ControlString(introducedBy: code)
            if code == EscapeSequence.bracket { rest = rest.drop { EscapeSequence.isInner($0) } }
            return nil
        case .key, .named: return nil
        }
    }

    /// What belongs to a control string is no key, but what breaks it off is.
    private mutating func told(_ input: RawInput) -> TerminalEvent? {
        guard var begun = string, case .character(let code) = input else {
            string = nil
            return event(input)
        }
        switch begun.take(code) {
        case .goesOn:
            string = begun
            return nil
        case .isOver:
            string = nil
            if let answer = TerminalAnswer(begun) { answers.append(answer) }
            return nil
        case .isBroken:
            string = nil
            guard begun.hasEscape else { return event(input) }
            rest = [input] + rest
            return afterEscape()
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
