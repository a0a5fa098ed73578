import Glibc
import Media

/// A colour by lightness and two opponent hues, in which distances are about as large as they look.
///
/// Reference: Björn Ottosson 2020, *A perceptual color space for image processing*.
package struct OKLab: Equatable {
    package var lightness: Float
    package var a: Float
    package var b: Float

    /// The place of a 24-bit sRGB colour.
    package init(red: UInt8, green: UInt8, blue: UInt8) {
        let (red, green, blue) = (Light.ofCode[Int(red)], Light.ofCode[Int(green)], Light.ofCode[Int(blue)])
        let long = cbrtf(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        let medium = cbrtf(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        let short = cbrtf(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    }

    /// The square of the distance to another colour.
    ///
    /// In a small palette hue has to weigh more, or some grey would be nearest to a red that is as light.
    package func distance(to other: OKLab, weighingHue weight: Float = 1) -> Float {
        let (l, a, b) = (lightness - other.lightness, a - other.a, b - other.b)
        return l * l + weight * (a * a + b * b)
    }
}
