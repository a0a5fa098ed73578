internal import Glibc

extension FlowField {
    /// The mean distance between the displacements of two fields, in pixels (the end-point error), over the pixels
    /// that both know.
    ///
    /// - Returns: the error, and of how many pixels it is the mean; `nil` if the sizes differ or no pixel is known.
    public func endPointError(to truth: FlowField) -> (error: Double, pixels: Int)? {
        guard width == truth.width && height == truth.height else { return nil }
        var (sum, count) = (0.0, 0)
        for pixel in 0..<width * height where isKnown(pixel) && truth.isKnown(pixel) {
            let right = Double(values[2 * pixel]) - Double(truth.values[2 * pixel])
            let down = Double(values[2 * pixel + 1]) - Double(truth.values[2 * pixel + 1])
            sum += (right * right + down * down).squareRoot()
            count += 1
        }
        return count > 0 ? (sum / Double(count), count) : nil
    }

    private func isKnown(_ pixel: Int) -> Bool {
        abs(values[2 * pixel]) <= FlowFile.unknown && abs(values[2 * pixel + 1]) <= FlowFile.unknown
    }

    /// How far a pixel moves, in pixels.
    public func length(ofPixel pixel: Int) -> Float {
        let (right, down) = (values[2 * pixel], values[2 * pixel + 1])
        return (right * right + down * down).squareRoot()
    }

    /// The flow as colours: the hue is the direction, the saturation the distance up to `24` pixels.
    ///
    /// As in the published demonstration: what stands still is white; right is red, down is green to yellow.
    ///
    /// - Parameter longest: the distance of full saturation, in pixels.
    public func colours(longest: Float = 24) -> Image {
        Image(width: width, height: height) { target in
            for pixel in 0..<width * height {
                let (right, down) = (values[2 * pixel], values[2 * pixel + 1])
                var hue = atan2(down, right) / (2 * .pi)
                if hue < 0 { hue += 1 }
                let saturation = min(length(ofPixel: pixel) / longest, 1)
                for (channel, value) in rgb(hue, saturation).enumerated() {
                    target[3 * pixel + channel] = UInt8((value * 255).rounded())
                }
            }
        }
    }

    /// The colour of full brightness with a hue and a saturation, each 0…1.
    private func rgb(_ hue: Float, _ saturation: Float) -> [Float] {
        [5, 3, 1].map { offset in
            let k = (Float(offset) + hue * 6).truncatingRemainder(dividingBy: 6)
            return 1 - saturation * max(0, min(k, 4 - k, 1))
        }
    }
}
