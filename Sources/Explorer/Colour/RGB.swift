import Foundation

/// A colour in 8-bit sRGB, for arithmetic.
package struct RGB: Sendable, Hashable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// A colour written as `0xRRGGBB`.
    init(hex: UInt32) {
        self.init(UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255))
    }

    /// A grey, 0 black to 1 white.
    init(grey: Double) {
        let level = UInt8(min(max(grey, 0), 1) * 255)
        self.init(level, level, level)
    }

    /// The relative luminance in linear light, 0…1 (WCAG 2).
    package var luminance: Double {
        0.2126 * Self.linear[Int(red)] + 0.7152 * Self.linear[Int(green)] + 0.0722 * Self.linear[Int(blue)]
    }

    /// A mixture in linear light: all this colour at 0, all the other at 1.
    package func mixed(with other: RGB, _ share: Double) -> RGB {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            Self.encoded(Self.linear[Int(a)] * (1 - share) + Self.linear[Int(b)] * share)
        }
        return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }

    /// The grey of the same luminance.
    var desaturated: RGB {
        let level = Self.encoded(luminance)
        return RGB(level, level, level)
    }

    /// The same hue with its light multiplied by a share.
    func dimmed(to share: Double) -> RGB { RGB(0, 0, 0).mixed(with: self, share) }

    /// The colour for a cell, without its lowest three bits: a picture then needs fewer pairs of colours.
    var colour: Colour { .rgb(red & 0xF8, green & 0xF8, blue & 0xF8) }

    /// Black or white, whichever is easier to read on this colour.
    var readable: RGB { luminance > 0.179 ? RGB(0, 0, 0) : RGB(255, 255, 255) }

    private static let linear: [Double] = (0...255).map { level in
        let value = Double(level) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// sRGB levels of 4096 steps of linear light.
    private static let levels: [UInt8] = (0...4095).map { step in
        let value = Double(step) / 4095
        let encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
        return UInt8((encoded * 255).rounded())
    }

    private static func encoded(_ light: Double) -> UInt8 {
        levels[Int(min(max(light, 0), 1) * 4095)]
    }
}
