/// How a stored picture has to be turned to be upright, by the numbers of TIFF and EXIF.
enum Orientation: Int, CaseIterable {
    case upright = 1
    case mirrored, upsideDown, mirroredUpsideDown
    /// The rest have rows and columns exchanged.
    case transposed, turnedLeft, transversed, turnedRight

    var exchangesSides: Bool { rawValue >= 5 }

    /// The orientation in the content of a JPEG's EXIF segment; `nil` if it does not say.
    init?(exif segment: ArraySlice<UInt8>) {
        guard segment.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        self.init(tiff: segment.dropFirst(6))
    }

    /// The orientation in a block of TIFF; `nil` if it does not say.
    ///
    /// Only the first directory is looked at, and never anything outside the block.
    init?(tiff block: ArraySlice<UInt8>) {
        let tiff = TIFF(block)
        guard let directory = tiff?.number(at: 4, bytes: 4), let tiff,
            let entries = tiff.number(at: directory, bytes: 2)
        else { return nil }
        for entry in 0..<entries {
            let place = directory + 2 + entry * 12
            guard let tag = tiff.number(at: place, bytes: 2) else { return nil }
            if tag == 0x0112 {
                // A 16-bit number (kind 3), in the first half of the field.
                guard tiff.number(at: place + 2, bytes: 2) == 3 else { return nil }
                self.init(rawValue: tiff.number(at: place + 8, bytes: 2) ?? 0)
                return
            }
        }
        return nil
    }
}

/// The numbers of a block of TIFF, in either byte order.
private struct TIFF {
    private let bytes: ArraySlice<UInt8>
    private let bigEndian: Bool

    init?(_ bytes: ArraySlice<UInt8>) {
        if bytes.starts(with: [0x49, 0x49, 0x2A, 0]) {
            bigEndian = false
        } else if bytes.starts(with: [0x4D, 0x4D, 0, 0x2A]) {
            bigEndian = true
        } else {
            return nil
        }
        self.bytes = bytes
    }

    func number(at offset: Int, bytes length: Int) -> Int? {
        guard offset >= 0 && offset + length <= bytes.count else { return nil }
        let field = bytes.dropFirst(offset).prefix(length)
        return bigEndian
            ? field.reduce(0) { $0 << 8 | Int($1) }
            : field.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

extension Image {
    /// The picture turned upright from how it was stored, with its notes.
    func turned(_ orientation: Orientation) -> Image {
        if orientation == .upright { return self }
        let (right, bottom) = (width - 1, height - 1)
        let width = width
        // Where the upper left pixel comes from, and how far along the stored pixels one step to the
        // right and one step down go.
        let (x, y, across, down) =
            switch orientation {
            case .upright: (0, 0, 1, width)
            case .mirrored: (right, 0, -1, width)
            case .upsideDown: (right, bottom, -1, -width)
            case .mirroredUpsideDown: (0, bottom, 1, -width)
            case .transposed: (0, 0, width, 1)
            case .turnedLeft: (0, bottom, -width, 1)
            case .transversed: (right, bottom, -width, -1)
            case .turnedRight: (right, 0, width, -1)
            }
        let size = orientation.exchangesSides ? (height, width) : (width, height)
        return Image(width: size.0, height: size.1) { target in
            gather(into: target, columns: size.0, from: y * width + x, across: across, down: down)
        }.noting(notes)
    }

    private func gather(
        into target: UnsafeMutableBufferPointer<UInt8>,
        columns: Int,
        from origin: Int,
        across: Int,
        down: Int
    ) {
        pixels.withUnsafeBufferPointer { pixels in
            for pixel in 0..<width * height {
                let source = (origin + pixel % columns * across + pixel / columns * down) * 3
                target[pixel * 3] = pixels[source]
                target[pixel * 3 + 1] = pixels[source + 1]
                target[pixel * 3 + 2] = pixels[source + 2]
            }
        }
    }
}
