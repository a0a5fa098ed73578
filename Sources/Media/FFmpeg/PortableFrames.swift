/// Frames as ffmpeg writes them one behind the other: each a picture in the format PPM, which names its size.
enum PortableFrames {
    /// The frames; what is cut off at the end is left out, and so is what is no such picture.
    ///
    /// - Parameter most: the most pixels of a frame.
    static func frames(_ bytes: [UInt8], most: Int) -> [Image] {
        var frames: [Image] = []
        var place = 0
        while let header = header(bytes, at: place) {
            let (count, isTooMuch) = header.width.multipliedReportingOverflow(by: header.height)
            guard !isTooMuch, count > 0, count <= most, bytes.count - header.end >= count * 3 else { break }
            place = header.end + count * 3
            let pixels = Array(bytes[header.end..<place])
            frames.append(Image(width: header.width, height: header.height, pixels: pixels))
        }
        return frames
    }

    /// `P6`, width, height and 255, each followed by one space or line end.
    private static func header(_ bytes: [UInt8], at start: Int) -> (width: Int, height: Int, end: Int)? {
        guard bytes.count - start > 2, bytes[start...].starts(with: "P6".utf8) else { return nil }
        var place = start + 3
        var numbers: [Int] = []
        while numbers.count < 3 {
            var number = 0
            let first = place
            while place < bytes.count, (0x30...0x39).contains(bytes[place]), place - first < 9 {
                number = number * 10 + Int(bytes[place] - 0x30)
                place += 1
            }
            guard place > first, place < bytes.count else { return nil }
            place += 1
            numbers.append(number)
        }
        return numbers[2] == 255 ? (numbers[0], numbers[1], place) : nil
    }
}

extension FFmpeg {
    /// Reads what it may answer, whatever that is.
    package static func readAnswer(_ bytes: [UInt8]) {
        _ = FilmFacts(bytes)
        _ = PortableFrames.frames(bytes, most: 1 << 20)
    }
}
