import Cells
import Explanation
import Explorer
import Media
import Models
import Numerics
import Testing

/// Where the model looked is seen at a glance: on bright, dark and busy pictures, with all abilities of terminals.
@Suite struct LegibilityTests {
    enum Subject: String, CaseIterable, CustomTestStringConvertible {
        case bright, dark, busy

        var testDescription: String { rawValue }

        /// A sheet of paper with lines; a night with lights; stripes in all colours.
        var image: Image {
            let pixels = (0..<48 * 36).flatMap { place -> [UInt8] in
                let (x, y) = (place % 48, place / 48)
                switch self {
                case .bright: return y % 6 == 2 && x > 5 && x < 42 ? [150, 150, 160] : [250, 248, 240]
                case .dark: return x % 11 == 3 && y % 9 == 4 ? [230, 220, 180] : [8, 10, UInt8(20 + y / 2)]
                case .busy: return [UInt8(x * 37 % 256), UInt8(y * 53 % 256), UInt8((x + y) * 29 % 256)]
                }
            }
            return Image(width: 48, height: 36, pixels: pixels)
        }
    }

    enum Ability: String, CaseIterable, CustomTestStringConvertible {
        case full = "24bit", indexed = "256", named = "16", monochrome = "none", ascii

        var testDescription: String { rawValue }

        var appearance: Appearance {
            let depth: ColourDepth =
                switch self {
                case .full: .full
                case .indexed: .indexed
                case .named: .named
                case .monochrome, .ascii: .monochrome
                }
            return Appearance(depth: depth, ascii: self == .ascii)
        }
    }

    private static let side = 16
    /// The token in the middle of what is looked at, and one far from it.
    private static let (seen, unseen) = (5 * side + 4, 13 * side + 13)

    /// A picture as the model gets it.
    private func opened(_ subject: Subject) -> OpenedMedium {
        let layout = Layout(
            columns: Axis(.x, edges: (0...Self.side).map { Double($0) * 3 }),
            rows: Axis(.y, edges: (0...Self.side).map { Double($0) * 36 / Double(Self.side) })
        )
        let input = InputArray(
            tokens: Matrix(rows: layout.count, columns: 1),
            layout: layout,
            parts: [],
            modality: .image,
            spectrogram: nil,
            note: nil
        )
        return OpenedMedium(
            outline: .picture(thumbnail: subject.image, width: 48, height: 36),
            input: input
        )
    }

    /// A place that is looked at, with a little everywhere.
    private static let attention = Relevance(
        values: (0..<side * side).map { token in
            let (x, y) = (Float(token % side - 4), Float(token / side - 5))
            return (1 + 30 / (1 + (x * x + y * y) / 4)) / 1000
        },
        isSigned: false,
        meaning: "share of attention"
    )

    /// Blocks for and against a class.
    ///
    /// - Parameter size: the largest change.
    private static func blocks(_ size: Float) -> Relevance {
        Relevance(
            values: (0..<side * side).map { token in
                let (x, y) = (token % side / 4, token / side / 4)
                return (x, y) == (1, 1) ? size : (x, y) == (2, 2) ? -size / 2 : size / 50
            },
            isSigned: true,
            meaning: "drop in log p when removed",
            fullColour: 0.5
        )
    }

    private func canvas(_ subject: Subject, _ relevance: Relevance, _ ability: Ability) -> Canvas {
        MadeUp.figure(opened(subject), relevance).canvas(width: 32, appearance: ability.appearance)
    }

    private func cell(_ token: Int, of canvas: Canvas) -> Cell {
        let (column, row) = (token % Self.side, token / Self.side)
        return canvas[column * 2, row * (canvas.size.height - 2) / Self.side]
    }

    @Test(arguments: Subject.allCases, Ability.allCases) func attention(subject: Subject, ability: Ability)
        throws
    {
        let canvas = canvas(subject, Self.attention, ability)
        try expectGolden(canvas, "attention-\(subject.rawValue)-\(ability.rawValue)")
        let (seen, unseen) = (cell(Self.seen, of: canvas), cell(Self.unseen, of: canvas))
        #expect(seen != unseen)
        guard let lit = light(seen), let dark = light(unseen) else {
            // Without colours of their own places are bold or of another colour.
            #expect(seen.style != unseen.style)
            return
        }
        #expect(lit > 2 * dark && lit - dark > 0.2, "\(lit) \(dark)")
    }

    @Test(arguments: Subject.allCases, Ability.allCases) func signs(subject: Subject, ability: Ability) throws
    {
        let canvas = canvas(subject, Self.blocks(0.7), ability)
        try expectGolden(canvas, "signs-\(subject.rawValue)-\(ability.rawValue)")
        let own = [6 * Self.side + 6, 10 * Self.side + 10, 2 * Self.side + 2].map { cell($0, of: canvas) }
        #expect(Set(own).count == 3)
    }

    /// A change that hardly matters is not painted as one that decides, and the numbers at the ends say so.
    @Test(arguments: Subject.allCases, Ability.allCases) func weakIsFaint(subject: Subject, ability: Ability)
    {
        let (weak, strong) = (
            canvas(subject, Self.blocks(0.005), ability), canvas(subject, Self.blocks(0.7), ability)
        )
        let none = canvas(subject, Self.blocks(0), ability)
        let token = 6 * Self.side + 6
        #expect(cell(token, of: weak) == cell(token, of: none))
        #expect(cell(token, of: strong) != cell(token, of: none))
        #expect(weak.rows.last?.contains("-.50 ") == true && strong.rows.last?.contains("-.70 ") == true)
    }

    /// The luminance of the lighter half of a cell; `nil` of one without colours of its own.
    private func light(_ cell: Cell) -> Double? {
        [cell.style.foreground, cell.style.background].compactMap { colour in
            if case .rgb(let red, let green, let blue) = colour {
                RGB(red, green, blue).luminance
            } else {
                nil
            }
        }
        .max()
    }
}
