/// Reproducible random numbers, the same on every machine (Steele, Lea and Flood 2014, SplitMix64).
package struct SplitMix: Sendable {
    private var state: UInt64

    /// The numbers that follow a seed.
    package init(seed: UInt64) { state = seed }

    /// The next number.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Array {
    /// Puts the elements in a random order, all orders being as likely (Fisher and Yates).
    package mutating func shuffle(by random: inout SplitMix) {
        withUnsafeMutableBufferPointer { elements in
            var place = elements.count - 1
            while place > 0 {
                elements.swapAt(place, Int(random.next() % UInt64(place + 1)))
                place -= 1
            }
        }
    }
}
