extension Image {
    /// The picture in another size, by one of the antialiased filters of Pillow, bit for bit.
    ///
    /// Published checkpoints were trained on pictures resized so. Two passes, first along the rows,
    /// then along the columns, each rounding to 8 bits; a side that keeps its length is left alone. (Pillow 13
    /// takes the columns first for some sizes that are no squares, which may change a pixel by one or two.)
    ///
    /// - Precondition: both sides are positive.
    /// - SeeAlso: Pillow, `Image.resize`.
    public func resized(width: Int, height: Int, filter: Filter = .bicubic) -> Image {
        precondition(width > 0 && height > 0)
        if filter == .nearest { return nearest(width: width, height: height) }
        let narrow = width == self.width ? self : resizedRows(to: width, filter)
        return height == self.height ? narrow : narrow.resizedColumns(to: height, filter)
    }

    private func resizedRows(to width: Int, _ filter: Filter) -> Image {
        let axis = ResizingAxis(from: self.width, to: width, filter)
        // Red, green and blue apart, so that neighbours in memory are neighbours in the sum.
        var planes = [Int16](repeating: 0, count: self.width * 3)
        return Image(width: width, height: height) { target in
            for row in 0..<height {
                separate(row: row, into: &planes)
                for place in 0..<width * 3 {
                    let (column, channel) = place.quotientAndRemainder(dividingBy: 3)
                    let samples = planes[(channel * self.width)..<(channel + 1) * self.width]
                    target[row * width * 3 + place] = samples.withUnsafeBufferPointer {
                        axis.sum($0, for: column)
                    }
                }
            }
        }
    }

    private func separate(row: Int, into planes: inout [Int16]) {
        planes.withUnsafeMutableBufferPointer { planes in
            pixels.withUnsafeBufferPointer { pixels in
                var place = row * width * 3
                for column in 0..<width {
                    planes[column] = Int16(pixels[place])
                    planes[column + width] = Int16(pixels[place + 1])
                    planes[column + 2 * width] = Int16(pixels[place + 2])
                    place += 3
                }
            }
        }
    }

    private func resizedColumns(to height: Int, _ filter: Filter) -> Image {
        let axis = ResizingAxis(from: self.height, to: height, filter)
        let stride = width * 3
        var sums = [Int32](repeating: 0, count: stride)
        return Image(width: width, height: height) { target in
            for row in 0..<height {
                for place in 0..<stride { sums[place] = ResizingAxis.half }
                for tap in 0..<axis.lengths[row] {
                    let weight = axis.weight(tap, for: row)
                    add(row: axis.starts[row] + tap, times: weight, to: &sums)
                }
                for place in 0..<stride { target[row * stride + place] = ResizingAxis.clamped(sums[place]) }
            }
        }
    }

    private func add(row: Int, times weight: Int32, to sums: inout [Int32]) {
        pixels[(row * width * 3)..<(row + 1) * width * 3].withUnsafeBufferPointer { pixels in
            sums.withUnsafeMutableBufferPointer { sums in
                for place in 0..<sums.count { sums[place] &+= weight &* Int32(pixels[place]) }
            }
        }
    }
}
