import TestData

extension Generator {
    /// A generator for one round with one file; the same in every run.
    init(_ name: String, round: Int) {
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        self.init(seed: hash &+ UInt64(round) &* 0x9E37_79B9_7F4A_7C15)
    }
}

/// One way to damage a file.
enum Mutation: CaseIterable {
    case flippedBits, randomBytes, truncated, blockRemoved, blockRepeated, blockZeroed, spliced, inflatedSize

    /// The damaged bytes; `other` is another file, for splicing.
    func applied(to bytes: [UInt8], _ other: [UInt8], _ random: inout Generator) -> [UInt8] {
        guard !bytes.isEmpty else { return other }
        var bytes = bytes
        switch self {
        case .flippedBits:
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Mutation.place(in: bytes, &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        case .randomBytes:
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Mutation.place(in: bytes, &random)] = UInt8.random(in: 0...255, using: &random)
            }
        case .truncated: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case .blockRemoved: bytes.removeSubrange(Mutation.block(in: bytes, &random))
        case .blockRepeated:
            let block = Mutation.block(in: bytes, &random)
            let copies = Array(repeating: bytes[block], count: Int.random(in: 1...20, using: &random))
            bytes.insert(contentsOf: copies.joined(), at: block.upperBound)
        case .blockZeroed:
            for place in Mutation.block(in: bytes, &random) { bytes[place] = 0 }
        case .spliced:
            bytes.replaceSubrange(
                Mutation.block(in: bytes, &random),
                with: other[Mutation.block(in: other, &random)]
            )
        case .inflatedSize:
            for place in Mutation.block(in: bytes, &random).prefix(
                [1, 2, 4, 8].randomElement(using: &random) ?? 4
            ) {
                bytes[place] = [0x7F, 0x80, 0xFF, 0xFF].randomElement(using: &random) ?? 0xFF
            }
        }
        return bytes
    }

    /// Half of all places lie in the first bytes, where headers are.
    private static func place(in bytes: [UInt8], _ random: inout Generator) -> Int {
        let end = Bool.random(using: &random) ? min(bytes.count, 96) : bytes.count
        return Int.random(in: 0..<end, using: &random)
    }

    private static func block(in bytes: [UInt8], _ random: inout Generator) -> Range<Int> {
        guard !bytes.isEmpty else { return 0..<0 }
        let start = place(in: bytes, &random)
        let length = 1 << Int.random(in: 0...9, using: &random)
        return start..<min(bytes.count, start + length)
    }
}

/// A file damaged once or a few times, the same for the same round.
func damaged(_ bytes: [UInt8], _ other: [UInt8], _ random: inout Generator) -> [UInt8] {
    (0..<Int.random(in: 1...3, using: &random)).reduce(bytes) { bytes, _ in
        let mutation = Mutation.allCases.randomElement(using: &random) ?? .flippedBits
        return mutation.applied(to: bytes, other, &random)
    }
}
