extension Image {
    /// The mean of all pixels, each channel by itself, rounded.
    public var meanColour: Pixel {
        var sums = [0, 0, 0]
        pixels.withUnsafeBufferPointer { pixels in
            for place in stride(from: 0, to: pixels.count, by: 3) {
                for channel in 0..<3 { sums[channel] += Int(pixels[place + channel]) }
            }
        }
        let count = width * height
        let means = sums.map { UInt8(($0 + count / 2) / count) }
        return Pixel(means[0], means[1], means[2])
    }

    /// The pixels whose middles lie in a box; `nil` if there are none.
    public func region(x: ClosedRange<Double>, y: ClosedRange<Double>) -> Region? {
        func pixels(_ range: ClosedRange<Double>, _ count: Int) -> Range<Int>? {
            let limit = Double(count)
            let first = Int(min(max((range.lowerBound - 0.5).rounded(.up), 0), limit))
            let end = Int(min(max((range.upperBound - 0.5).rounded(.up), 0), limit))
            return first < end ? first..<end : nil
        }
        guard let across = pixels(x, width), let down = pixels(y, height) else { return nil }
        return Region(x: across.lowerBound, y: down.lowerBound, width: across.count, height: down.count)
    }

    /// The picture with one colour in a region.
    ///
    /// - Precondition: the region lies within the picture.
    public func filled(_ region: Region, with colour: Pixel) -> Image {
        let row = (0..<region.width).flatMap { _ in [colour.red, colour.green, colour.blue] }
        let pixels = (0..<region.height).flatMap { _ in row }
        return replacing(region, with: Image(width: region.width, height: region.height, pixels: pixels))
    }

    /// The picture with another one in a region.
    ///
    /// - Precondition: the region lies within the picture, and the other picture has its size.
    public func replacing(_ region: Region, with other: Image) -> Image {
        precondition(other.width == region.width && other.height == region.height)
        precondition(region.x >= 0 && region.y >= 0)
        precondition(region.x + region.width <= width && region.y + region.height <= height)
        var pixels = pixels
        let count = region.width * 3
        for row in 0..<region.height {
            let start = ((region.y + row) * width + region.x) * 3
            let line = other.pixels[row * count..<(row + 1) * count]
            pixels.replaceSubrange(start..<start + count, with: line)
        }
        return Image(width: width, height: height, pixels: pixels, notes: notes)
    }
}
