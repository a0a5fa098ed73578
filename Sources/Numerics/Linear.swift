/// A linear map with an offset: `y = x · weightᵀ + bias`.
public struct Linear: Sendable {
    /// `[outputs, inputs]`.
    public let weight: Matrix
    /// `[outputs]`.
    public let bias: [Float]

    /// The number of columns that go in.
    public var inputs: Int { weight.columns }
    /// The number of columns that come out.
    public var outputs: Int { weight.rows }

    /// A map with the given weight and offset.
    ///
    /// - Precondition: there is one offset a row of `weight`.
    public init(weight: Matrix, bias: [Float]) {
        precondition(bias.count == weight.rows)
        self.weight = weight
        self.bias = bias
    }

    /// Maps each row of `x` `[n, inputs]` to a row of the result `[n, outputs]`.
    ///
    /// - Parameters:
    ///   - x: what is mapped.
    ///   - activation: is applied to the result.
    ///   - factor: is multiplied with the result, element by element, after the activation.
    ///   - addition: is added to the result, after that.
    public func callAsFunction(
        _ x: Matrix,
        then activation: Activation? = nil,
        multiplying factor: Matrix? = nil,
        adding addition: Matrix? = nil
    ) -> Matrix {
        precondition(x.columns == inputs)
        precondition(
            [factor, addition].allSatisfy { $0.map { ($0.rows, $0.columns) == (x.rows, outputs) } ?? true }
        )
        _ = Threads.setup
        let (y, x) = (Tile.blank(rows: x.rows, columns: outputs), Tile(x))
        let weight = Tile(weight)
        let (factor, addition) = (factor.map { Tile($0) }, addition.map { Tile($0) })
        @Sendable func map(_ rows: Range<Int>, _ columns: Range<Int>) {
            let part = y[rows: rows][columns: columns]
            part.set(product: x[rows: rows], weight[rows: columns], transposed: true)
            part.add(toEveryRow: bias[columns])
            if let activation { part.apply(activation) }
            if let factor { part.scaleElements(by: factor[rows: rows][columns: columns]) }
            if let addition { part.add(addition[rows: rows][columns: columns]) }
        }
        // A product begins by rearranging both factors: each thread the one that is not split.
        let work = 2 * x.rows * inputs * outputs
        if x.rows >= outputs {
            Threads.split(x.rows, work: work) { map($0, 0..<outputs) }
        } else {
            Threads.split(outputs, work: work) { map(0..<x.rows, $0) }
        }
        return y.matrix
    }
}
