/// The directions in which some vectors differ most from their mean.
public struct PrincipalComponents: Sendable {
    /// The mean of the vectors.
    public let mean: [Float]
    /// The directions, each of length 1, the one with the most variance first: `[components, channels]`.
    ///
    /// The number that is farthest from 0 in each of them is positive.
    public let directions: Matrix
    /// The variance along each of them, of a population of so many vectors.
    public let variances: [Double]
    /// The sum of the variances along all directions.
    public let wholeVariance: Double

    /// The share of the variance that lies along each of the directions.
    public var shares: [Double] { variances.map { wholeVariance > 0 ? $0 / wholeVariance : 0 } }

    /// The first components of vectors that come in blocks.
    ///
    /// - Parameters:
    ///   - count: how many components are wanted; there are no more than channels.
    ///   - channels: the size of a vector.
    ///   - visit: gives all vectors, some rows at a time, to what it is called with; it is called twice.
    public init<Failure: Error>(
        _ count: Int,
        channels: Int,
        visit: ((Matrix) throws(Failure) -> Void) throws(Failure) -> Void
    ) throws(Failure) {
        var (sums, rows) = ([Double](repeating: 0, count: channels), 0)
        try visit { (block: Matrix) throws(Failure) in
            rows += block.rows
            for (channel, mean) in block.columnMeans().enumerated() {
                sums[channel] += Double(mean) * Double(block.rows)
            }
        }
        let mean = sums.map { Float($0 / Double(max(1, rows))) }
        var products = Matrix(rows: channels, columns: channels)
        try visit { (block: Matrix) throws(Failure) in
            let centred = block.centred(mean).transposed
            products.add(centred.timesTransposed(centred))
        }
        products.scale(by: 1 / Float(max(1, rows)))
        self.mean = mean
        wholeVariance = (0..<channels).reduce(0) { $0 + Double(products[$1, $1]) }
        let found = Eigenvectors(count: min(count, channels), of: products)
        (directions, variances) = (found.vectors, found.values)
    }

    /// Where vectors lie along the directions, `[rows, components]`.
    public func scores(of vectors: Matrix) -> Matrix {
        vectors.centred(mean).timesTransposed(directions)
    }
}

extension Matrix {
    /// Every row less a vector.
    package func centred(_ mean: [Float]) -> Matrix {
        var result = self
        result.add(toEveryRow: mean.map { -$0 })
        return result
    }

    /// Rows and columns exchanged.
    package var transposed: Matrix {
        Matrix(rows: columns, columns: rows) { target in
            withElements { source in
                for row in 0..<rows {
                    for column in 0..<columns { target[column * rows + row] = source[row * columns + column] }
                }
            }
        }
    }
}
