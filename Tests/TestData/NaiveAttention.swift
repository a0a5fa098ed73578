package import Numerics
package import Perceiver

/// An attention layer written as its formulas: all scores at once, all sums in double precision.
package struct NaiveAttention {
    private let layer: AttentionLayer
    private let isCausal: Bool

    /// The formulas of a layer, in which a query may be kept from keys after its own.
    package init(layer: AttentionLayer, isCausal: Bool = false) {
        self.layer = layer
        self.isCausal = isCausal
    }

    /// For each head, the scores of queries from `x` over keys from `y`; without `y`, over `x` itself.
    package func scores(_ x: Matrix, over y: Matrix? = nil) -> [Matrix] {
        let (queries, keys) = (map(layer.query, queryInput(x)), map(layer.key, keyInput(x, y)))
        let width = queries.columns / layer.heads
        return (0..<layer.heads).map { head in
            let own = head * width..<(head + 1) * width
            var scores = Naive.product(queries.gathered(columns: own), keys.gathered(columns: own).turned)
            scores.scale(by: 1 / Float(width).squareRoot())
            if isCausal {
                for row in 0..<scores.rows {
                    for key in (row + 1)..<max(row + 1, scores.columns) { scores[row, key] = -.infinity }
                }
            }
            return scores
        }
    }

    /// The layer's output.
    package func callAsFunction(_ x: Matrix, over y: Matrix? = nil) -> Matrix {
        let values = map(layer.value, keyInput(x, y))
        let width = values.columns / layer.heads
        let heads = scores(x, over: y).enumerated().map { head, scores in
            let own = head * width..<(head + 1) * width
            return Naive.product(scores.rows(Naive.softmax), values.gathered(columns: own))
        }
        let gathered = (0..<x.rows).flatMap { row in heads.flatMap { $0[row: row] } }
        var mixed = map(layer.output, Matrix(rows: x.rows, columns: values.columns, gathered))
        if layer.addsQuery { mixed.add(x) }
        let normed = norm(layer.hiddenNorm, mixed)
        guard let last = layer.lastNorm else {
            mixed.add(map(layer.narrowing, inner(normed)))
            return mixed
        }
        var sum = normed
        sum.add(map(layer.narrowing, inner(normed)))
        return norm(last, sum)
    }

    /// What the MLP is narrowed from.
    private func inner(_ normed: Matrix) -> Matrix {
        let hidden = map(layer.hidden, normed)
        guard let gate = layer.gate else { return hidden.rows { $0.map(Naive.gelu) } }
        let gates = map(gate, normed).elements.map(Naive.gelu)
        return Matrix(rows: hidden.rows, columns: hidden.columns, zip(hidden.elements, gates).map { $0 * $1 })
    }

    private func queryInput(_ x: Matrix) -> Matrix { norm(layer.queryNorm, x) }

    private func keyInput(_ x: Matrix, _ y: Matrix?) -> Matrix {
        guard let y, let keyNorm = layer.keyNorm else { return queryInput(x) }
        return norm(keyNorm, y)
    }

    private func norm(_ norm: LayerNorm, _ x: Matrix) -> Matrix {
        if norm.isAbsent { return x }
        return x.rows { Naive.layerNorm($0, weight: norm.weight, bias: norm.bias, epsilon: 1e-5) }
    }

    private func map(_ linear: Linear, _ x: Matrix) -> Matrix {
        var result = Naive.product(x, linear.weight.turned)
        result.add(toEveryRow: linear.bias)
        return result
    }
}

extension Matrix {
    fileprivate var turned: Matrix {
        Matrix(
            rows: columns,
            columns: rows,
            (0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } }
        )
    }

    fileprivate func rows(_ change: ([Float]) -> [Float]) -> Matrix {
        Matrix(rows: rows, columns: columns, (0..<rows).flatMap { change(self[row: $0]) })
    }
}

extension Generator {
    /// A layer of random weights whose scores have about the given deviation.
    ///
    /// - Parameters:
    ///   - keys: the channels of the key input; `nil` for a self-attention.
    ///   - width: the query and key channels of one head.
    ///   - valueWidth: the value channels of one head; by default as many.
    package mutating func layer(
        queries: Int,
        keys: Int?,
        heads: Int,
        width: Int = 4,
        valueWidth: Int? = nil,
        deviation: Float = 3,
        addsQuery: Bool = true,
        isGated: Bool = false,
        normsLast: Bool = false
    ) -> AttentionLayer {
        let (inputs, channels, values) = (keys ?? queries, heads * width, heads * (valueWidth ?? width))
        return AttentionLayer(
            heads: heads,
            addsQuery: addsQuery,
            queryNorm: normsLast ? .absent(queries) : norm(queries),
            keyNorm: keys.map { norm($0) },
            query: linear(queries, channels, scale: deviation.squareRoot()),
            key: linear(inputs, channels, scale: deviation.squareRoot()),
            value: linear(inputs, values),
            output: linear(values, queries),
            hiddenNorm: norm(queries),
            hidden: linear(queries, queries + 1),
            gate: isGated ? linear(queries, queries + 1) : nil,
            narrowing: linear(queries + 1, queries),
            lastNorm: normsLast ? norm(queries) : nil
        )
    }

    package mutating func norm(_ count: Int) -> LayerNorm {
        LayerNorm(weight: normals(count).map { 1 + $0 / 4 }, bias: normals(count).map { $0 / 4 })
    }

    private mutating func linear(_ inputs: Int, _ outputs: Int, scale: Float = 1) -> Linear {
        var weight = matrix(outputs, inputs)
        weight.scale(by: scale / Float(inputs).squareRoot())
        return Linear(weight: weight, bias: normals(outputs).map { $0 / 4 })
    }
}
