internal import Glibc

extension Image {
    /// How a picture is resized, by the names of Pillow's filters.
    public enum Filter: String, Sendable, Hashable, CaseIterable {
        case nearest, lanczos, bilinear, bicubic, box, hamming

        /// The filter of a number in `resample` of `preprocessor_config.json`, 0…5.
        public static func ofPillow(_ number: Int) -> Filter? {
            allCases.indices.contains(number) ? allCases[number] : nil
        }
    }
}

extension Image.Filter {
    /// How far the kernel reaches to each side, in samples of the coarser side.
    var support: Double {
        switch self {
        case .nearest, .box: 0.5
        case .bilinear, .hamming: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    /// The kernel, not yet normalised.
    func weight(_ offset: Double) -> Double {
        let t = abs(offset)
        switch self {
        case .nearest, .box: return offset > -0.5 && offset <= 0.5 ? 1 : 0
        case .bilinear: return max(0, 1 - t)
        case .hamming: return t < 1 ? sinc(t) * (0.54 + 0.46 * cos(t * .pi)) : 0
        case .lanczos: return offset >= -3 && offset < 3 ? sinc(t) * sinc(t / 3) : 0
        case .bicubic:
            // Keys 1981, with a = −½.
            if t < 1 { return (1.5 * t - 2.5) * t * t + 1 }
            return t < 2 ? -0.5 * (((t - 5) * t + 8) * t - 4) : 0
        }
    }

    private func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(x * .pi) / (x * .pi) }
}

extension Image {
    /// The picture in another size, each pixel being the one its middle falls on.
    func nearest(width: Int, height: Int) -> Image {
        let columns = Self.nearest(from: self.width, to: width)
        let rows = Self.nearest(from: self.height, to: height)
        return Image(width: width, height: height) { target in
            var place = 0
            for row in rows {
                for column in columns {
                    let source = (row * self.width + column) * 3
                    for channel in 0..<3 { target[place + channel] = pixels[source + channel] }
                    place += 3
                }
            }
        }
    }

    /// Positions are summed up, not multiplied, as Pillow does: they are rounded differently.
    private static func nearest(from count: Int, to outputs: Int) -> [Int] {
        let step = Double(count) / Double(outputs)
        var position = step * 0.5
        return (0..<outputs).map { _ in
            defer { position += step }
            return min(Int(position), count - 1)
        }
    }
}
