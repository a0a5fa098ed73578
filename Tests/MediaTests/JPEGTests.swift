import Media
import Testing

struct JPEGTests {
    @Test(
        "JPEGs decode to the very pixels that Pillow shows, upright",
        arguments: Fixtures.names("jpeg", endings: ["jpg"])
    )
    func decoding(name: String) throws {
        let image = try Image(jpeg: Fixtures.bytes("jpeg/\(name)"), name: name)
        let truth = try Fixtures.image("jpeg/" + Fixtures.sibling(name, "rgb"))
        #expect(largestDifference(image, truth) == 0)
    }

    @Test(
        "What is odd about a file is a note",
        arguments: [
            ("odd-scan", "the JPEG decoder warns: Invalid SOS parameters for sequential JPEG"),
            ("odd-revision", "the JPEG decoder warns: unknown JFIF revision number 2.01"),
            ("odd-transform", "the JPEG decoder warns: Unknown Adobe color transform code 7"),
            // The decoder drops a few bytes before a marker without a word.
            ("odd-bytes", nil),
            ("cmyk", "inks (CMYK) are turned into light without a colour profile"),
            ("colour-444", nil),
        ]
    )
    func notes(name: String, note: String?) throws {
        let medium = try Medium.read(Fixtures.bytes("jpeg/\(name).jpg"), name: "a.jpg")
        #expect(medium.notes == [note].compactMap { $0 })
    }

    @Test("Without its end marker a picture is whole", arguments: ["colour-420", "progressive", "restarts"])
    func noEnd(name: String) throws {
        let bytes = try Fixtures.bytes("jpeg/\(name).jpg")
        let image = try Image(jpeg: Array(bytes.dropLast(2)), name: name)
        #expect(image.pixels == (try Image(jpeg: bytes, name: name)).pixels)
        #expect(image.notes == ["the end marker of the JPEG is missing, but all pixels are there"])
    }

    @Test func aProgressivePictureWithoutItsLastScanBreaksOff() throws {
        let bytes = try Fixtures.bytes("jpeg/progressive.jpg")
        let scans = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
        // The tables of the last scan stand before it.
        let last = try #require(scans.last)
        let error = #expect(throws: MediaError.self) {
            try Image(jpeg: Array(bytes[..<last]), name: "a")
        }
        #expect(
            error?.description
                == "a: is a JPEG picture that breaks off (some scans are missing); give the complete file"
        )
    }

    @Test("A wrong orientation tag does no harm", arguments: [0, 9, 255])
    func nonsenseOrientation(value: UInt8) throws {
        var bytes = try Fixtures.bytes("jpeg/orientation-big-endian.jpg")
        let upright = try Image(jpeg: Fixtures.bytes("jpeg/orientation-1.jpg"), name: "upright")
        let tag = try #require(bytes.indices.first { Array(bytes[$0...].prefix(4)) == [1, 0x12, 0, 3] })
        bytes[tag + 9] = value
        #expect(try Image(jpeg: bytes, name: "nonsense") == upright)
    }

    @Test func whatFollowsTheEndIsIgnored() throws {
        let bytes = try Fixtures.bytes("jpeg/colour-444.jpg")
        #expect(try Image(jpeg: bytes + [1, 2, 3], name: "longer") == Image(jpeg: bytes, name: "plain"))
    }
}
