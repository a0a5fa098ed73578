/// What a walk over the segments of a JPEG file tells, without decoding it.
struct JPEGOutline: Hashable {
    /// How the camera was held, from EXIF.
    private(set) var orientation = Orientation.upright
    /// How many times the file passes over the picture; more than once if it is progressive.
    private(set) var scans = 0
    /// Whether the end marker was reached.
    private(set) var isComplete = false

    /// Walks over a file, as far as it makes sense.
    init(_ bytes: [UInt8]) {
        var place = 2
        while let marker = JPEGOutline.marker(in: bytes, from: &place) {
            if marker == 0xD9 {
                isComplete = true
                return
            }
            guard place + 2 <= bytes.count else { return }
            let end = place + (Int(bytes[place]) << 8 | Int(bytes[place + 1]))
            guard end >= place + 2 && end <= bytes.count else { return }
            if marker == 0xDA { scans += 1 }
            if marker == 0xE1, scans == 0, let found = Orientation(exif: bytes[(place + 2)..<end]) {
                orientation = found
            }
            place = end
        }
    }

    /// The next marker that a segment or the end belongs to; `place` moves behind it.
    ///
    /// Picture data lies between segments. In it, 0xFF is followed by 0 or is a restart marker.
    private static func marker(in bytes: [UInt8], from place: inout Int) -> UInt8? {
        bytes.withUnsafeBufferPointer { bytes in
            while place + 1 < bytes.count {
                let (first, second) = (bytes[place], bytes[place + 1])
                guard first == 0xFF && second != 0xFF else {
                    place += 1
                    continue
                }
                place += 2
                if second > 0x01 && !(0xD0...0xD8).contains(second) { return second }
            }
            return nil
        }
    }
}
