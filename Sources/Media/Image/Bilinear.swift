extension Image {
    /// The picture in another size, each pixel mixed from the four around its middle: without antialiasing.
    ///
    /// Frames of clips are made so for the published model. Weights are 64-bit, results are rounded once.
    ///
    /// - Precondition: both sides are positive.
    public func interpolated(width: Int, height: Int) -> Image {
        precondition(width > 0 && height > 0)
        if width == self.width && height == self.height { return self }
        let columns = Self.pairs(from: self.width, to: width)
        let rows = Self.pairs(from: self.height, to: height)
        return Image(width: width, height: height) { target in
            var place = 0
            for row in rows {
                for column in columns {
                    for channel in 0..<3 {
                        func value(_ x: Int, _ y: Int) -> Double {
                            Double(pixels[(y * self.width + x) * 3 + channel])
                        }
                        let upper =
                            value(column.first, row.first) * (1 - column.share)
                            + value(column.second, row.first) * column.share
                        let lower =
                            value(column.first, row.second) * (1 - column.share)
                            + value(column.second, row.second) * column.share
                        let mixed = upper * (1 - row.share) + lower * row.share
                        target[place] = UInt8((mixed + 0.5).rounded(.down))
                        place += 1
                    }
                }
            }
        }
    }

    /// For each output the samples to both sides of its middle, and the second one's share.
    private static func pairs(from count: Int, to outputs: Int) -> [(first: Int, second: Int, share: Double)]
    {
        let scale = Double(count) / Double(outputs)
        return (0..<outputs).map { output in
            let position = max(0, (Double(output) + 0.5) * scale - 0.5)
            let first = min(Int(position), count - 1)
            let second = min(first + 1, count - 1)
            return (first, second, first == second ? 0 : position - Double(first))
        }
    }
}
