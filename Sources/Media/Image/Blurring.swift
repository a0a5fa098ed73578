internal import Glibc

extension Image {
    /// The picture with a region blurred; what is around it stays, and is mixed into the region's edge.
    ///
    /// Three box filters in each direction come near a Gaussian, as in Pillow's `GaussianBlur`. Beyond the picture its
    /// last pixels go on.
    ///
    /// - Precondition: the region lies within the picture, and the deviation is above 0.
    public func blurred(_ region: Region, deviation: Double) -> Image {
        let filter = BoxFilter(deviation: deviation)
        let (left, top) = (max(0, region.x - filter.reach), max(0, region.y - filter.reach))
        let around = Region(
            x: left,
            y: top,
            width: min(width, region.x + region.width + filter.reach) - left,
            height: min(height, region.y + region.height + filter.reach) - top
        )
        let inner = Region(
            x: region.x - left,
            y: region.y - top,
            width: region.width,
            height: region.height
        )
        return replacing(region, with: filter.blurred(cropped(to: around)).cropped(to: inner))
    }
}

/// A box of a fractional width, which is applied three times (Gwosdek et al., 2011).
private struct BoxFilter {
    private static let passes = 3

    /// How many whole pixels there are to each side of the middle.
    private let radius: Int
    /// The weight of each of them, and of the middle.
    private let weight: Double
    /// The weight of the pixel beyond them on each side.
    private let edge: Double

    init(deviation: Double) {
        let variance = deviation * deviation / Double(Self.passes)
        let whole = (((12 * variance + 1).squareRoot() - 1) / 2).rounded(.down)
        let excess = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance)
        let part = excess / (6 * (variance - (whole + 1) * (whole + 1)))
        radius = Int(whole)
        weight = 1 / (2 * (whole + part) + 1)
        edge = weight * part
    }

    /// How many pixels to each side have a part in a blurred one.
    var reach: Int { Self.passes * (radius + 1) }

    func blurred(_ image: Image) -> Image {
        let (width, height) = (image.width, image.height)
        var values = image.pixels.map(Double.init)
        values.withUnsafeMutableBufferPointer { values in
            for channel in 0..<3 {
                for row in 0..<height {
                    blur(values, from: row * width * 3 + channel, step: 3, count: width)
                }
                for column in 0..<width {
                    blur(values, from: column * 3 + channel, step: width * 3, count: height)
                }
            }
        }
        let pixels = values.map { UInt8(min(max($0.rounded(), 0), 255)) }
        return Image(width: width, height: height, pixels: pixels)
    }

    private func blur(_ values: UnsafeMutableBufferPointer<Double>, from start: Int, step: Int, count: Int) {
        var line = (0..<count).map { values[start + $0 * step] }
        for _ in 0..<Self.passes { line = filtered(line) }
        for place in 0..<count { values[start + place * step] = line[place] }
    }

    /// One pass over a line of numbers, whose ends go on.
    private func filtered(_ line: [Double]) -> [Double] {
        line.withUnsafeBufferPointer { line in
            func value(_ place: Int) -> Double { line[min(max(place, 0), line.count - 1)] }
            var sum = (-radius...radius).reduce(0) { $0 + value($1) }
            return line.indices.map { place in
                defer { sum += value(place + radius + 1) - value(place - radius) }
                return sum * weight + edge * (value(place - radius - 1) + value(place + radius + 1))
            }
        }
    }
}
