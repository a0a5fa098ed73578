public import Numerics

extension AttentionLayer {
    /// How far the results of some queries turn if the value of a single key is zero, while all weights stay.
    ///
    /// That is for each query and key `1 − cos` of the angle between what leaves the layer with and without, `[n, m]`
    /// (Mohebbi et al. 2023, *Quantifying Context Mixing in Transformers*, arXiv 2301.12971).
    ///
    /// - Parameters:
    ///   - x: where the queries come from, `[n, Dq]`.
    ///   - y: where keys and values come from, `[m, Dkv]`.
    ///   - isSelf: whether those are vectors of the same space, under the queries' norm.
    ///   - weights: the queries' weights of each head, `[n, m]`.
    ///   - throughMLP: whether it is what leaves the MLP that turns, or what enters it.
    ///   - step: is called now and then; what it throws ends the work.
    /// - Complexity: `n · m` vectors go through the MLP, or else through the output's weights alone.
    public func turnsWithoutValues<Failure: Error>(
        _ x: Matrix,
        over y: Matrix,
        isSelf: Bool,
        weights: [Matrix],
        throughMLP: Bool = true,
        step: () throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        let mixed = output(gathered(over: y, isSelf: isSelf, weights), adding: addsQuery ? x : nil)
        let whole = directions(mixed, throughMLP)
        let turns = Tile.blank(rows: x.rows, columns: y.rows)
        for start in stride(from: 0, to: y.rows, by: Blocks.keys) {
            try step()
            let keys = start..<min(start + Blocks.keys, y.rows)
            let values = values(y[rows: keys], isSelf: isSelf)
            let wide = throughMLP ? hidden.outputs : output.inputs / 3
            let work = 6 * x.rows * keys.count * hidden.inputs * wide
            Threads.split(x.rows, work: work) { rows in
                for row in rows {
                    let factors = weights.map { Array($0[row: row][keys]) }
                    let found = turned(mixed[row: row], values, factors, from: whole[row: row], throughMLP)
                    turns[rows: row..<row + 1][columns: keys].set(Tile(found))
                }
            }
        }
        return turns.matrix
    }

    /// What queries gather with some weights, `[n, V]`.
    private func gathered(over y: Matrix, isSelf: Bool, _ weights: [Matrix]) -> Matrix {
        let sum = Tile.zeros(rows: weights[0].rows, columns: value.outputs)
        for start in stride(from: 0, to: y.rows, by: Blocks.keys) {
            let keys = start..<min(start + Blocks.keys, y.rows)
            let values = Tile(values(y[rows: keys], isSelf: isSelf))
            for head in 0..<heads {
                let own = Tile(weights[head])[columns: keys]
                sum.part(head, of: heads).set(product: own, values.part(head, of: heads), adding: true)
            }
        }
        return sum.matrix
    }

    private func values(_ y: Matrix, isSelf: Bool) -> Matrix {
        value(isSelf ? queryNorm(y) : keyNorm?(y) ?? y)
    }

    /// How far one query's result turns without each of some values, `[1, keys]`.
    ///
    /// - Parameter factors: for each head the weight of each key.
    private func turned(
        _ mixed: [Float],
        _ values: Matrix,
        _ factors: [[Float]],
        from whole: [Float],
        _ throughMLP: Bool
    ) -> Matrix {
        let weighted = Tile.blank(rows: values.rows, columns: values.columns)
        weighted.set(Tile(values))
        for head in 0..<heads { weighted.part(head, of: heads).scaleRows(by: factors[head]) }
        let without = Tile.blank(rows: values.rows, columns: output.outputs)
        without.set(product: weighted, Tile(output.weight), transposed: true, scale: -1)
        without.add(toEveryRow: mixed[...])
        // 1 − cos as half the squared distance of unit vectors: the difference of 1 and nearly 1 would be lost in rounding.
        var apart = directions(without.matrix, throughMLP)
        apart.add(toEveryRow: whole.map { -$0 })
        return Matrix(
            rows: 1,
            columns: values.rows,
            Tile(apart).rowProducts(with: Tile(apart)).map { $0 / 2 }
        )
    }

    /// What enters the MLP, or what leaves the layer behind it, each at length 1.
    private func directions(_ mixed: Matrix, _ throughMLP: Bool) -> Matrix {
        let result = throughMLP ? withMLP(mixed) : mixed
        let lengths = Tile(result).rowProducts(with: Tile(result)).map { $0.squareRoot() }
        let directions = Tile.blank(rows: result.rows, columns: result.columns)
        directions.set(Tile(result))
        directions.scaleRows(by: lengths.map { $0 > 0 ? 1 / $0 : 0 })
        return directions.matrix
    }
}
