public import Numerics

/// How alike the latents of two inputs are, each without its own mean over several inputs.
///
/// Some latents end much the same whatever the input is, and are alike for any two. Without its mean a latent keeps
/// what this input brings.
public struct CentredComparison: Sendable, Hashable {
    /// How many inputs the means are of.
    public let inputCount: Int
    /// For each latent the cosine of its final vectors, each without the mean; −1…1.
    public let cosines: [Double]

    /// The fewest inputs: without the mean of two these are opposite, whatever they are.
    public static let fewest = 3

    /// The average of the cosines.
    public var mean: Double { cosines.reduce(0, +) / Double(max(1, cosines.count)) }

    /// A comparison with known cosines.
    package init(inputCount: Int, cosines: [Double]) {
        self.inputCount = inputCount
        self.cosines = cosines
    }

    /// Compares two inputs by what their latents end with.
    ///
    /// - Parameters:
    ///   - first: a vector for each latent, `[N, D]`.
    ///   - second: the same of the other input.
    ///   - inputs: the same of all inputs that the means are of.
    public init(_ first: Matrix, _ second: Matrix, among inputs: [Matrix]) {
        let means = LatentMeans(inputs)
        self.init(
            inputCount: inputs.count,
            cosines: zip(means.directions(first), means.directions(second)).map { a, b in
                zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            }
        )
    }
}

extension CentredComparison {
    /// The average of the cosines for each two of some inputs, with the means of all of them.
    ///
    /// - Parameter inputs: a vector for each latent, `[N, D]`, of each input.
    /// - Returns: a row for each input; `nil` if there are too few inputs, or no latents.
    public static func means(_ inputs: [Matrix]) -> [[Double]]? {
        guard inputs.count >= fewest, let latents = inputs.first?.rows, latents > 0 else { return nil }
        let means = LatentMeans(inputs)
        let rows = inputs.map { means.directions($0).flatMap { $0 } }
        let directions = Matrix(rows: rows.count, columns: rows[0].count, rows.flatMap { $0 })
        let products = directions.timesTransposed(directions)
        return inputs.indices.map { row in
            products[row: row].map { min(max(Double($0) / Double(latents), -1), 1) }
        }
    }
}

/// The mean of each latent's final vectors over some inputs.
public struct LatentMeans: Sendable {
    private let means: Matrix

    /// The means of some inputs.
    ///
    /// - Parameter inputs: a vector for each latent, `[N, D]`, of each input.
    public init(_ inputs: [Matrix]) {
        var sum = Matrix(rows: inputs.first?.rows ?? 0, columns: inputs.first?.columns ?? 0)
        for input in inputs { sum.add(input) }
        sum.scale(by: 1 / Float(max(1, inputs.count)))
        means = sum
    }

    /// Each latent of an input without its mean, at length 1, or 0 if nothing but rounding is left.
    public func directions(_ states: Matrix) -> [[Float]] {
        func length(_ vector: [Float]) -> Float { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        return (0..<states.rows).map { latent in
            let centred = zip(states[row: latent], means[row: latent]).map { $0 - $1 }
            let left = length(centred)
            let isRounding = left <= 1e-6 * length(states[row: latent])
            return centred.map { isRounding ? 0 : $0 / left }
        }
    }
}
