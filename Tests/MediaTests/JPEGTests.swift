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

    @Test(arguments: ["cmyk", "ycck"])
    func inksAreRefused(name: String) throws {
        let error = #expect(throws: MediaError.self) {
            try Medium.read(Fixtures.bytes("jpeg/\(name).refused"), name: "a.jpg")
        }
        #expect(error?.description == "a.jpg: is a JPEG for printing (CMYK); convert it to RGB or grey")
    }

    @Test("A wrong orientation tag does no harm", arguments: [0, 9, 255])
    func nonsenseOrientation(value: UInt8) throws {
        var bytes = try Fixtures.bytes("jpeg/orientation-big-endian.jpg")
        let upright = try Image(jpeg: Fixtures.bytes("jpeg/orientation-1.jpg"), name: "upright")
        let tag = try #require(bytes.indices.first { Array(bytes[$0...].prefix(4)) == [1, 0x12, 0, 3] })
        bytes[tag + 9] = value
        #expect(try Image(jpeg: bytes, name: "nonsense") == upright)
    }

    @Test func bytesBetweenSegmentsAreLeftOut() throws {
        let bytes = try Fixtures.bytes("jpeg/colour-444.jpg")
        let padded = bytes.dropLast(2) + [0, 0, 0] + bytes.suffix(2)
        #expect(try Image(jpeg: Array(padded), name: "padded") == Image(jpeg: bytes, name: "plain"))
    }

    @Test func whatFollowsTheEndIsIgnored() throws {
        let bytes = try Fixtures.bytes("jpeg/colour-444.jpg")
        #expect(try Image(jpeg: bytes + [1, 2, 3], name: "longer") == Image(jpeg: bytes, name: "plain"))
    }
}
