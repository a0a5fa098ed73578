internal import Glibc

/// The sRGB code: 256 steps, spaced for the eye, and the amounts of light they stand for.
package enum Light {
    /// The light of each code, 0…1.
    package static let ofCode: [Float] = (0...255).map { Float(light(Double($0))) }

    /// The code nearest to an amount of light; what lies outside 0…1 is cut off.
    package static func code(_ light: Float) -> UInt8 {
        codes[Int(min(max(light, 0), 1) * 65535 + 0.5)]
    }

    // Fine enough: even where codes are densest, 19 entries lie between neighbours.
    private static let codes: [UInt8] = {
        var codes: [UInt8] = []
        codes.reserveCapacity(65536)
        for code in 0..<255 {
            // Up to the light halfway to the next code, where that one becomes the nearer.
            let end = Int((light(Double(code) + 0.5) * 65535).rounded(.up))
            codes += repeatElement(UInt8(code), count: end - codes.count)
        }
        return codes + repeatElement(255, count: 65536 - codes.count)
    }()

    private static func light(_ code: Double) -> Double {
        let value = code / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
