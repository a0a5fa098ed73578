/// What a walk over the chunks of a PNG file tells, without decoding it.
struct PNGOutline: Hashable {
    /// How the camera was held, from EXIF.
    private(set) var orientation = Orientation.upright
    /// Whether the chunk that ends the file was reached.
    private(set) var isComplete = false

    /// Walks over a file, as far as it makes sense.
    init(_ bytes: [UInt8]) {
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let (name, content) = (bytes[place + 4..<place + 8], place + 8)
            guard content + length + 4 <= bytes.count else { return }
            if name.elementsEqual("eXIf".utf8) { read(exif: bytes[content..<content + length]) }
            if name.elementsEqual("IEND".utf8) {
                isComplete = true
                return
            }
            place = content + length + 4
        }
    }

    /// The chunk holds TIFF; some programs put the mark before it that a JPEG has there.
    private mutating func read(exif: ArraySlice<UInt8>) {
        guard let found = Orientation(exif: exif) ?? Orientation(tiff: exif) else { return }
        orientation = found
    }
}
