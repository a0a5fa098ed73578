import Numerics

extension AttentionLayer {
    /// What leaves the layer, from what attention brought `[n, Dq]`: the MLP's result is added to that.
    ///
    /// With a ``lastNorm`` it is added to what was normed, and the sum is normed, too.
    ///
    /// With a gate the MLP is `narrowing(hidden(x) ⊙ activation(gate(x)))`, otherwise `narrowing(activation(hidden(x)))`.
    func withMLP(_ mixed: Matrix) -> Matrix {
        let sum = residualSum(hiddenNorm(mixed), mixed)
        return lastNorm?(sum) ?? sum
    }

    /// The MLP's result and what it is added to.
    private func residualSum(_ normed: Matrix, _ mixed: Matrix) -> Matrix {
        let inner =
            gate.map { $0(normed, then: activation, multiplying: hidden(normed)) }
            ?? hidden(normed, then: activation)
        return narrowing(inner, adding: lastNorm == nil ? mixed : normed)
    }

    /// The gradient at what attention brought, `[n, Dq]`.
    ///
    /// - Parameters:
    ///   - gradient: at the layer's output, `[n, Dq]`.
    ///   - mixed: what attention brought, `[n, Dq]`.
    ///   - rule: what counts as a derivative.
    func mlpGradient(_ gradient: Matrix, at mixed: Matrix, _ rule: BackwardRule) -> Matrix {
        let normed = hiddenNorm(mixed)
        var gradient = gradient
        if let lastNorm {
            gradient.takeGradient(
                of: lastNorm,
                at: residualSum(normed, mixed),
                isDeviationConstant: rule.isDeviationConstant
            )
        }
        var inner = gradient.times(narrowing.weight)
        var result: Matrix
        if let gate {
            inner.scale(by: rule.productFactor)
            var atGate = inner
            atGate.scaleElements(by: hidden(normed))
            atGate.takeGradient(of: activation, rule.slope, at: gate(normed))
            inner.scaleElements(by: gate(normed, then: activation))
            result = inner.times(hidden.weight)
            result.add(atGate.times(gate.weight))
        } else {
            inner.takeGradient(of: activation, rule.slope, at: hidden(normed))
            result = inner.times(hidden.weight)
        }
        if lastNorm != nil { result.add(gradient) }
        result.takeGradient(of: hiddenNorm, at: mixed, isDeviationConstant: rule.isDeviationConstant)
        if lastNorm == nil { result.add(gradient) }
        return result
    }
}

extension Linear {
    /// A map to a single channel that is always 0, or from it: an MLP of both brings nothing.
    ///
    /// That is how a layer without an MLP is written.
    package static func nothing(inputs: Int, outputs: Int) -> Linear {
        Linear(weight: Matrix(rows: outputs, columns: inputs), bias: Array(repeating: 0, count: outputs))
    }
}
