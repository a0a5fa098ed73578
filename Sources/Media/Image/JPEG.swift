internal import CJPEG
internal import Files

extension Image {
    /// A picture from a JPEG file in memory, turned upright; `name` stands for it in messages.
    ///
    /// Grey, colour and inks (CMYK) are read, baseline and progressive. Decoding is the accurate one (integer DCT,
    /// smooth upsampling of colour), and the orientation in EXIF is respected. What is odd about the file becomes
    /// a note, as long as all pixels are there.
    ///
    /// - Throws: ``MediaError``: damaged, cut off, or larger than ``mostPixels``.
    public init(jpeg bytes: [UInt8], name: String) throws(MediaError) {
        let outline = JPEGOutline(bytes)
        let stored = try bytes.withUnsafeBufferPointer { bytes throws(MediaError) in
            // The decoder keeps the address of the bytes from call to call.
            let decoder = try JPEGDecoder(bytes, name)
            try Image.check(outline, decoder, bytes.count, name)
            return try decoder.image()
        }
        self = stored.turned(outline.orientation)
    }

    /// Refuses what would cost much time or memory before any is spent.
    private static func check(
        _ outline: JPEGOutline,
        _ decoder: JPEGDecoder,
        _ length: Int,
        _ name: String
    ) throws(MediaError) {
        let (width, height) = (decoder.width, decoder.height)
        try checkSize(width: width, height: height, name)
        // The plainest picture takes 10 bits for each 16 × 16 pixels, or a little less with long runs.
        guard width * height / 4096 <= length else {
            let detail = "\(length.grouped) bytes for \(width) × \(height) pixels"
            throw MediaError(name, .cutOff(kind: JPEGDecoder.kind, detail))
        }
        // A progressive picture may be sent in any number of scans, each over all pixels.
        guard outline.scans * width * height <= 50 * mostPixels else {
            let detail = "\(outline.scans) scans are more than make sense"
            throw MediaError(name, .damaged(kind: JPEGDecoder.kind, detail))
        }
    }
}

/// A JPEG file that is being decoded by libjpeg.
private final class JPEGDecoder {
    static let kind = "a JPEG picture"

    private let decoder: OpaquePointer
    private let name: String

    var width: Int { Int(known.width) }
    var height: Int { Int(known.height) }

    /// Reads the header of a file, whose bytes must stay where they are.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ name: String) throws(MediaError) {
        guard let decoder = cj_open(bytes.baseAddress, bytes.count) else {
            throw MediaError(name, .damaged(kind: Self.kind, "no memory for a decoder"))
        }
        self.decoder = decoder
        self.name = name
        // From here on `deinit` closes the decoder.
        guard cj_read_header(decoder) else { throw error }
    }

    deinit { cj_close(decoder) }

    /// Decodes the pixels as they are stored.
    func image() throws(MediaError) -> Image {
        let pixels = known.has_inks ? Self.light(ofInks: try read(channels: 4)) : try read(channels: 3)
        return Image(width: width, height: height, pixels: pixels, notes: notes)
    }

    private func read(channels: Int) throws(MediaError) -> [UInt8] {
        let count = width * height * channels
        var succeeded = false
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            succeeded = cj_read_pixels(decoder, buffer.baseAddress)
            filled = succeeded ? count : 0
        }
        guard succeeded else { throw error }
        return pixels
    }

    /// Each ink takes its share of the light, and black takes of all three.
    ///
    /// Inks are stored inverted, as Adobe's programs began to do and all others followed.
    private static func light(ofInks inks: [UInt8]) -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(inks.count / 4 * 3)
        for start in stride(from: 0, to: inks.count, by: 4) {
            let black = inks[start + 3]
            for channel in 0..<3 { pixels.append(Image.mixed(0, 255 - inks[start + channel], black)) }
        }
        return pixels
    }

    private var known: cj_report { cj_known(decoder).pointee }

    /// What is odd about the file.
    private var notes: [String] {
        let known = known
        let warnings = withUnsafeBytes(of: known.warnings) { bytes in
            let length = Int(cj_message_length)
            return (0..<Int(known.warning_count)).map { words(in: bytes[($0 * length)..<($0 + 1) * length]) }
        }
        return warnings.map { "the JPEG decoder warns: \($0)" }
            + (known.ends_early ? ["the end marker of the JPEG is missing, but all pixels are there"] : [])
            + (known.has_inks ? ["inks (CMYK) are turned into light without a colour profile"] : [])
    }

    private var error: MediaError {
        let known = known
        let reason = withUnsafeBytes(of: known.problem) { words(in: $0[...]) }
        return MediaError(
            name,
            known.ends_early ? .cutOff(kind: Self.kind, reason) : .damaged(kind: Self.kind, reason)
        )
    }

    /// The library's words, without those that only say that they are a warning.
    private func words(in message: Slice<UnsafeRawBufferPointer>) -> String {
        let text = printable(String(decoding: message.prefix { $0 != 0 }, as: UTF8.self))
        let opening = ["Warning: ", "Corrupt JPEG data: "].first(where: text.hasPrefix) ?? ""
        return String(text.dropFirst(opening.count))
    }
}
