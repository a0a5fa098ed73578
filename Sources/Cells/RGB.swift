import Media

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
    package init(hex: UInt32) {
        self.init(UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255))
    }

    /// A grey, 0 black to 1 white.
    package init(grey: Double) {
        let level = UInt8(min(max(grey, 0), 1) * 255)
        self.init(level, level, level)
    }

    /// What stands at a pixel of a part that was removed: grey stripes.
    package static func removed(x: Int, y: Int) -> RGB { RGB(grey: (x + y) % 4 < 2 ? 0.2 : 0.35) }

    /// The relative luminance in linear light, 0…1 (WCAG 2).
    package var luminance: Double {
        let (red, green, blue) = (Light.ofCode[Int(red)], Light.ofCode[Int(green)], Light.ofCode[Int(blue)])
        return Double(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    }

    /// A mixture in linear light: all this colour at 0, all the other at 1.
    package func mixed(with other: RGB, _ share: Double) -> RGB {
        let share = Float(share)
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            Light.code(Light.ofCode[Int(a)] * (1 - share) + Light.ofCode[Int(b)] * share)
        }
        return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }

    /// The grey of the same luminance.
    package var desaturated: RGB {
        let level = Light.code(Float(luminance))
        return RGB(level, level, level)
    }

    /// The same hue with its light multiplied by a share.
    package func dimmed(to share: Double) -> RGB { RGB(0, 0, 0).mixed(with: self, share) }

    /// The colour for a cell, without its lowest three bits: a picture then needs fewer pairs of colours.
    package var colour: Colour { .rgb(red & 0xF8, green & 0xF8, blue & 0xF8) }

    /// Black or white, whichever is easier to read on this colour.
    package var readable: RGB { luminance > 0.179 ? RGB(0, 0, 0) : RGB(255, 255, 255) }
}
