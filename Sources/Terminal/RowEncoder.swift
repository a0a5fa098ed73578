import CNcurses
import Cells

/// Turns rows of a canvas into what ncurses shows.
package struct RowEncoder {
    /// The pairs of colours the rows need.
    package var pairs: Pairs
    /// The numbers under which the terminal has pictures, by their keys.
    package var pictures: [UInt32: Int32] = [:] {
        didSet { if pictures != oldValue { last = nil } }
    }

    private let ascii: Bool
    private var colours: ColourNumbers
    private var last: (style: Style, attributes: attr_t, pair: Int32)?

    /// An encoder for a terminal.
    package init(ascii: Bool, colours: ColourNumbers, pairs: Pairs) {
        self.ascii = ascii
        self.colours = colours
        self.pairs = pairs
    }

    /// Replaces `line` by the cells of a row, in which a wide character is one cell.
    package mutating func encode(_ row: ArraySlice<Cell>, into line: inout [cchar_t]) {
        line.removeAll(keepingCapacity: true)
        var index = row.startIndex
        while index < row.endIndex {
            let cell = row[index]
            let hasRoom = index + 1 < row.endIndex && row[index + 1].character == nil
            let isWide = append(cell, hasRoomForTwo: hasRoom, to: &line)
            index += isWide ? 2 : 1
        }
    }

    /// Forgets the pairs, after ncurses has.
    package mutating func forgetPairs() {
        pairs.removeAll()
        last = nil
    }

    /// Appends a cell; returns whether it takes the place of two.
    private mutating func append(_ cell: Cell, hasRoomForTwo: Bool, to line: inout [cchar_t]) -> Bool {
        var shown = cchar_t()
        dress(&shown, cell.style)
        guard let character = cell.character, let scalar = character.unicodeScalars.first else {
            shown.chars.0 = 0x20
            line.append(shown)
            return false
        }
        let isWide = Self.width(of: character, scalar) == 2
        if let standIn = standIn(for: scalar, isWide: isWide, hasRoomForTwo: hasRoomForTwo) {
            shown.chars.0 = wchar_t(bitPattern: standIn.value)
            line.append(shown)
            guard isWide, hasRoomForTwo else { return false }
            shown.chars.0 = 0x20
            line.append(shown)
            return true
        }
        Self.put(character, scalar, in: &shown)
        line.append(shown)
        return isWide
    }

    /// What is shown in the place of a character that cannot be.
    private func standIn(for scalar: Unicode.Scalar, isWide: Bool, hasRoomForTwo: Bool) -> Unicode.Scalar? {
        if isWide && !hasRoomForTwo { return " " }
        if ascii { return StandIns.ascii(scalar) }
        guard scalar.value >= 0x300, !Self.isGeometric(scalar), scalar != Placeholder.scalar else {
            return nil
        }
        // Canvases and ncurses may know different versions of Unicode. ncurses places what follows by its own.
        return wcwidth(wchar_t(bitPattern: scalar.value)) == (isWide ? 2 : 1) ? nil : "\u{FFFD}"
    }

    private mutating func dress(_ cell: inout cchar_t, _ style: Style) {
        if last?.style != style {
            var attributes: attr_t = 0
            if style.attributes.contains(.bold) { attributes |= cnc_bold }
            if style.attributes.contains(.dim) { attributes |= cnc_dim }
            if style.attributes.contains(.reverse) { attributes |= cnc_reverse }
            if style.attributes.contains(.underline) { attributes |= cnc_underline }
            var (front, back) = (colours.number(style.foreground), colours.number(style.background))
            if case .picture(let key) = style.foreground { front = pictures[key] ?? front }
            if colours.isEightColoured { Self.fitEightColours(&front, &back, &attributes) }
            last = (style, attributes, pairs.number(front, back, colours))
        }
        if let last { (cell.attr, cell.ext_color) = (last.attributes, last.pair) }
    }

    /// Makes do with eight colours and 64 pairs.
    ///
    /// Bright foregrounds become bold ones. There could be 81 pairs, so two colours that change places share
    /// one; the terminal's own cannot, for they are another colour in the other place.
    private static func fitEightColours(_ front: inout Int32, _ back: inout Int32, _ attributes: inout attr_t)
    {
        if front >= 8 {
            front -= 8
            attributes |= cnc_bold
        }
        if back >= 8 { back -= 8 }
        // Terminals do not agree on which of the two colours bold brightens when they are exchanged.
        if back >= 0, front > back, attributes & cnc_bold == 0 {
            swap(&front, &back)
            attributes ^= cnc_reverse
        }
    }

    private static func put(_ character: Character, _ scalar: Unicode.Scalar, in cell: inout cchar_t) {
        let isPlain = character.unicodeScalars.dropFirst().isEmpty && (0x20..<0x7F).contains(scalar.value)
        if isPlain || isGeometric(scalar) {
            cell.chars.0 = wchar_t(bitPattern: scalar.value)
            return
        }
        // What was written through Canvas.write is fit to be shown; what was put into a cell may not be.
        let isPlaceholder = scalar == Placeholder.scalar
        let fit = Array((isPlaceholder ? character : Glyphs.visible(character)).unicodeScalars.prefix(5))
        withUnsafeMutableBytes(of: &cell.chars) { bytes in
            for (place, scalar) in fit.enumerated() {
                bytes.storeBytes(
                    of: wchar_t(bitPattern: scalar.value),
                    toByteOffset: place * MemoryLayout<wchar_t>.stride,
                    as: wchar_t.self
                )
            }
        }
    }

    private static func width(of character: Character, _ scalar: Unicode.Scalar) -> Int {
        scalar.value < 0x1100 || isGeometric(scalar) || scalar == Placeholder.scalar
            ? 1 : Glyphs.width(of: character)
    }

    /// Lines, blocks and braille, which fill most of a screen, and about which nothing has to be asked; sextants and
    /// placeholders are drawn only where they are known to be as wide.
    private static func isGeometric(_ scalar: Unicode.Scalar) -> Bool {
        (0x2500...0x259F).contains(scalar.value) || (0x2800...0x28FF).contains(scalar.value)
            || (0x1FB00...0x1FB3B).contains(scalar.value)
    }
}
