extension Image {
    /// The picture in another size, for showing it: each pixel is the mean light of the area it covers.
    ///
    /// Light is averaged, not its code, so that fine patterns keep their brightness. A side that grows
    /// repeats its pixels instead.
    ///
    /// - Precondition: both sides are positive.
    public func averaged(width: Int, height: Int) -> Image {
        precondition(width > 0 && height > 0)
        if width == self.width && height == self.height { return self }
        let columns = AreaAxis(from: self.width, to: width)
        let rows = AreaAxis(from: self.height, to: height)
        return Image(width: width, height: height) { target in
            var light = [Float](repeating: 0, count: width * 3)
            for row in 0..<height {
                for place in light.indices { light[place] = 0 }
                for tap in rows[row] { add(row: tap.sample, times: tap.weight, columns, to: &light) }
                for place in light.indices { target[row * width * 3 + place] = Light.code(light[place]) }
            }
        }
    }

    /// Adds the light of one row, averaged along it, to that of an output row.
    private func add(row: Int, times rowWeight: Float, _ columns: AreaAxis, to light: inout [Float]) {
        let start = row * width * 3
        Light.ofCode.withUnsafeBufferPointer { lightOfCode in
            pixels.withUnsafeBufferPointer { pixels in
                light.withUnsafeMutableBufferPointer { light in
                    for column in 0..<columns.count {
                        var red: Float = 0, green: Float = 0, blue: Float = 0
                        for tap in columns[column] {
                            let place = start + tap.sample * 3
                            red += tap.weight * lightOfCode[Int(pixels[place])]
                            green += tap.weight * lightOfCode[Int(pixels[place + 1])]
                            blue += tap.weight * lightOfCode[Int(pixels[place + 2])]
                        }
                        light[column * 3] += rowWeight * red
                        light[column * 3 + 1] += rowWeight * green
                        light[column * 3 + 2] += rowWeight * blue
                    }
                }
            }
        }
    }
}

/// Which samples of a row or column each sample of the averaged one covers, and how much of them.
private struct AreaAxis {
    let count: Int
    private let taps: [[Tap]]

    struct Tap {
        let sample: Int
        let weight: Float
    }

    subscript(output: Int) -> [Tap] { taps[output] }

    init(from count: Int, to outputs: Int) {
        self.count = outputs
        taps = (0..<outputs).map { output in
            // In units of 1/outputs of a sample, so that all ends are whole numbers.
            let start = output * count, end = start + count
            if outputs >= count { return [Tap(sample: (start + end) / 2 / outputs, weight: 1)] }
            return (start / outputs...(end - 1) / outputs).map { sample in
                let covered = min(end, (sample + 1) * outputs) - max(start, sample * outputs)
                return Tap(sample: sample, weight: Float(covered) / Float(count))
            }
        }
    }
}
