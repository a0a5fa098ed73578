import Media
import Models

/// Numbers as they are shown: short, and the same everywhere.
package enum Numbers {
    /// Two or three significant digits: `.0041`, `.81`, `4.2`, `10.4`, `109`, `1.2e-05`; larger numbers whole.
    package static func short(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "inf" : "-inf" }
        let size = abs(value)
        if size == 0 { return "0" }
        if size < 0.0001 || size >= 1_000_000 { return printed(value, "%.1e") }
        if size >= 100 { return grouped(Int(value.rounded())) }
        // Below 1 as many places as make two digits.
        let places = size >= 10 ? 1 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : size >= 0.001 ? 4 : 5
        var text = printed(value, "%.\(places)f")
        if size >= 1 && text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return withoutZero(text)
    }

    /// A number with two decimal places: `.81`, `1.00`, `12.30`.
    package static func hundredths(_ value: Double) -> String {
        withoutZero(decimal(value, places: 2))
    }

    /// `.81` for `0.81`, `-.07` for `-0.07`.
    private static func withoutZero(_ text: String) -> String {
        if text.hasPrefix("0.") { return String(text.dropFirst()) }
        return text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
    }

    /// A probability with two digits: `.81`, `1.0`, `.00`.
    package static func probability(_ value: Double) -> String {
        let text = printed(value, "%.2f")
        return text.hasPrefix("0") ? String(text.dropFirst()) : "1.0"
    }

    /// A change with its sign: `+.12`, `-.0041`, `0`.
    package static func signed(_ value: Double) -> String {
        let text = short(value)
        return value > 0 && text != "0" ? "+" + text : text
    }

    /// A change of a probability in hundredths with its sign: `+.12`, `-.41`, `.00`.
    package static func change(_ value: Double) -> String {
        let text = hundredths(value)
        if text == "-.00" { return ".00" }
        return value > 0 && text != ".00" ? "+" + text : text
    }

    /// What a task says of a class in a word: its probability, or the number that it answers.
    package static func answer(_ prediction: Prediction, _ index: Int) -> String {
        prediction.probabilities.map { probability($0[index]) } ?? short(Double(prediction.logits[index]))
    }

    /// A number in −1…1 with two digits: `.81`, `-.07`, `1.0`.
    package static func likeness(_ value: Double) -> String {
        let size = probability(abs(value))
        return value < 0 && size != ".00" ? "-" + size : size
    }

    /// A whole number with commas between thousands.
    package static func grouped(_ value: Int) -> String { value.grouped }

    /// A file's size: `812`, `4.1k`, `2.3M`.
    package static func bytes(_ count: Int) -> String {
        var size = Double(count)
        for unit in ["", "k", "M", "G"] {
            if size < 1000 {
                return unit.isEmpty ? "\(count)" : printed(size, size < 10 ? "%.1f" : "%.0f") + unit
            }
            size /= 1000
        }
        return printed(size, "%.1fT")
    }

    /// A place in a ranking: 1st, 2nd, 3rd, 4th.
    package static func ordinal(_ value: Int) -> String {
        let suffix =
            switch (value % 10, value % 100) {
            case (1, let rest) where rest != 11: "st"
            case (2, let rest) where rest != 12: "nd"
            case (3, let rest) where rest != 13: "rd"
            default: "th"
            }
        return grouped(value) + suffix
    }
}
