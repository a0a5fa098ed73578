import Checkpoints
import Media
import TestData
import Testing

/// Resizing by each of Pillow's filters and without antialiasing, bit for bit (`Tests/Fixtures/published.py`).
@Suite struct ResizingTests {
    private func expectSame(_ name: String, _ make: (Image, Int, Int) -> Image) throws {
        guard case .image(let source) = try Medium.read(path: fixture("published/resize.png")) else {
            Issue.record("no picture")
            return
        }
        let file = try TensorSet(path: fixture("published/resize.safetensors"))
        let recorded = file.tensors.keys.filter { $0.hasPrefix("\(name).") }
        #expect(recorded.count >= 2)
        for key in recorded {
            let size = key.dropFirst(name.count + 1).split(separator: "x").compactMap { Int($0) }
            let expected = try file.matrix(key).elements.map { UInt8($0) }
            #expect(make(source, size[0], size[1]).pixels == expected, "\(key)")
        }
    }

    @Test(arguments: 0...5) func filters(number: Int) throws {
        let filter = try #require(Image.Filter.ofPillow(number))
        try expectSame("\(number)") { $0.resized(width: $1, height: $2, filter: filter) }
    }

    @Test func withoutAntialiasing() throws {
        try expectSame("bilinear") { $0.interpolated(width: $1, height: $2) }
    }
}
