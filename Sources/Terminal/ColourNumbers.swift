import Cells

/// Colours as the numbers under which ncurses shows them on one terminal.
package struct ColourNumbers {
    /// The number of the terminal's own foreground or background.
    package static let standard: Int32 = -1

    /// How many colours to make use of.
    package let depth: ColourDepth
    /// Whether the terminal has only the first eight of the named colours.
    package let isEightColoured: Bool

    private let palette = FixedPalette.perceived
    /// The numbers among which the nearest is looked for.
    ///
    /// Themes change the first 16 colours, so these are used only where there are no others.
    private let candidates: Range<Int>
    private var nearest: [UInt32: Int32] = [:]

    /// Numbers for a terminal with `count` colours, used as far as `depth`.
    package init(depth: ColourDepth, count: Int) {
        self.depth = depth
        isEightColoured = count < 16
        candidates = depth == .indexed ? 16..<256 : 0..<(count < 16 ? 8 : 16)
    }

    /// The number that comes nearest to a colour.
    package mutating func number(_ colour: Colour) -> Int32 {
        switch (colour, depth) {
        // The numbers of pictures are given by whoever gives these to the terminal.
        case (.standard, _), (.picture, _), (_, .monochrome): Self.standard
        case (.ansi(let number), _): Int32(number & 15)
        case (.indexed(let number), .named) where number > 15:
            self.number(of: FixedPalette.colours[Int(number)])
        case (.indexed(let number), _): Int32(number)
        case (.rgb(let red, let green, let blue), _): number(of: RGB(red, green, blue))
        }
    }

    private mutating func number(of colour: RGB) -> Int32 {
        if depth == .full {
            // Numbers below 256 are taken; a trace of red keeps the darkest blues out of there.
            return Int32(colour.packed < 256 ? colour.packed | 0x010000 : colour.packed)
        }
        if let known = nearest[colour.packed] { return known }
        let found = search(colour.perceived)
        if nearest.count > 1 << 16 { nearest.removeAll(keepingCapacity: true) }
        nearest[colour.packed] = found
        return found
    }

    private func search(_ colour: OKLab) -> Int32 {
        var best = (number: candidates.lowerBound, distance: Float.infinity)
        for number in candidates {
            let distance = palette[number].distance(to: colour, weighingHue: depth == .named ? 8 : 1)
            if distance < best.distance { best = (number, distance) }
        }
        return Int32(best.number)
    }

    /// About how a number looks; the terminal's own colours, which nobody knows, count as grey.
    package func appearance(of number: Int32) -> OKLab {
        if number < 0 { return OKLab(red: 128, green: 128, blue: 128) }
        if number < 256 { return palette[Int(number)] }
        return RGB(UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)).perceived
    }
}

extension RGB {
    /// One number for each colour, for looking it up.
    var packed: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }
    /// The colour as it is perceived.
    package var perceived: OKLab { OKLab(red: red, green: green, blue: blue) }
}

/// The 256 colours of xterm: 16 names (as it shows them unless told otherwise), a cube, 24 greys.
package enum FixedPalette {
    package static let colours: [RGB] = named + cube + greys
    package static let perceived: [OKLab] = colours.map(\.perceived)

    private static let named: [RGB] = [
        RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0),
        RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
        RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
        RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
    ]

    private static let cube: [RGB] = {
        let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
        return (0..<216).map { RGB(levels[$0 / 36], levels[$0 / 6 % 6], levels[$0 % 6]) }
    }()

    private static let greys: [RGB] = (0..<24).map { step in
        let level = UInt8(8 + 10 * step)
        return RGB(level, level, level)
    }
}
