/// A text from outside that a terminal can show: without controls, and cut where it becomes too long.
///
/// What nobody would see is replaced, and a byte of a path that is not UTF-8 is written as `\xE9`.
package func printable(_ text: String, limit: Int = .max) -> String {
    let scalars = text.unicodeScalars
    let hidden = text.utf8.allSatisfy { $0 < 0x80 } ? [] : Set(Invisible.places(in: scalars))
    var shown = String.UnicodeScalarView()
    for index in scalars.indices.prefix(limit) {
        let scalar = scalars[index]
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: shown.append("\u{FFFD}")
        case .privateUse: shown += (PathText.escaped(scalar) ?? String(scalar)).unicodeScalars
        default: shown.append(hidden.contains(index) ? "\u{FFFD}" : scalar)
        }
    }
    return String(shown) + (scalars.count > limit ? "…" : "")
}
