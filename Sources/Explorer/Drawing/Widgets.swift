import Cells

extension Canvas {
    /// Draws a border with a title, a filter behind it, and headings of columns up to the right corner.
    ///
    /// Where there is no room for all of them the title goes first, and then the headings.
    mutating func frame(
        _ area: Rectangle,
        title: String,
        filter: String,
        headings: String,
        focused: Bool
    ) -> Rectangle {
        let whole = filter.isEmpty ? [title] : ["\(title) /\(filter)", "/\(filter)"]
        // Two corners, a blank at both sides of the title, and a line between it and the headings.
        let room = area.width - 5 - Glyphs.width(of: headings)
        let fitting = whole.first { Glyphs.width(of: $0) <= room }
        let shown = fitting ?? Reading.longest(whole, width: area.width - 4)
        let inner = frame(area, title: shown, focused: focused)
        if fitting != nil, !headings.isEmpty {
            let x = area.x + area.width - 1 - Glyphs.width(of: headings)
            write(headings, x: x, y: area.y, style: focused ? .bold : .dim)
        }
        return inner
    }

    /// Draws a border around an area, with a title in its upper edge.
    ///
    /// Borders that meet others join them.
    ///
    /// - Returns: the area inside.
    @discardableResult
    mutating func frame(_ area: Rectangle, title: String, focused: Bool) -> Rectangle {
        let inner = area.inset(left: 1, top: 1, right: 1, bottom: 1)
        guard area.width >= 2 && area.height >= 2 else { return inner }
        let style = focused ? Style.bold : Style.dim
        let (right, bottom) = (area.x + area.width - 1, area.y + area.height - 1)
        for x in area.x...right {
            let sides: BorderSides = x == area.x ? [.right] : x == right ? [.left] : [.left, .right]
            let isCorner = x == area.x || x == right
            border(isCorner ? sides.union(.down) : sides, x: x, y: area.y, style: style)
            border(isCorner ? sides.union(.up) : sides, x: x, y: bottom, style: style)
        }
        for y in area.y + 1..<bottom {
            border([.up, .down], x: area.x, y: y, style: style)
            border([.up, .down], x: right, y: y, style: style)
        }
        if !title.isEmpty && area.width > 6 {
            let shown = appearance.fitted(appearance.spelled(title), width: area.width - 4)
            write(
                " \(shown) ",
                x: area.x + 1,
                y: area.y,
                style: focused ? .bold : .plain,
                limit: area.width - 2
            )
        }
        return inner
    }

    /// Adds lines to a cell of a border, to those it has already.
    private mutating func border(_ sides: BorderSides, x: Int, y: Int, style: Style) {
        let before = self[x, y].character.flatMap { BorderSides($0, ascii: appearance.ascii) } ?? []
        self[x, y] = Cell(before.union(sides).character(ascii: appearance.ascii), style)
    }

    /// Writes a line that fills a width: text to the left, and if there is room other text to the right.
    mutating func line(
        _ left: String,
        right: String = "",
        in area: Rectangle,
        y: Int,
        style: Style = .plain
    ) {
        guard y >= area.y && y < area.y + area.height else { return }
        let (left, right) = (appearance.spelled(left), appearance.spelled(right))
        fill(Rectangle(x: area.x, y: y, width: area.width, height: 1), with: Cell(" ", style))
        let rightWidth = Glyphs.width(of: right)
        let room = rightWidth > 0 && rightWidth + 2 <= area.width ? area.width - rightWidth - 1 : area.width
        write(appearance.fitted(left, width: room), x: area.x, y: y, style: style, limit: room)
        if room < area.width {
            write(right, x: area.x + area.width - rightWidth, y: y, style: style, limit: rightWidth)
        }
    }

    /// A horizontal bar of eighths of a cell, `share` of `width` long.
    mutating func bar(_ share: Double, x: Int, y: Int, width: Int, style: Style) {
        let length = min(max(share, 0), 1) * Double(width)
        let eighths = Array("▏▎▍▌▋▊▉█")
        for column in 0..<width {
            let part = length - Double(column)
            if part >= 1 {
                self[x + column, y] = Cell(appearance.ascii ? "#" : "█", style)
            } else if part > 0.06 {
                self[x + column, y] = Cell(
                    appearance.ascii ? (part > 0.5 ? "=" : "-") : eighths[Int(part * 8)],
                    style
                )
            }
        }
    }

    /// Text broken into lines at spaces, from the top of an area; what does not fit is left out.
    mutating func paragraph(_ text: String, in area: Rectangle, style: Style = .plain) {
        let lines = wrapped(appearance.spelled(text), width: area.width)
        for (row, line) in lines.prefix(area.height).enumerated() {
            write(line, x: area.x, y: area.y + row, style: style, limit: area.width)
        }
    }
}

/// Text broken into lines of at most `width` cells, at spaces where possible and at its own line breaks.
package func wrapped(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph -> [String] in
        var lines: [String] = [""]
        for word in paragraph.split(separator: " ") {
            let last = lines[lines.count - 1]
            let joined = last.isEmpty ? String(word) : last + " " + word
            if Glyphs.width(of: joined) <= width {
                lines[lines.count - 1] = joined
            } else {
                if last.isEmpty { lines.removeLast() }
                lines += pieces(of: word, width: width)
            }
        }
        return lines
    }
}

/// A line broken into lines of at most `width` cells, at the dots between its parts where possible.
func foldedAtDots(_ text: String, width: Int) -> [String] {
    guard Glyphs.width(of: text) > width else { return [text] }
    var lines: [String] = []
    for part in text.split(separator: " · ") {
        if let last = lines.last, Glyphs.width(of: last + " · " + part) <= width {
            lines[lines.count - 1] += " · " + part
        } else {
            lines += wrapped(String(part), width: width)
        }
    }
    return lines
}

private func pieces(of word: Substring, width: Int) -> [String] {
    var pieces = [""]
    var used = 0
    for character in word {
        let cells = Glyphs.width(of: String(character))
        if used + cells > width && used > 0 {
            pieces.append("")
            used = 0
        }
        pieces[pieces.count - 1].append(character)
        used += cells
    }
    return pieces
}

extension Appearance {
    /// A text shortened to a width, with a mark where something is missing.
    package func fitted(_ text: String, width: Int) -> String {
        guard Glyphs.width(of: text) > width else { return text }
        guard width > 1 else { return String(text.prefix(max(0, width))) }
        var shown = ""
        var used = 0
        for character in text {
            let cells = Glyphs.width(of: String(character))
            if used + cells > width - 1 { break }
            shown.append(character)
            used += cells
        }
        return shown + (ascii ? "~" : "…")
    }

    /// A text shortened to a width in its middle: its beginning and its end say most.
    func fittedInside(_ text: String, width: Int) -> String {
        guard Glyphs.width(of: text) > width else { return text }
        guard width > 3 else { return fitted(text, width: width) }
        func beginning(_ characters: some Sequence<Character>, _ room: Int) -> [Character] {
            var used = 0
            return characters.prefix { character in
                used += Glyphs.width(of: String(character))
                return used <= room
            }
        }
        let end = beginning(text.reversed(), (width - 1) / 2).reversed()
        return String(beginning(text, width - 1 - (width - 1) / 2)) + (ascii ? "~" : "…") + String(end)
    }

    /// Parts with dots between them, the longest but for the last one shortened in their middles until all fit.
    func fitted(_ parts: [String], width: Int) -> String {
        var widths = parts.map { Glyphs.width(of: $0) }
        let dots = 3 * max(0, parts.count - 1)
        while widths.reduce(dots, +) > width,
            let longest = widths.indices.dropLast().max(by: { widths[$0] < widths[$1] }), widths[longest] > 4
        {
            widths[longest] -= 1
        }
        let shown = zip(parts, widths).map { fittedInside($0, width: $1) }
        return fitted(shown.joined(separator: " \(dot) "), width: width)
    }

    /// What stands between parts of a line.
    package var dot: String { ascii ? "|" : "·" }

    /// A text in characters that the terminal has, where one of them would say something else than what it stands for.
    ///
    /// It may be wider than before: this comes before widths are measured.
    package func spelled(_ text: String) -> String {
        guard ascii, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        return text.replacing(" · ", with: " | ").replacing("±", with: "+/-").replacing("≥", with: ">=")
            .replacing("≤", with: "<=")
    }
}

/// The sides of a cell that a line of a border leads to.
private struct BorderSides: OptionSet, Hashable {
    let rawValue: Int

    static let up = BorderSides(rawValue: 1)
    static let down = BorderSides(rawValue: 2)
    static let left = BorderSides(rawValue: 4)
    static let right = BorderSides(rawValue: 8)

    /// Characters by the sides they lead to, from none to all four.
    private static let lines = Array(" │││─┘┐┤─└┌├─┴┬┼")

    init(rawValue: Int) { self.rawValue = rawValue }

    /// The sides of a character; `nil` if it is none of a border.
    init?(_ character: Character, ascii: Bool) {
        if ascii {
            switch character {
            case "|": self = [.up, .down]
            case "-": self = [.left, .right]
            case "+": self = [.up, .down, .left, .right]
            default: return nil
            }
            return
        }
        switch character {
        case "│": self = [.up, .down]
        case "─": self = [.left, .right]
        default:
            guard let index = Self.lines.firstIndex(of: character), index > 0 else { return nil }
            self.init(rawValue: index)
        }
    }

    func character(ascii: Bool) -> Character {
        guard ascii else { return Self.lines[rawValue] }
        if isSubset(of: [.left, .right]) { return "-" }
        return isSubset(of: [.up, .down]) ? "|" : "+"
    }
}
