public import Numerics

/// How alike two models, or two layers, arrange the same inputs: centred kernel alignment with linear kernels.
///
/// Each input is a vector of its own length in either; what counts is which inputs are alike.
public struct KernelAlignment: Sendable, Hashable {
    /// How many inputs were arranged.
    public let inputCount: Int
    /// The estimate of Kornblith and others (2019), 0…1.
    ///
    /// With few inputs it is high for whatever is compared.
    public let biased: Double
    /// The same with the unbiased estimate of Song and others (2012), about 0 for what has nothing in common.
    ///
    /// It is that of Nguyen and others (2021), and `nil` of fewer than four inputs.
    public let unbiased: Double?

    package init(inputCount: Int, biased: Double, unbiased: Double?) {
        (self.inputCount, self.biased, self.unbiased) = (inputCount, biased, unbiased)
    }

    /// The fewest inputs.
    public static let fewest = 3

    /// Compares two arrangements of the same inputs.
    ///
    /// - Parameters:
    ///   - first: a row for each input, `[inputs, channels]`.
    ///   - second: the same, with as many rows and channels of its own.
    /// - Precondition: there are as many rows in both.
    public init(_ first: Matrix, _ second: Matrix) {
        precondition(first.rows == second.rows)
        inputCount = first.rows
        let (k, l) = (Gram(first), Gram(second))
        let whole = (k.independence(k) * l.independence(l)).squareRoot()
        biased = whole > 0 ? k.independence(l) / whole : 0
        guard first.rows > 3 else {
            unbiased = nil
            return
        }
        let own = k.unbiased(k) * l.unbiased(l)
        unbiased = own > 0 ? k.unbiased(l) / own.squareRoot() : nil
    }
}

/// Products of all pairs of some rows, each without the rows' mean.
private struct Gram {
    private let count: Int
    private let products: [[Double]]

    init(_ rows: Matrix) {
        count = rows.rows
        let centred = rows.centred(rows.columnMeans())
        let matrix = centred.timesTransposed(centred)
        products = (0..<matrix.rows).map { matrix[row: $0].map(Double.init) }
    }

    /// The Hilbert–Schmidt independence criterion, up to a factor: centred rows make centred products.
    func independence(_ other: Gram) -> Double {
        Self.product(products, other.products)
    }

    /// The unbiased estimate of it, up to a factor.
    func unbiased(_ other: Gram) -> Double {
        let (a, b) = (withoutDiagonal, other.withoutDiagonal)
        let n = Double(count)
        let (rows, others) = (a.map { $0.reduce(0, +) }, b.map { $0.reduce(0, +) })
        let sums = rows.reduce(0, +) * others.reduce(0, +) / ((n - 1) * (n - 2))
        let mixed = Self.product(rows, others) * 2 / (n - 2)
        return (Self.product(a, b) + sums - mixed) / (n * (n - 3))
    }

    private static func product(_ a: [[Double]], _ b: [[Double]]) -> Double {
        zip(a, b).reduce(0) { $0 + product($1.0, $1.1) }
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private var withoutDiagonal: [[Double]] {
        products.enumerated().map { row, numbers in
            numbers.enumerated().map { $0 == row ? 0 : $1 }
        }
    }
}
