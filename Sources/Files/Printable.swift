/// A text from outside that a terminal can show: without controls, and cut where it becomes too long.
package func printable(_ text: String, limit: Int = .max) -> String {
    let scalars = text.unicodeScalars
    var shown = String.UnicodeScalarView()
    for scalar in scalars.prefix(limit) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: shown.append("\u{FFFD}")
        default: shown.append(scalar)
        }
    }
    return String(shown) + (scalars.count > limit ? "…" : "")
}
