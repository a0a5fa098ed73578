import Foundation
import Media
import Testing

/// Parts of pictures and sounds that are filled with what says nothing: see `Tests/Fixtures/filling.py`.
@Suite struct FillingTests {
    // MARK: pictures

    @Test(arguments: [
        ("blurred-1.5", Image.Region(x: 10, y: 4, width: 24, height: 9), 1.5),
        ("blurred-4", Image.Region(x: 0, y: 0, width: 48, height: 36), 4),
    ])
    func blur(name: String, region: Image.Region, deviation: Double) throws {
        let (image, truth) = (
            try Fixtures.image("filling/picture.rgb"), try Fixtures.image("filling/\(name).rgb")
        )
        let blurred = image.blurred(region, deviation: deviation)
        let differences = zip(blurred.pixels, truth.pixels).map { abs(Int($0) - Int($1)) }
        // Pillow rounds after each of its six passes.
        #expect(differences.max() ?? 0 <= 2)
        #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 0.5)
        for y in 0..<image.height {
            for x in 0..<image.width where !isIn(region, x, y) {
                #expect(blurred[x, y] == image[x, y])
            }
        }
    }

    private func isIn(_ region: Image.Region, _ x: Int, _ y: Int) -> Bool {
        (region.x..<region.x + region.width).contains(x) && (region.y..<region.y + region.height).contains(y)
    }

    @Test func meanColour() throws {
        let image = try Fixtures.image("filling/picture.rgb")
        let mean = image.meanColour
        for (channel, value) in [mean.red, mean.green, mean.blue].enumerated() {
            let values = stride(from: channel, to: image.pixels.count, by: 3).map { Double(image.pixels[$0]) }
            #expect(abs(values.reduce(0, +) / Double(values.count) - Double(value)) <= 0.5)
        }
        let region = Image.Region(x: 3, y: 5, width: 7, height: 2)
        let filled = image.filled(region, with: mean)
        for y in 0..<image.height {
            for x in 0..<image.width {
                #expect(filled[x, y] == (isIn(region, x, y) ? mean : image[x, y]))
            }
        }
    }

    /// A pixel is in a box if its middle is.
    @Test func regions() {
        let image = Image(width: 10, height: 8, pixels: [UInt8](repeating: 0, count: 240))
        #expect(image.region(x: 2...5, y: 0...8) == Image.Region(x: 2, y: 0, width: 3, height: 8))
        #expect(image.region(x: 2.4...5.4, y: 7.6...99) == nil)
        #expect(image.region(x: 2.6...5.6, y: 6.4...99) == Image.Region(x: 3, y: 6, width: 3, height: 2))
        #expect(image.region(x: 10...12, y: 0...8) == nil && image.region(x: 0...0, y: 0...8) == nil)
        #expect(image.region(x: -1e300...1e300, y: 0...1)?.width == 10)
    }

    // MARK: sounds

    private static let seconds = 0.1...0.3
    private static let band = 1000.0...2500.0

    @Test(arguments: [nil, band]) func silence(hertz: ClosedRange<Double>?) throws {
        let part = SoundPart(seconds: Self.seconds, hertz: hertz)
        let silenced = try #require(try sound("first").silenced(part))
        try expect(silenced, hertz == nil ? "silenced" : "silenced-band")
        if hertz == nil { #expect(silenced.samples[840..<2360].allSatisfy { $0 == 0 }) }
    }

    @Test(arguments: [nil, band]) func meanLevel(hertz: ClosedRange<Double>?) throws {
        let part = SoundPart(seconds: Self.seconds, hertz: hertz)
        let levelled = try #require(try sound("first").levelled(part))
        try expect(levelled, hertz == nil ? "levelled" : "levelled-band")
    }

    @Test(arguments: [nil, band]) func otherSound(hertz: ClosedRange<Double>?) throws {
        let part = SoundPart(seconds: Self.seconds, hertz: hertz)
        let swapped = try #require(try sound("first").replacing(part, with: sound("second")))
        try expect(swapped, hertz == nil ? "swapped" : "swapped-band")
    }

    @Test func partsBeyondTheEnd() throws {
        let sound = try sound("first")
        let beyond = SoundPart(seconds: 0.6...0.9)
        #expect(sound.silenced(beyond) == nil && sound.levelled(beyond) == nil)
        #expect(sound.replacing(beyond, with: sound) == nil)
        #expect(sound.silenced(SoundPart(seconds: 0...1e300))?.samples.count == 4000)
        let short = Sound(sampleRate: 8000, samples: [0.5, -0.5, 0.25])
        #expect(short.levelled(SoundPart(seconds: 0...1, hertz: 0...4000))?.samples.count == 3)
    }

    private func sound(_ name: String) throws -> Sound {
        Sound(sampleRate: 8000, samples: try Fixtures.samples("filling/\(name).f32"))
    }

    private func expect(_ sound: Sound, _ name: String) throws {
        let truth = try Fixtures.samples("filling/\(name).f32")
        let first = try Fixtures.samples("filling/first.f32")
        #expect(sound.samples.count == truth.count)
        #expect(zip(sound.samples, truth).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(zip(truth, first).contains { abs($0 - $1) > 0.01 })
    }
}
