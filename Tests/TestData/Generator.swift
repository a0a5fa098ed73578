import Foundation
package import Numerics

/// Reproducible random numbers (Steele, Lea and Flood 2014, SplitMix64).
package struct Generator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number of the standard normal distribution (Box and Muller).
    package mutating func normal() -> Float {
        let (u, v) = (Double.random(in: 1e-12..<1, using: &self), Double.random(in: 0..<1, using: &self))
        return Float((-2 * log(u)).squareRoot() * cos(2 * .pi * v))
    }

    /// Numbers of the standard normal distribution.
    package mutating func normals(_ count: Int) -> [Float] { (0..<count).map { _ in normal() } }

    /// A matrix of numbers of the standard normal distribution.
    package mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(rows: rows, columns: columns, normals(rows * columns))
    }
}
