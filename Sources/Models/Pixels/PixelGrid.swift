public import Media

/// A picture of few colours, pixel by pixel, as a model gets it that knows colours by number.
public struct PixelGrid: Sendable, Hashable {
    /// Pixels from left to right.
    public let width: Int
    /// Pixels from top to bottom.
    public let height: Int
    /// The number of each pixel's colour, row by row.
    public let numbers: [Int]
    /// The colours.
    public let colours: [Pixel]

    /// A picture of some colours.
    ///
    /// - Precondition: there is a number for each pixel, and a colour for each number.
    package init(width: Int, height: Int, numbers: [Int], colours: [Pixel]) {
        precondition(numbers.count == width * height && numbers.allSatisfy(colours.indices.contains))
        (self.width, self.height) = (width, height)
        (self.numbers, self.colours) = (numbers, colours)
    }

    /// The picture in these colours.
    public var image: Image {
        Image(width: width, height: height, pixels: numbers.flatMap { colours[$0].bytes })
    }

    /// A pixel's column and row.
    public func place(of pixel: Int) -> (column: Int, row: Int) { (pixel % width, pixel / width) }

    /// What a pixel is called.
    public func name(of pixel: Int) -> String { "pixel \(pixel % width), \(pixel / width)" }
}

/// A pixel that a model is asked for.
public struct AskedPixel: Sendable, Hashable {
    /// Its number, row by row.
    public let pixel: Int
    /// The token that it is told from: that of the pixel before it, or the start.
    public let token: Int
}

/// What is known of the classes of a task that asks for a pixel's colour.
public struct ColourPlace: Sendable, Hashable {
    /// The colour that each class stands for; `nil` of the start, which is none.
    public let colours: [Pixel?]
    /// The class of the colour that the pixel has.
    public let truth: Int
}

extension Pixel {
    /// Red, green and blue.
    var bytes: [UInt8] { [red, green, blue] }

    /// As it is written: `#7f3a20`.
    public var name: String {
        "#"
            + bytes.map { byte in
                let digits = String(byte, radix: 16)
                return digits.count < 2 ? "0" + digits : digits
            }.joined()
    }
}
