import Cells

/// The characters of a bracketed paste, as they come in.
struct PasteCollector {
    /// Whether the end has come.
    private(set) var isOver = false

    private static let end = Array("\u{1B}[201~".unicodeScalars)
    private var text = String.UnicodeScalarView()
    private var count = 0
    /// How many characters of the end came last.
    private var matched = 0

    /// The text so far, as an event.
    var event: TerminalEvent {
        .pasted(Paste(String(text), isCut: count > Paste.limit))
    }

    /// Takes the next character; those beyond the limit are only counted.
    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar == Self.end[matched] {
            matched += 1
            isOver = matched == Self.end.count
            return
        }
        for held in Self.end.prefix(matched) { keep(held) }
        // The end begins with the only Escape in it.
        matched = scalar == Self.end[0] ? 1 : 0
        if matched == 0 { keep(scalar) }
    }

    private mutating func keep(_ scalar: Unicode.Scalar) {
        if count < Paste.limit { text.append(scalar) }
        count += 1
    }
}
