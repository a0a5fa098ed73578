import Glibc
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
    public func place(of pixel: Int) -> PixelPlace { PixelPlace(column: pixel % width, row: pixel / width) }

    /// The peak signal-to-noise ratio to another picture in decibels, of the pixels from one on.
    func psnr(to other: PixelGrid, from pixel: Int) -> Double {
        let squares = numbers.indices[pixel...].flatMap { place in
            zip(colours[numbers[place]].bytes, other.colours[other.numbers[place]].bytes).map {
                let difference = (Double($0) - Double($1)) / 255
                return difference * difference
            }
        }
        let mean = squares.reduce(0, +) / Double(max(squares.count, 1))
        return mean > 0 ? -10 * log10(mean) : .infinity
    }

    /// What a pixel is called.
    public func name(of pixel: Int) -> String { "pixel \(pixel % width), \(pixel / width)" }
}

/// A column and a row of the picture that a model sees, from 0.
public struct PixelPlace: Sendable, Hashable {
    /// From the left.
    public let column: Int
    /// From the top.
    public let row: Int

    /// A place in the picture that a model sees.
    public init(column: Int, row: Int) { (self.column, self.row) = (column, row) }
}

/// What a model that tells pixels is asked for.
public struct PixelAsking: Sendable, Hashable {
    /// The pixel; `nil` for the one in the middle.
    public var place: PixelPlace?
    /// What random numbers follow from when the picture is completed from that pixel on.
    public var seed: UInt64 = 0
    /// What scores are divided by before a colour is drawn; at 0 the most probable one is taken.
    public var temperature = 1.0

    /// The pixel in the middle, or another one.
    public init(place: PixelPlace? = nil) { self.place = place }
}

/// A pixel that a model is asked for.
public struct AskedPixel: Sendable, Hashable {
    /// Its number, row by row.
    public let pixel: Int
    /// The token that it is told from: that of the pixel before it, or the start.
    public let token: Int
    /// How the picture is completed from it on.
    public var seed: UInt64 = 0
    /// What scores are divided by before a colour is drawn.
    public var temperature = 1.0
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
