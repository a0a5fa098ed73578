/// A colour of a pixel, in sRGB.
public struct Pixel: Sendable, Hashable {
    /// The primaries, 0…255.
    public var red, green, blue: UInt8

    /// A colour.
    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The colour of paper.
    public static let white = Pixel(255, 255, 255)
}

/// A picture: 8-bit sRGB, opaque.
public struct Image: Sendable, Hashable {
    /// Columns, at least one.
    public let width: Int
    /// Rows, at least one.
    public let height: Int
    /// Red, green, blue of each pixel, row by row from the top: `width * height * 3` bytes.
    public let pixels: [UInt8]
    /// What there is to say of the file that it was read from, each a sentence without a full stop.
    ///
    /// What is made of a picture has none.
    public let notes: [String]

    /// Columns and rows.
    public struct Extent: Sendable, Hashable {
        /// Columns.
        public let width: Int
        /// Rows.
        public let height: Int

        /// So many columns and rows.
        public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }
    }

    /// The most pixels that are decoded from a file.
    public static let mostPixels = 100_000_000

    /// The largest file that is read as a picture.
    static let largestFile = SizeLimit(kind: "a picture", bytes: 512 << 20)

    /// A picture of the given pixels.
    ///
    /// - Precondition: there is at least one pixel, and three bytes for each.
    public init(width: Int, height: Int, pixels: [UInt8], notes: [String] = []) {
        precondition(width > 0 && height > 0 && pixels.count == width * height * 3)
        self.width = width
        self.height = height
        self.pixels = pixels
        self.notes = notes
    }

    /// The same picture with more to say of its file.
    func noting(_ more: [String]) -> Image {
        more.isEmpty ? self : Image(width: width, height: height, pixels: pixels, notes: notes + more)
    }

    /// A picture whose pixels `fill` writes, all of them.
    init<Failure: Error>(
        width: Int,
        height: Int,
        fill: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        let count = width * height * 3
        let pixels = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled throws(Failure) in
            try fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            filled = count
        }
        self.init(width: width, height: height, pixels: pixels)
    }

    /// One pixel.
    public subscript(x: Int, y: Int) -> Pixel {
        precondition(x >= 0 && x < width && y >= 0 && y < height, "(\(x), \(y)) in \(width) × \(height)")
        let place = (y * width + x) * 3
        return Pixel(pixels[place], pixels[place + 1], pixels[place + 2])
    }

    /// Refuses sizes that a file claims but that are not decoded.
    static func checkSize(width: Int, height: Int, _ name: String) throws(MediaError) {
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard width > 0 && height > 0 && !overflow && pixels <= mostPixels else {
            throw MediaError(name, .tooManyPixels(width: width, height: height))
        }
    }
}
