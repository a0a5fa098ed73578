extension Image {
    /// A picture of red, green, blue and alpha, laid over paper the way browsers do it: codes are mixed, not light.
    ///
    /// If nothing of it can be seen on that paper, a note says so.
    init(width: Int, height: Int, rgba: consuming [UInt8], over paper: Pixel) {
        var pixels = rgba
        let seen = pixels.withUnsafeMutableBufferPointer { Image.lay($0, over: paper) }
        pixels.removeLast(width * height)
        self.init(width: width, height: height, pixels: pixels, notes: seen.isNothing ? [Image.lost] : [])
    }

    private static let lost =
        "nothing can be seen: all that is not transparent has about the colour of the paper, "
        + "which --paper chooses"

    /// Puts red, green and blue of all pixels, mixed with the paper, at the beginning of the same memory.
    private static func lay(_ pixels: UnsafeMutableBufferPointer<UInt8>, over paper: Pixel) -> Visibility {
        var seen = Visibility()
        for pixel in 0..<pixels.count / 4 {
            let alpha = pixels[pixel * 4 + 3]
            // The result is never ahead of what is still to be read.
            pixels[pixel * 3] = mixed(pixels[pixel * 4], alpha, paper.red)
            pixels[pixel * 3 + 1] = mixed(pixels[pixel * 4 + 1], alpha, paper.green)
            pixels[pixel * 3 + 2] = mixed(pixels[pixel * 4 + 2], alpha, paper.blue)
            seen.leastAlpha = min(seen.leastAlpha, alpha)
            seen.add(pixels[pixel * 3], paper.red)
            seen.add(pixels[pixel * 3 + 1], paper.green)
            seen.add(pixels[pixel * 3 + 2], paper.blue)
        }
        return seen
    }

    /// The rounded mean of ink and paper, by the usual division by 255 without a division.
    static func mixed(_ ink: UInt8, _ alpha: UInt8, _ paper: UInt8) -> UInt8 {
        let sum = Int(ink) * Int(alpha) + Int(paper) * (255 - Int(alpha)) + 128
        return UInt8((sum >> 8 + sum) >> 8)
    }
}

/// How much of a picture with alpha shows on its paper.
private struct Visibility {
    var leastAlpha: UInt8 = 255
    private var mostContrast: UInt8 = 0

    mutating func add(_ code: UInt8, _ paper: UInt8) {
        mostContrast = max(mostContrast, code > paper ? code - paper : paper - code)
    }

    /// Codes that differ by less are hardly told apart.
    private static let least: UInt8 = 16

    var isNothing: Bool { leastAlpha < 128 && mostContrast < Self.least }
}
