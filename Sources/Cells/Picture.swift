/// A picture that the terminal draws itself, over cells of a canvas that hold its place.
///
/// Such a cell has a placeholder character with two marks, which tell its row and its column in the picture, and the
/// picture's key in place of a foreground colour.
public struct Picture: Sendable, Equatable {
    /// The largest number of rows, or columns, of cells.
    package static let limit = Placeholder.marks.count

    /// The same for the same pixels; else another one.
    package let key: UInt32
    /// Pixels in a row.
    package let width: Int
    /// Rows of pixels.
    package let height: Int
    /// The cells that it is drawn over.
    package let size: Size
    /// The colours of the pixels, row by row: three bytes each, or four if ``hasGaps``.
    package let bytes: [UInt8]
    /// Whether there are places without a colour.
    package let hasGaps: Bool

    /// The picture of a raster; `nil` if it is empty or too large.
    init?(_ raster: Raster) {
        let size = raster.size
        guard size.width > 0, size.height > 0, max(size.width, size.height) <= Self.limit else { return nil }
        self.size = size
        (width, height) = (size.width * raster.density.x, size.height * raster.density.y)
        hasGaps =
            raster.width != size.width * raster.density.x || raster.height != size.height * raster.density.y
            || raster.pixels.contains(nil)
        bytes = Self.bytes(raster, width, height, hasGaps: hasGaps)
        var hasher = Hasher()
        hasher.combine(size)
        hasher.combine(width)
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        key = UInt32(truncatingIfNeeded: hasher.finalize())
    }

    private static func bytes(_ raster: Raster, _ width: Int, _ height: Int, hasGaps: Bool) -> [UInt8] {
        let parts = hasGaps ? 4 : 3
        return [UInt8](unsafeUninitializedCapacity: width * height * parts) { bytes, count in
            count = width * height * parts
            var place = 0
            for y in 0..<height {
                for x in 0..<width {
                    let colour = raster[x, y]
                    (bytes[place], bytes[place + 1]) = (colour?.red ?? 0, colour?.green ?? 0)
                    bytes[place + 2] = colour?.blue ?? 0
                    if hasGaps { bytes[place + 3] = colour == nil ? 0 : 255 }
                    place += parts
                }
            }
        }
    }
}

/// The characters that hold the place of pictures, as kitty defines them.
package enum Placeholder {
    /// The character itself, one of those for private use.
    package static let scalar: Unicode.Scalar = "\u{10EEEE}"

    /// The marks that stand for numbers from 0: all marks above letters that Unicode 6.0 had (combining class 230) which
    /// are not merged with any letter.
    package static let marks: [Unicode.Scalar] = ranges.split(whereSeparator: \.isWhitespace).flatMap {
        range in
        let ends = range.split(separator: "-").compactMap { UInt32($0, radix: 16) }
        return (ends[0]...ends[ends.count - 1]).compactMap(Unicode.Scalar.init)
    }

    private static let ranges = """
        305 30D-30E 310 312 33D-33F 346 34A-34C 350-352 357 35B 363-36F 483-487 592-595 597-599 59C-5A1 5A8-5A9
        5AB-5AC 5AF 5C4 610-617 657-65B 65D-65E 6D6-6DC 6DF-6E2 6E4 6E7-6E8 6EB-6EC 730 732-733 735-736 73A 73D
        73F-741 743 745 747 749-74A 7EB-7F1 7F3 816-819 81B-823 825-827 829-82D 951 953-954 F82-F83 F86-F87
        135D-135F 17DD 193A 1A17 1A75-1A7C 1B6B 1B6D-1B73 1CD0-1CD2 1CDA-1CDB 1CE0 1DC0-1DC1 1DC3-1DC9 1DCB-1DCC
        1DD1-1DE6 1DFE 20D0-20D1 20D4-20D7 20DB-20DC 20E1 20E7 20E9 20F0 2CEF-2CF1 2DE0-2DFF A66F A67C-A67D
        A6F0-A6F1 A8E0-A8F1 AAB0 AAB2-AAB3 AAB7-AAB8 AABE-AABF AAC1 FE20-FE26 10A0F 10A38 1D185-1D189
        1D1AA-1D1AD 1D242-1D244
        """

    /// The placeholder of a cell of a picture.
    static func character(row: Int, column: Int) -> Character {
        var scalars = String.UnicodeScalarView()
        scalars.append(scalar)
        scalars.append(marks[row])
        scalars.append(marks[column])
        return Character(String(scalars))
    }
}

extension Cell {
    /// Whether the terminal draws a picture here.
    package var isPlaceholder: Bool {
        if case .picture = style.foreground { true } else { false }
    }
}
