internal import CPNG
internal import Glibc

extension Image {
    /// Decodes the pixels of an interlaced picture of 16 bits: red, green, blue and, if it has any, alpha.
    ///
    /// Since its correction for CVE-2025-65018, libpng's simplified interface garbles such pictures when it is
    /// asked for 8 bits. Asked for 16 it gives amounts of light, alpha multiplied in; back at 8 bits, some
    /// numbers are off by one.
    static func readLinear(
        _ image: UnsafeMutablePointer<png_image>,
        _ name: String
    ) throws(MediaError) -> [UInt8] {
        let hasAlpha = image.pointee.hasAlpha
        let channels = hasAlpha ? 4 : 3
        image.pointee.format = png_uint_32(PNG_FORMAT_FLAG_LINEAR | PNG_FORMAT_FLAG_COLOR)
        if hasAlpha { image.pointee.format |= png_uint_32(PNG_FORMAT_FLAG_ALPHA) }
        let light: [UInt16] = try finish(image, name, channels: channels)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(light.count)
        for start in stride(from: 0, to: light.count, by: channels) {
            let alpha = hasAlpha ? light[start + 3] : .max
            for channel in 0..<3 { pixels.append(codes[Int(unmultiplied(light[start + channel], alpha))]) }
            if hasAlpha { pixels.append(UInt8((Int(alpha) + 128) / 257)) }
        }
        return pixels
    }

    private static func unmultiplied(_ light: UInt16, _ alpha: UInt16) -> UInt16 {
        alpha == 0 ? 0 : UInt16(clamping: (Int(light) * 65535 + Int(alpha) / 2) / Int(alpha))
    }

    // To libpng sRGB is a plain power, so what it gives must be turned back by that power.
    private static let codes: [UInt8] = (0...65535).map { light in
        UInt8((pow(Double(light) / 65535, 1 / 2.2) * 255).rounded())
    }
}
