extension Image {
    /// A rectangle of pixels; the upper left pixel is (0, 0).
    public struct Region: Sendable, Hashable {
        /// The leftmost column and the topmost row.
        public var x, y: Int
        /// Columns and rows.
        public var width, height: Int

        /// A rectangle.
        public init(x: Int, y: Int, width: Int, height: Int) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    /// The region of that size in the middle; where it cannot be exact, it lies up and left.
    ///
    /// - Precondition: it is not larger than the picture.
    public func centred(width: Int, height: Int) -> Region {
        precondition(width <= self.width && height <= self.height)
        return Region(
            x: (self.width - width) / 2,
            y: (self.height - height) / 2,
            width: width,
            height: height
        )
    }

    /// The largest region in the middle whose longer side is at most `largestAspect` times the shorter.
    ///
    /// - Parameter largestAspect: At least 1; 1 gives a square.
    public func centreCrop(largestAspect: Double) -> Region {
        precondition(largestAspect >= 1)
        let shorter = min(width, height)
        let longest = Int(min(Double(shorter) * largestAspect, Double(max(width, height))))
        return centred(width: min(width, longest), height: min(height, longest))
    }

    /// The part of the picture in a region.
    ///
    /// - Precondition: the region has pixels and lies within the picture.
    public func cropped(to region: Region) -> Image {
        precondition(region.x >= 0 && region.y >= 0, "\(region) in \(width) × \(height)")
        precondition(region.x + region.width <= width && region.y + region.height <= height)
        if region.width == width && region.height == height { return self }
        return Image(width: region.width, height: region.height) { target in
            for row in 0..<region.height {
                let start = ((region.y + row) * width + region.x) * 3
                let part = UnsafeMutableBufferPointer(rebasing: target[(row * region.width * 3)...])
                _ = part.update(fromContentsOf: pixels[start..<start + region.width * 3])
            }
        }
    }
}

extension Image {
    /// The picture with its last column and its last row repeated, to the right and below.
    ///
    /// - Precondition: neither side becomes shorter.
    public func extended(width: Int, height: Int) -> Image {
        precondition(width >= self.width && height >= self.height)
        return Image(width: width, height: height) { target in
            var place = 0
            for y in 0..<height {
                for x in 0..<width {
                    let source = (min(y, self.height - 1) * self.width + min(x, self.width - 1)) * 3
                    for channel in 0..<3 { target[place + channel] = pixels[source + channel] }
                    place += 3
                }
            }
        }
    }
}
