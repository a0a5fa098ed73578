internal import CPNG
internal import Files

// Everything goes through libpng's simplified interface: it returns where the other one would jump.

extension Image {
    /// A picture from a PNG file in memory; `name` stands for it in messages.
    ///
    /// All of PNG is read: grey, palette, 16 bits, interlaced. Pictures with a gamma of their own are
    /// converted to sRGB; 16 bits without one are taken for sRGB. What is transparent is laid over
    /// `paper`, and the orientation in EXIF is respected.
    ///
    /// - Throws: ``MediaError``: damaged, cut off, or larger than ``mostPixels``.
    public init(png bytes: [UInt8], name: String, paper: Pixel = .white) throws(MediaError) {
        let header = try PNGHeader(bytes, name)
        let (pixels, hasAlpha) = try bytes.withUnsafeBufferPointer { bytes throws(MediaError) in
            // The library keeps the addresses of the bytes and of its state from call to call.
            var image = png_image.ready
            return try withUnsafeMutablePointer(to: &image) { image throws(MediaError) in
                defer { png_image_free(image) }
                return (try Image.pixels(of: bytes, header, image, name), image.pointee.hasAlpha)
            }
        }
        let (width, height) = (header.width, header.height)
        let outline = PNGOutline(bytes)
        let stored =
            hasAlpha
            ? Image(width: width, height: height, rgba: pixels, over: paper)
            : Image(width: width, height: height, pixels: pixels)
        let notes = outline.isComplete ? [] : ["the end of the PNG is missing, but all pixels are there"]
        self = stored.turned(outline.orientation).noting(notes)
    }

    /// Decodes the pixels: red, green, blue and, if there is any, alpha.
    private static func pixels(
        of bytes: UnsafeBufferPointer<UInt8>,
        _ header: PNGHeader,
        _ image: UnsafeMutablePointer<png_image>,
        _ name: String
    ) throws(MediaError) -> [UInt8] {
        guard png_image_begin_read_from_memory(image, bytes.baseAddress, bytes.count) != 0 else {
            throw image.pointee.error(name)
        }
        guard Int(image.pointee.width) == header.width && Int(image.pointee.height) == header.height else {
            throw MediaError(name, .damaged(kind: "a PNG picture", "two headers"))
        }
        image.pointee.flags |= png_uint_32(cpng_flag_16bit_srgb)
        if header.isWideAndInterlaced { return try readLinear(image, name) }
        let hasAlpha = image.pointee.hasAlpha
        image.pointee.format = png_uint_32(hasAlpha ? cpng_format_rgba : cpng_format_rgb)
        return try finish(image, name, channels: hasAlpha ? 4 : 3)
    }

    /// Decodes all pixels in the format that `image` has been set to.
    static func finish<Sample: BinaryInteger>(
        _ image: UnsafeMutablePointer<png_image>,
        _ name: String,
        channels: Int
    ) throws(MediaError) -> [Sample] {
        let count = Int(image.pointee.width) * Int(image.pointee.height) * channels
        var succeeded = false
        let samples = [Sample](unsafeUninitializedCapacity: count) { buffer, filled in
            succeeded = png_image_finish_read(image, nil, buffer.baseAddress, 0, nil) != 0
            filled = succeeded ? count : 0
        }
        guard succeeded else { throw image.pointee.error(name) }
        return samples
    }
}

/// What the first bytes of a PNG file say, believed only as far as it can be true.
private struct PNGHeader {
    let width, height: Int
    let isWideAndInterlaced: Bool

    /// Refuses sizes out of range, and a size that no file of this length can fill: the library would
    /// allocate on the strength of the header alone.
    init(_ bytes: [UInt8], _ name: String) throws(MediaError) {
        guard bytes.count >= 29 else {
            throw MediaError(name, .cutOff(kind: "a PNG picture", "in its header"))
        }
        guard bytes[12..<16].elementsEqual("IHDR".utf8) else {
            throw MediaError(name, .damaged(kind: "a PNG picture", "it does not begin with its header"))
        }
        func number(at place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        (width, height) = (number(at: 16), number(at: 20))
        try Image.checkSize(width: width, height: height, name)
        let depth = Int(bytes[24])
        isWideAndInterlaced = depth == 16 && bytes[28] != 0
        // Deflate makes at most 1032 bytes of one; a pixel takes at least its depth in bits.
        guard width * height * max(1, depth) / 8 / 1032 <= bytes.count else {
            let detail = "\(bytes.count.grouped) bytes for \(width) × \(height) pixels"
            throw MediaError(name, .cutOff(kind: "a PNG picture", detail))
        }
    }
}

extension png_image {
    /// A reader or writer that has nothing to do yet.
    static var ready: png_image {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        return image
    }

    /// Whether the file has an alpha channel, or a colour that is transparent.
    var hasAlpha: Bool { format & png_uint_32(PNG_FORMAT_FLAG_ALPHA) != 0 }

    /// What went wrong, in the library's words.
    var reason: String {
        let text = withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return printable(text)
    }

    func error(_ name: String) -> MediaError {
        // What libpng says when the bytes run out, in three places of its code.
        let ends = [
            "Read Error", "read beyond end of data", "Not enough compressed data", "Not enough image data",
        ]
        if ends.contains(where: reason.contains) {
            return MediaError(name, .cutOff(kind: "a PNG picture", reason))
        }
        return MediaError(name, .damaged(kind: "a PNG picture", reason))
    }
}
