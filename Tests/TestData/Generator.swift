import Foundation
package import Numerics

/// Reproducible random numbers.
package struct Generator: RandomNumberGenerator {
    private var bits: SplitMix

    package init(seed: UInt64) { bits = SplitMix(seed: seed) }

    package mutating func next() -> UInt64 { bits.next() }

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
