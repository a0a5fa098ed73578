import Checkpoints
import Foundation
import TestData
import Testing

@Suite("Files damaged at random")
struct MutationTests {
    @Test("Damaged tensor files are read or refused, never more", arguments: 0..<4)
    func tensorFiles(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let seeds = try [
            fixture("checkpoints/types.safetensors"), fixture("perceiver/bare-q/case.safetensors"),
        ]
        .map { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) }
        var mutation = Mutation(seed: seed)
        var accepted = 0
        for round in 0..<300 {
            // Most of the damage goes to the header, where the rules are.
            let original = seeds[round % seeds.count]
            let damaged = mutation.damaged(original, within: round % 4 == 0 ? original.count : 4000)
            if readEverything(of: try folder.write(damaged)) { accepted += 1 }
        }
        // Damage of the data alone leaves a file that can be read, or else the test reaches nothing.
        #expect(accepted > 2)
        #expect(accepted < 298)
    }

    @Test("Damaged configurations are read or refused, never more", arguments: 0..<4)
    func configurations(seed: UInt64) throws {
        let original = Array(
            try Data(contentsOf: URL(fileURLWithPath: fixture("perceiver/image-conv/config.json")))
        )
        var mutation = Mutation(seed: seed)
        var accepted = 0
        for _ in 0..<500 where decodeEverything(of: mutation.damaged(original, within: original.count)) {
            accepted += 1
        }
        #expect(accepted > 2)
        #expect(accepted < 498)
    }
}

/// Opens a tensor file and reads all its tensors in every way; returns whether it could be opened.
///
/// Anything but a value or a `CheckpointError` ends the test run: a trap, a hang, memory without bound.
@discardableResult
func readEverything(of path: String) -> Bool {
    guard let file = try? TensorSet(path: path) else { return false }
    for (name, tensor) in file.tensors {
        _ = try? file.matrix(name)
        _ = try? file.vector(name, count: tensor.count)
        _ = message { _ = try file.matrix(name + "?", shape: tensor.shape) }
    }
    return true
}

/// Decodes a configuration as types with all kinds of members; returns whether one of them could be.
@discardableResult
func decodeEverything(of contents: [UInt8]) -> Bool {
    struct Settings: Decodable {
        var architectures: [String]?
        var id2label: [Int: String]?
        var numLatents: Int?
        var outputShape: [UInt16]?
        var useQueryResidual: Bool?
        var layerNormEps: Float?
    }
    var decoded = false
    let problem = message {
        let file = try ConfigurationFile(path: "config.json", contents: Data(contents))
        _ = try file.decode(Settings.self)
        decoded = true
        _ = try file.decode([String: Double].self)
    }
    return decoded && !problem.isEmpty
}

/// Damage done to files, the same for the same seed.
struct Mutation {
    private var generator: Generator

    init(seed: UInt64) { generator = Generator(seed: seed) }

    /// A copy with one to four pieces of damage, all of them before byte `end`.
    mutating func damaged(_ original: [UInt8], within end: Int) -> [UInt8] {
        var bytes = original
        for _ in 0...below(4) { damage(&bytes, within: min(end, bytes.count)) }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8], within end: Int) {
        guard end > 0 else { return }
        let place = below(end)
        let length = min(1 << below(7), bytes.count - place)
        switch below(8) {
        case 0: bytes[place] ^= 1 << below(8)
        case 1: bytes[place] = UInt8(below(256))
        case 2: bytes.removeSubrange(place..<place + length)
        case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
        case 4: bytes.removeLast(min(below(64), bytes.count))
        case 5: bytes.insert(contentsOf: Mutation.words[below(Mutation.words.count)].utf8, at: place)
        default: replaceNumber(&bytes, from: place)
        }
    }

    /// Puts something odd in the place of the next number.
    private mutating func replaceNumber(_ bytes: inout [UInt8], from place: Int) {
        let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
        bytes.replaceSubrange(start..<end, with: Mutation.words[below(Mutation.words.count)].utf8)
    }

    private static let words = [
        "0", "-1", "1", "7", "4294967296", "9223372036854775807", "9223372036854775808", "1e308", "1.5",
        "null", "true",
        "{", "}", "[", "]", "\"", ",", ":", "\\u", "\\ud800", "\"F32\"", "\"BF16\"", "[[[[[[[[", "\"x\":",
        "{}", "[]", " ",
    ]

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
}
