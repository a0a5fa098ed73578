public import Numerics

extension Layer {
    /// Whether queries and keys are the same vectors.
    public var isSelfAttention: Bool { queries == keys }

    /// The layer's output `[n, Dq]`.
    ///
    /// - Parameters:
    ///   - x: the vectors of the query space, `[n, Dq]`.
    ///   - y: the vectors of the key space, `[m, Dkv]`; the same in self-attention.
    public func callAsFunction(_ x: Matrix, over y: Matrix) -> Matrix {
        self(x, over: y) { _ in }
    }

    /// The layer's output, as ``callAsFunction(_:over:)`` has it, telling how far it is.
    ///
    /// - Parameters:
    ///   - x: the vectors of the query space.
    ///   - y: the vectors of the key space.
    ///   - step: is told how many rows of `y` are done, now and then; what it throws ends the work.
    public func callAsFunction<Failure: Error>(
        _ x: Matrix,
        over y: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        try run(x, over: y, step: step).result
    }

    /// The layer's output, and what queries gathered where keys streamed by.
    func run<Failure: Error>(
        _ x: Matrix,
        over y: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> (result: Matrix, gathering: Gathering?) {
        if isSelfAttention { return (attention(x, mask: mask), nil) }
        return try attention.run(x, over: y, step: step)
    }

    /// The scores of some rows of `x` over all of `y`, before the softmax: for each head `[rows, m]`.
    ///
    /// Those of keys that a row may not read are −∞.
    public func scores(_ x: Matrix, rows: Range<Int>, over y: Matrix) -> [Matrix] {
        isSelfAttention
            ? attention.scores(x, rows: rows, mask: mask) : attention.scores(x[rows: rows], over: y)
    }
}
