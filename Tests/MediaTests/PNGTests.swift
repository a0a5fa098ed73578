import Media
import Testing

struct PNGTests {
    @Test(
        "Every kind of PNG decodes to the pixels it was made of",
        arguments: Fixtures.names("png", endings: ["png"])
    )
    func decoding(name: String) throws {
        let image = try Image(png: Fixtures.bytes("png/\(name)"), name: name)
        let truth = try Fixtures.image("png/" + Fixtures.sibling(name, "rgb"))
        // Interlaced pictures of 16 bits take a way through linear light, with another rounding.
        let tolerance = name.hasSuffix("16-interlaced.png") ? 1 : 0
        #expect(try #require(largestDifference(image, truth)) <= tolerance)
    }

    @Test func everyKindIsThere() {
        #expect(Fixtures.names("png", endings: ["png"]).count >= 20)
    }

    @Test func transparencyShowsThePaper() throws {
        let paper = Pixel(10, 20, 30)
        let image = try Image(png: Fixtures.bytes("png/rgb-alpha.png"), name: "rgb-alpha", paper: paper)
        // The first pixel of the fixture has alpha 0.
        #expect(image[0, 0] == paper)
    }

    @Test func whatCannotBeSeenOnItsPaperIsSaid() throws {
        let bytes = try Fixtures.bytes("png/white-on-clear.png")
        let white = try Medium.read(bytes, name: "a")
        #expect(white.notes.count == 1 && white.notes[0].hasPrefix("nothing can be seen: "))
        #expect(try Medium.read(bytes, name: "a", paper: Pixel(0, 0, 0)).notes.isEmpty)
        #expect(try Medium.read(Fixtures.bytes("png/rgb-alpha.png"), name: "a").notes.isEmpty)
    }

    @Test func withoutItsEndAPictureIsWhole() throws {
        let bytes = try Fixtures.bytes("png/rgb.png")
        let image = try Image(png: Array(bytes.dropLast(12)), name: "a")
        #expect(image.pixels == (try Fixtures.image("png/rgb.rgb")).pixels)
        #expect(image.notes == ["the end of the PNG is missing, but all pixels are there"])
    }

    @Test func applesVariantIsNamed() throws {
        var bytes = try Fixtures.bytes("png/rgb.png")
        bytes.insert(contentsOf: [0, 0, 0, 4] + Array("CgBI".utf8) + [0x50, 0, 0x20, 2, 0, 0, 0, 0], at: 8)
        let error = #expect(throws: MediaError.self) { try Medium.read(bytes, name: "a") }
        #expect(error?.problem == .unsupported("a PNG picture in Apple's own variant (CgBI)"))
    }

    @Test(arguments: [(1, 1), (3, 2), (64, 64), (257, 3)])
    func whatIsWrittenIsReadBack(width: Int, height: Int) throws {
        let pixels = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31) }
        let image = Image(width: width, height: height, pixels: pixels)
        #expect(try Image(png: image.png(), name: "copy") == image)
    }

    @Test func writingToAFile() throws {
        let folder = try TemporaryFolder()
        let image = try Fixtures.image("png/rgb.rgb")
        let path = folder.path("copy.png")
        try image.write(toPNG: path)
        #expect(try Medium.read(path: path) == .image(image))
        let error = #expect(throws: MediaError.self) {
            try image.write(toPNG: folder.path("no/such/folder.png"))
        }
        #expect(
            error?.description.hasSuffix(
                "cannot be written (no such file or directory); give a path that you may write to"
            ) == true
        )
    }
}
