/// Cells of six pixels, two by three, which have two colours: those two, and that division of the pixels, whose squared
/// error is least.
package enum Sextants {
    /// The cell of a raster; `nil` if none of its pixels has a colour.
    static func cell(_ raster: Raster, column: Int, row: Int) -> Cell? {
        let pixels = (0..<6).map { raster[2 * column + $0 % 2, 3 * row + $0 / 2] }
        return cell(pixels)
    }

    /// The cell of six pixels, row by row.
    ///
    /// Where some have no colour, the others share one, and the terminal's background shows between them.
    package static func cell(_ pixels: [RGB?]) -> Cell? {
        let colours = pixels.map {
            $0.map { SIMD4(Int32($0.red), Int32($0.green), Int32($0.blue), 1) } ?? SIMD4()
        }
        let whole = colours.reduce(SIMD4(), &+)
        guard whole.w > 0 else { return nil }
        if whole.w < 6 {
            let shape = (0..<6).reduce(0) { $0 | (colours[$1].w == 1 ? 1 << $1 : 0) }
            return Cell(character(shape), Style(mean(whole).colour))
        }
        let (shape, front) = division(colours, whole)
        guard shape > 0 else { return Cell("█", Style(mean(whole).colour, on: mean(whole).colour)) }
        return Cell(character(shape), Style(mean(front).colour, on: mean(whole &- front).colour))
    }

    /// The pixels of the foreground, by bits, and the sum of their colours; none if all pixels are alike.
    ///
    /// The error is least where the squares of both sums, each divided by its number of pixels, are most. The last pixel
    /// always is of the background, or each division would be tried twice.
    private static func division(_ colours: [SIMD4<Int32>], _ whole: SIMD4<Int32>)
        -> (shape: Int, front: SIMD4<Int32>)
    {
        var (best, bestFront, most) = (0, SIMD4<Int32>(), square(whole))
        var front = SIMD4<Int32>()
        for step in 1..<32 {
            // Gray's code: one pixel changes sides in each step.
            let shape = step ^ step >> 1
            let pixel = step.trailingZeroBitCount
            if shape & 1 << pixel != 0 { front &+= colours[pixel] } else { front &-= colours[pixel] }
            let worth = square(front) + square(whole &- front)
            if worth > most + 0.5 { (best, bestFront, most) = (shape, front, worth) }
        }
        return (best, bestFront)
    }

    private static func square(_ sum: SIMD4<Int32>) -> Float {
        let (red, green, blue) = (Float(sum.x), Float(sum.y), Float(sum.z))
        return (red * red + green * green + blue * blue) / Float(sum.w)
    }

    private static func mean(_ sum: SIMD4<Int32>) -> RGB {
        func level(_ sum: Int32, _ count: Int32) -> UInt8 { UInt8((sum + count / 2) / count) }
        return RGB(level(sum.x, sum.w), level(sum.y, sum.w), level(sum.z, sum.w))
    }

    /// The character that covers some of the six places, by bits, row by row.
    ///
    /// Those that cover all, none, or one half of a cell were there before the others.
    package static func character(_ shape: Int) -> Character { characters[shape] }

    private static let characters: [Character] = (0..<64).map { shape in
        switch shape {
        case 0: " "
        case 0b010101: "▌"
        case 0b101010: "▐"
        case 63: "█"
        default:
            Character(
                UnicodeScalar(UInt32(0x1FB00 + shape - 1 - (shape > 21 ? 1 : 0) - (shape > 42 ? 1 : 0)))
                    ?? " "
            )
        }
    }
}
