internal import CJPEG
internal import Files

extension Image {
    /// A picture from a JPEG file in memory, turned upright; `name` stands for it in messages.
    ///
    /// Grey and colour are read, baseline and progressive; CMYK is refused. Decoding is the accurate
    /// one (integer DCT, smooth upsampling of colour), and the orientation in EXIF is respected.
    public init(jpeg bytes: [UInt8], name: String) throws(MediaError) {
        let outline = JPEGOutline(bytes)
        guard outline.isComplete else {
            throw MediaError(name, .cutOff(kind: Image.jpeg, "there is no end marker"))
        }
        guard let decoder = tjInitDecompress() else {
            throw MediaError(name, .damaged(kind: Image.jpeg, "no memory for a decoder"))
        }
        defer { tjDestroy(decoder) }
        var width: Int32 = 0, height: Int32 = 0, subsampling: Int32 = 0, colours: Int32 = 0
        let length = UInt(bytes.count)
        guard tjDecompressHeader3(decoder, bytes, length, &width, &height, &subsampling, &colours) == 0 else {
            throw Image.error(decoder, name)
        }
        guard colours != Int32(TJCS_CMYK.rawValue) && colours != Int32(TJCS_YCCK.rawValue) else {
            throw MediaError(name, .inks)
        }
        try Image.check(outline, width: Int(width), height: Int(height), bytes.count, name)
        let stored = try Image(width: Int(width), height: Int(height)) { target throws(MediaError) in
            let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
            let status = tjDecompress2(
                decoder,
                bytes,
                length,
                target.baseAddress,
                width,
                0,
                height,
                Int32(TJPF_RGB.rawValue),
                flags
            )
            guard status == 0 || Image.isHarmless(decoder) else { throw Image.error(decoder, name) }
        }
        self = stored.turned(outline.orientation)
    }

    private static let jpeg = "a JPEG picture"

    /// Refuses what would cost much time or memory before any is spent.
    private static func check(
        _ outline: JPEGOutline,
        width: Int,
        height: Int,
        _ length: Int,
        _ name: String
    ) throws(MediaError) {
        try checkSize(width: width, height: height, name)
        // The plainest picture takes 10 bits for each 16 × 16 pixels, or a little less with long runs.
        guard width * height / 4096 <= length else {
            throw MediaError(
                name,
                .cutOff(kind: jpeg, "\(length.grouped) bytes for \(width) × \(height) pixels")
            )
        }
        // A progressive picture may be sent in any number of scans, each over all pixels.
        guard outline.scans * width * height <= 50 * mostPixels else {
            throw MediaError(name, .damaged(kind: jpeg, "\(outline.scans) scans are more than make sense"))
        }
    }

    /// Whether the decoder only met bytes between segments that it could leave out: some cameras do that.
    private static func isHarmless(_ decoder: tjhandle) -> Bool {
        tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue)
            && reason(decoder).contains("extraneous bytes before marker")
    }

    private static func reason(_ decoder: tjhandle) -> String {
        printable(tjGetErrorStr2(decoder).map { String(cString: $0) } ?? "unknown error")
    }

    private static func error(_ decoder: tjhandle, _ name: String) -> MediaError {
        let reason = reason(decoder)
        if reason.lowercased().contains("premature end") {
            return MediaError(name, .cutOff(kind: jpeg, reason))
        }
        return MediaError(name, .damaged(kind: jpeg, reason))
    }
}
