public import Models
import Numerics

/// How a layer's vectors become one.
public enum FeaturePooling: String, Sendable, CaseIterable {
    /// Their average: of the input's own tokens, or of latents.
    case mean
    /// The model's first token of its own, which stands for the whole input.
    case cls
    /// The last token, which has read all others where tokens read those before them.
    case last
}

extension Run {
    /// The vectors of a layer of the trunk as one, after the layer.
    ///
    /// - Throws: ``Failure`` if there are no such tokens.
    public func pooled(layer: Int, _ pooling: FeaturePooling) throws(Failure) -> [Float] {
        let vectors = trace.steps[layer].result
        let isOfTokens = model.trunk.layers[layer].queries == .input
        switch pooling {
        case .mean:
            guard isOfTokens, !input.ownTokens.isEmpty else { return vectors.columnMeans() }
            let kept = input.kept
            let rows = kept.indices.filter { $0 < vectors.rows && !input.ownTokens.contains(kept[$0]) }
            return vectors.gathered(rows: rows).columnMeans()
        case .cls:
            guard isOfTokens, let first = input.ownTokens.first, let row = input.kept.firstIndex(of: first)
            else {
                throw Failure("--pool cls: \(model.name) has no token of its own; take mean", isMisuse: true)
            }
            return vectors[row: row]
        case .last:
            guard isOfTokens, vectors.rows > 0 else {
                throw Failure(
                    "--pool last: the vectors of \(model.layers[layer].name) are latents, which have no order; take mean",
                    isMisuse: true
                )
            }
            return vectors[row: vectors.rows - 1]
        }
    }
}
