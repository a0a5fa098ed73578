import Cells
import Media
import Terminal
import Testing

/// Palettes as eyes without one kind of cones see them.
///
/// The matrices act on linear sRGB (Machado, Oliveira and Fernandes 2009, severity 1).
@Suite struct ColourVisionTests {
    enum Vision: String, CaseIterable, CustomTestStringConvertible {
        case usual, protan, deutan, tritan

        var matrix: [[Float]] {
            switch self {
            case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
            case .protan:
                [
                    [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                    [-0.003882, -0.048116, 1.051998],
                ]
            case .deutan:
                [
                    [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                    [-0.011820, 0.042940, 0.968881],
                ]
            case .tritan:
                [
                    [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                    [0.004733, 0.691367, 0.303900],
                ]
            }
        }

        var testDescription: String { rawValue }

        func seen(_ colour: RGB) -> OKLab {
            let light = [colour.red, colour.green, colour.blue].map { Light.ofCode[Int($0)] }
            let codes = matrix.map { row in
                Light.code(min(max(zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1))
            }
            return RGB(codes[0], codes[1], codes[2]).perceived
        }
    }

    /// What is more looks lighter, by steps that can be seen.
    @Test(arguments: Palette.all, Vision.allCases) func stepsStayApart(palette: Palette, vision: Vision) {
        let steps = (0...8).map { vision.seen(palette(Double($0) / 8)) }
        for (a, b) in zip(steps, steps.dropFirst()) {
            #expect(b.lightness - a.lightness > 0.05, "\(palette.name) \(a) \(b)")
        }
    }

    /// The same of the ramps for 256 colours, entry by entry.
    @Test(arguments: Palette.all, Vision.allCases) func rampsStayApart(palette: Palette, vision: Vision) {
        let steps = ramp(palette).map(vision.seen)
        for (a, b) in zip(steps, steps.dropFirst()) {
            #expect(b.lightness - a.lightness > 0.015, "\(palette.name) \(a) \(b)")
            #expect(a.distance(to: b).squareRoot() > 0.025, "\(palette.name) \(a) \(b)")
        }
    }

    /// For and against are as light as each other, but never alike; both get lighter away from zero.
    @Test(arguments: Vision.allCases) func signsStayApart(vision: Vision) {
        for step in 1...8 {
            let share = Double(step) / 16
            let (against, for_) = (
                vision.seen(Palette.signed(0.5 - share)), vision.seen(Palette.signed(0.5 + share))
            )
            #expect(abs(against.lightness - for_.lightness) < 0.12, "\(step)")
            #expect(against.distance(to: for_).squareRoot() > (step > 2 ? 0.15 : 0.08), "\(step)")
        }
        for sign in [-1.0, 1] {
            let steps = (0...8).map { vision.seen(Palette.signed(0.5 + sign * Double($0) / 16)) }
            for (a, b) in zip(steps, steps.dropFirst()) { #expect(b.lightness - a.lightness > 0.05) }
        }
        let ends = ramp(.signed).map(vision.seen)
        let middle = ends.count / 2
        for (a, b) in zip(ends[...middle], ends[1...middle]) { #expect(a.lightness > b.lightness) }
        for (a, b) in zip(ends[middle...], ends[(middle + 1)...]) { #expect(b.lightness > a.lightness) }
    }

    /// The colours of a palette's ramp.
    private func ramp(_ palette: Palette) -> [RGB] {
        let numbers = (0..<1000).compactMap { step -> Int? in
            guard case .indexed(let number) = palette.colour(Double(step) / 999, depth: .indexed) else {
                return nil
            }
            return Int(number)
        }
        return numbers.reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
            .map { FixedPalette.colours[$0] }
    }
}
