import Foundation
import Media
import Testing

struct ResizingTests {
    /// Pairs of a picture and what Pillow makes of it.
    static let cases: [String] = Fixtures.names("resize", endings: ["rgb"]).filter { $0.contains("-to-") }

    @Test("Bicubic resizing equals Pillow's, bit for bit", arguments: cases)
    func bicubic(name: String) throws {
        let truth = try Fixtures.image("resize/\(name)")
        let source = name.split(separator: "-").first.map { "resize/\($0).rgb" }
        let image = try Fixtures.image(try #require(source))
        #expect(largestDifference(image.resized(width: truth.width, height: truth.height), truth) == 0)
    }

    @Test func averagingKeepsTheLight() {
        // Black and white threads side by side give half the light, which is code 188 and not 128.
        let threads = Image(width: 4, height: 2, pixels: (0..<24).map { $0 / 3 % 2 == 0 ? 0 : 255 })
        #expect(threads.averaged(width: 2, height: 1).pixels == Array(repeating: 188, count: 6))
    }

    @Test func eachLightHasTheNearestCode() {
        for step in 0...65535 {
            let light = Double(step) / 65535
            let value = light <= 0.003_130_8 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
            #expect(Light.code(Float(light)) == UInt8((value * 255).rounded()))
        }
    }

    @Test func averagingCountsPartsOfPixels() {
        // Three pixels to two: each output takes one and a half.
        let image = Image(width: 3, height: 1, pixels: [0, 0, 0, 255, 255, 255, 255, 255, 255])
        #expect(image.averaged(width: 2, height: 1).pixels == [156, 156, 156, 255, 255, 255])
    }

    @Test func averagingLeavesEvenAreasAlone() {
        for value in UInt8.min...UInt8.max {
            let image = Image(width: 7, height: 5, pixels: Array(repeating: value, count: 105))
            #expect(image.averaged(width: 3, height: 2).pixels == Array(repeating: value, count: 18))
        }
    }

    @Test func enlargingRepeatsPixels() {
        let image = Image(width: 2, height: 1, pixels: [1, 2, 3, 200, 201, 202])
        let large = image.averaged(width: 4, height: 3)
        #expect(
            large.pixels
                == Array(repeating: [1, 2, 3, 1, 2, 3, 200, 201, 202, 200, 201, 202], count: 3).flatMap { $0 }
        )
        // One side grows while the other shrinks.
        #expect(image.averaged(width: 1, height: 2).width == 1)
    }
}

struct CropTests {
    @Test(
        "The centred part is that of the training",
        arguments: [
            // As `crop_box` of the training gives: width, height, aspect, left, top, width, height.
            (100, 100, 1.0, 0, 0, 100, 100), (101, 50, 1.0, 25, 0, 50, 50), (50, 101, 1.5, 0, 13, 50, 75),
            (640, 480, 1.25, 20, 0, 600, 480), (33, 10, 1.26, 10, 0, 12, 10), (7, 3, 2.0, 0, 0, 6, 3),
            (1, 5, 1.0, 0, 2, 1, 1),
        ]
    )
    func centreCrop(_ width: Int, _ height: Int, _ aspect: Double, _ x: Int, _ y: Int, _ w: Int, _ h: Int) {
        let image = Image(
            width: width,
            height: height,
            pixels: Array(repeating: 0, count: width * height * 3)
        )
        #expect(image.centreCrop(largestAspect: aspect) == Image.Region(x: x, y: y, width: w, height: h))
    }

    @Test func croppingTakesTheRegion() throws {
        let image = try Fixtures.image("resize/61x47.rgb")
        let region = Image.Region(x: 5, y: 7, width: 11, height: 3)
        let part = image.cropped(to: region)
        #expect(part.width == 11 && part.height == 3)
        for (x, y) in [(0, 0), (10, 0), (0, 2), (10, 2), (4, 1)] {
            #expect(part[x, y] == image[x + 5, y + 7])
        }
        #expect(image.cropped(to: Image.Region(x: 0, y: 0, width: 61, height: 47)) == image)
    }
}
