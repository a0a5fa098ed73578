public import Perceiver

extension Model {
    /// Whether a layer reads the tokens as they came in, so that its scores could be told apart by what tokens are made of.
    ///
    /// Tokens that have asked something before are a mixture of all.
    public func readsTokens(layer: Int) -> Bool {
        guard layers.indices.contains(layer), layers[layer].keys == .input, layers[layer].mask == .none else {
            return false
        }
        return !layers[..<layer].contains { $0.queries == .input }
    }
}

extension Run {
    /// Whether the scores of a layer can be told apart into content, position and the rest.
    public func splitsScores(layer: Int) -> Bool {
        if case .mixed = input.makeup { return false }
        return layer < trace.steps.count && model.readsTokens(layer: layer)
    }

    /// The parts of the scores of some queries of a layer, before the softmax; see ``Run/scores(layer:rows:)``.
    ///
    /// - Precondition: ``splitsScores(layer:)``.
    public func scoreParts(layer: Int, rows: Range<Int>) -> PartedScores {
        let (step, kept) = (trace.steps[layer], input.removed.isEmpty ? nil : input.kept)
        return trace.trunk.layers[layer].scoreParts(step.queries, rows: rows, over: step.keys) { tokens in
            input.contentPart(of: kept.map { Array($0[tokens]) } ?? Array(tokens))
        }
    }
}
