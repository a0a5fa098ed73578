internal import CPNG
internal import Files

extension Image {
    /// The picture as a PNG file.
    ///
    /// - Parameter isQuick: whether it may be larger and take less time.
    /// - Throws: ``MediaError`` if the picture is too large for the format or for memory.
    public func png(isQuick: Bool = false) throws(MediaError) -> [UInt8] {
        var image = png_image.ready
        image.format = png_uint_32(cpng_format_rgb)
        image.width = png_uint_32(width)
        image.height = png_uint_32(height)
        if isQuick { image.flags |= png_uint_32(PNG_IMAGE_FLAG_FAST) }
        defer { png_image_free(&image) }
        var size = cpng_largest_size(image)
        var succeeded = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            succeeded = png_image_write_to_memory(&image, buffer.baseAddress, &size, 0, pixels, 0, nil) != 0
            filled = succeeded ? size : 0
        }
        guard succeeded else { throw MediaError("PNG", .unwritable(image.reason)) }
        return bytes
    }

    /// The picture as a PNG file that says something of itself.
    ///
    /// - Parameter note: a text in UTF-8, which readers find under the keyword `perceiver`.
    /// - Throws: ``MediaError`` if the picture is too large for the format or for memory.
    public func png(noting note: [UInt8]) throws(MediaError) -> [UInt8] {
        let bytes = try png()
        // A text that is not compressed, of no language and without a translated keyword, behind the header.
        let content = Array("iTXtperceiver".utf8) + [0, 0, 0, 0, 0] + note
        func number(_ value: Int) -> [UInt8] { (0..<4).reversed().map { UInt8(value >> (8 * $0) & 255) } }
        let chunk = number(content.count - 4) + content + number(Int(CRC32.sum(content)))
        return Array(bytes[..<Self.afterHeader]) + chunk + bytes[Self.afterHeader...]
    }

    /// Where the first chunk behind the header begins: a signature of 8 bytes, and 25 of the header.
    private static let afterHeader = 33

    /// Writes the picture to a PNG file, in place of what is there.
    public func write(toPNG path: String) throws(MediaError) {
        try OutputFile.write(png(), to: path)
    }
}
