public import Numerics

extension Trunk {
    /// The vectors that answers are read from, if one latent learns nothing from the input and goes on as it was
    /// learned: for each of several latents.
    ///
    /// Where latents alone ask, all of these runs go through the layers together.
    ///
    /// - Parameters:
    ///   - ablated: the latents' numbers.
    ///   - trace: a run of this trunk, whose states are used as far as they stay the same.
    ///   - step: is called before each layer that is computed again; what it throws ends the work.
    public func withoutInput<Failure: Error>(
        of ablated: [Int],
        in trace: Trace,
        step: () throws(Failure) -> Void
    ) throws(Failure) -> [Matrix] {
        guard layers.allSatisfy({ $0.queries == .latents }), ablated.count > 1 else {
            var found: [Matrix] = []
            for latent in ablated { found.append(try withoutInput(of: latent, in: trace, step: step)) }
            return found
        }
        // As long as nothing has changed, one set of latents stands for all.
        var (latents, sets) = (latents ?? trace.latents, 1)
        for (layer, before) in zip(layers, trace.steps) {
            if sets > 1 { try step() }
            guard layer.keys == .input else {
                latents = sets > 1 ? layer.attention(latents, sets: sets) : before.result
                continue
            }
            let asking = sets > 1 ? latents.divided(into: sets) : ablated.map { _ in latents }
            let read = sets > 1 ? layer(latents, over: before.keys).divided(into: sets) : []
            latents = Matrix(
                stacking: ablated.indices.map { place in
                    let result = sets > 1 ? read[place] : before.result
                    return layer.attention.forgetting(ablated[place], result, asking[place])
                }
            )
            sets = ablated.count
        }
        return sets > 1 ? latents.divided(into: sets) : ablated.map { _ in latents }
    }

    /// The same for one latent, in any trunk.
    private func withoutInput<Failure: Error>(
        of latent: Int,
        in trace: Trace,
        step: () throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        var states = start(trace.inputs)
        var isChanged = false
        for (layer, before) in zip(layers, trace.steps) {
            guard let x = states[layer.queries], let y = states[layer.keys] else { continue }
            if isChanged { try step() }
            var result = isChanged ? layer(x, over: y) : before.result
            if layer.queries == .latents && layer.keys == .input {
                result = layer.attention.forgetting(latent, result, x)
                isChanged = true
            }
            states[layer.queries] = result
        }
        return states[readSpace] ?? trace.final
    }
}

extension AttentionLayer {
    /// The layer's result for `x`, in which one row is what becomes of it without keys.
    fileprivate func forgetting(_ row: Int, _ result: Matrix, _ x: Matrix) -> Matrix {
        var result = result
        result.replaceRow(row, with: withoutInput(x[rows: row..<row + 1])[row: 0])
        return result
    }
}
