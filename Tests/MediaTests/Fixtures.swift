import Foundation
import Media

/// The files that `Tests/Fixtures/media.py` writes, and what they must decode to.
enum Fixtures {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/media")

    /// The files in a folder that end in one of these ways, in order of their names.
    static func names(_ folder: String, endings: [String]) -> [String] {
        let contents = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        return (contents ?? []).filter { endings.contains(URL(filePath: $0).pathExtension) }.sorted()
    }

    static func path(_ name: String) -> String { root.appending(path: name).path }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appending(path: name)))
    }

    /// Width and height as 32-bit integers, then the pixels.
    static func image(_ name: String) throws -> Image {
        let bytes = try bytes(name)
        let size = bytes.withUnsafeBytes { $0.loadUnaligned(as: SIMD2<UInt32>.self) }
        return Image(width: Int(size.x), height: Int(size.y), pixels: Array(bytes[8...]))
    }

    static func samples(_ name: String) throws -> [Float] {
        let bytes = try bytes(name)
        return stride(from: 0, to: bytes.count, by: 4).map { place in
            bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Float.self) }
        }
    }

    /// The name with another ending.
    static func sibling(_ name: String, _ ending: String) -> String {
        (name as NSString).deletingPathExtension + "." + ending
    }
}

/// A folder that lasts as long as the test that made it.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "media-tests-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A file of these bytes, by its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = url.appending(path: name)
        try Data(bytes).write(to: file)
        return file.path
    }

    func path(_ name: String) -> String { url.appending(path: name).path }
}

/// The largest difference between two lists of samples; infinite if their lengths differ.
func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// The largest difference between two pictures; `nil` if their sizes differ.
func largestDifference(_ a: Image, _ b: Image) -> Int? {
    guard a.width == b.width && a.height == b.height else { return nil }
    return zip(a.pixels, b.pixels).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
}
