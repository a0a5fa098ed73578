internal import Glibc

/// The sRGB code: 256 steps, spaced for the eye, and the amounts of light they stand for.
package enum Light {
    /// The light of each code, 0…1.
    package static let ofCode: [Float] = (0...255).map { code in
        let value = Double(code) / 255
        return Float(value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
    }

    /// The code nearest to an amount of light; what lies outside 0…1 is cut off.
    package static func code(_ light: Float) -> UInt8 {
        codes[Int(min(max(light, 0), 1) * 65535 + 0.5)]
    }

    // Fine enough: even where codes are densest, 19 entries lie between neighbours.
    private static let codes: [UInt8] = (0...65535).map { step in
        let light = Double(step) / 65535
        let value = light <= 0.003_130_8 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
        return UInt8((value * 255).rounded())
    }
}
