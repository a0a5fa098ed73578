public import Models
import Numerics
import Perceiver

/// How latents change from layer to layer.
public struct LatentChanges: Sendable, Hashable {
    /// What one layer does to them.
    public struct Change: Sendable, Hashable {
        /// The layer's name.
        public let layer: String
        /// For each latent the cosine of its vector after the layer with that before; −1…1.
        public let cosines: [Double]
        /// For each latent the length of what the layer adds, as a share of its length before.
        public let updates: [Double]

        package init(layer: String, cosines: [Double], updates: [Double]) {
            (self.layer, self.cosines, self.updates) = (layer, cosines, updates)
        }

        /// The mean of the cosines.
        public var cosine: Double { cosines.reduce(0, +) / Double(max(1, cosines.count)) }
        /// The mean of the updates.
        public var update: Double { updates.reduce(0, +) / Double(max(1, updates.count)) }
        /// The latent that changes its direction most; `nil` if there is none.
        public var mostChanged: Int? { cosines.indices.min { (cosines[$0], $0) < (cosines[$1], $1) } }
    }

    /// The layers in which latents ask, in the order of execution.
    public let changes: [Change]

    package init(changes: [Change]) { self.changes = changes }

    /// How latents change in a run.
    public init(_ run: Run) {
        changes = zip(run.model.trunk.layers, run.trace.steps).compactMap { layer, step in
            guard layer.queries == .latents else { return nil }
            let found = (0..<step.queries.rows).map {
                Self.change(step.queries[row: $0], step.result[row: $0])
            }
            return Change(layer: layer.name, cosines: found.map(\.cosine), updates: found.map(\.update))
        }
    }

    /// What a layer does.
    public subscript(layer: String) -> Change? { changes.first { $0.layer == layer } }

    private static func change(_ before: [Float], _ after: [Float]) -> (cosine: Double, update: Double) {
        var (product, own, other, difference) = (0.0, 0.0, 0.0, 0.0)
        for (x, y) in zip(before, after) {
            let (x, y) = (Double(x), Double(y))
            product += x * y
            own += x * x
            other += y * y
            difference += (y - x) * (y - x)
        }
        let lengths = (own * other).squareRoot()
        return (lengths > 0 ? product / lengths : 0, own > 0 ? (difference / own).squareRoot() : 0)
    }
}
