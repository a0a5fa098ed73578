import Cells

/// Something that a terminal says of itself.
package enum TerminalAnswer: Equatable {
    /// The colour of its background (OSC 11).
    case background(RGB)
    /// Whether its theme has become dark or light (mode 2031).
    case theme(Background)
    /// Its name and version (XTVERSION).
    case name(String)
    /// Whether it could do something with a picture, by the picture's number (kitty's graphics protocol).
    case picture(id: UInt32, isFine: Bool)
    /// The name and version of the terminal around tmux, and whether tmux hands pictures on to it.
    case outer(name: String, takesPictures: Bool)
    /// The size of a cell in pixels.
    case cell(width: Int, height: Int)
    /// What kind of terminal it is (DA1). All answer that, in turn, so it comes last.
    case attributes

    /// What a control string says; `nil` if it is nothing that was asked.
    init?(_ string: ControlString) {
        switch string.kind {
        case .operatingSystem:
            guard string.text.hasPrefix("11;"), let colour = RGB(specification: string.text.dropFirst(3))
            else { return nil }
            self = .background(colour)
        case .device:
            guard string.text.hasPrefix(">|") else { return nil }
            self = .name(String(string.text.dropFirst(2)))
        case .application:
            guard let match = string.text.firstMatch(of: #/^G(?:[^;]*,)?i=(\d+)[^;]*;(.*)/#),
                let id = UInt32(match.1)
            else { return nil }
            self = .picture(id: id, isFine: match.2 == "OK")
        case .privacy, .start: return nil
        }
    }

    /// What tmux says: whether it hands things on (`1`, `on` or `all`), and the name of the terminal around it.
    package init?(outer line: String) {
        let words = line.split(maxSplits: 1) { $0.isWhitespace }
        let name = words.dropFirst().joined().split { $0.isNewline }.first ?? ""
        guard !name.isEmpty else { return nil }
        self = .outer(name: String(name), takesPictures: !["0", "off"].contains(words[0]))
    }

    /// What a sequence with parameters says; `nil` if it is nothing that was asked.
    ///
    /// - Parameters:
    ///   - mark: the character before the first number, such as `?`.
    ///   - numbers: the numbers.
    ///   - final: the character at the end.
    init?(mark: Unicode.Scalar?, _ numbers: [Int], _ final: Unicode.Scalar) {
        switch (mark, final) {
        case ("?", "c"): self = .attributes
        case ("?", "n") where numbers == [997, 1]: self = .theme(.dark)
        case ("?", "n") where numbers == [997, 2]: self = .theme(.light)
        case (nil, "t") where numbers.count == 3 && numbers[0] == 6 && numbers[1] > 0 && numbers[2] > 0:
            self = .cell(width: numbers[2], height: numbers[1])
        default: return nil
        }
    }
}

extension RGB {
    /// A colour as terminals write it: `rgb:ffff/8000/0000`, `rgba:` with a fourth part, or `#ff8000`.
    init?(specification text: some StringProtocol) {
        let text = String(text)
        let parts: [Substring]
        if let match = text.wholeMatch(of: #/rgba?:([[:xdigit:]\/]+)/#) {
            parts = match.1.split(separator: "/", omittingEmptySubsequences: false)
        } else if let match = text.wholeMatch(of: #/#([[:xdigit:]]{2})([[:xdigit:]]{2})([[:xdigit:]]{2})/#) {
            parts = [match.1, match.2, match.3]
        } else {
            return nil
        }
        let levels = parts.compactMap(Self.level)
        guard levels.count == parts.count, (3...4).contains(levels.count) else { return nil }
        self.init(levels[0], levels[1], levels[2])
    }

    /// A level written with one to four digits, of which the largest number is full.
    private static func level(_ digits: Substring) -> UInt8? {
        guard (1...4).contains(digits.count), let number = Int(digits, radix: 16) else { return nil }
        let full = (1 << (4 * digits.count)) - 1
        return UInt8((number * 255 + full / 2) / full)
    }
}
