/// What HEIC and AVIF files say of their pictures, without decoding them.
enum HEIFOutline {
    /// Where such things stand, as far as it is looked for.
    private static let length = 64 << 10

    /// The pixels of the largest picture in a file; 0 if it is of another kind or does not say.
    ///
    /// Cameras put large pictures together from tiles, which some versions of ffmpeg take for pictures of their own.
    static func largestPicture(in source: ByteSource, _ kind: ForeignKind) -> Int {
        guard kind == .heic || kind == .avif, let head = source.bytes(min(length, source.count), at: 0) else {
            return 0
        }
        // A box: its length, its name, 4 bytes of no interest, width and height.
        let mark = [0, 0, 0, 20] + Array("ispe".utf8)
        return head.indices.dropLast(20).filter { head[$0] == 0 && head[$0...].starts(with: mark) }
            .map { number(head, $0 + 12).multipliedReportingOverflow(by: number(head, $0 + 16)).partialValue }
            .max() ?? 0
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> Int {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
