public import Numerics

/// Draws weights anew: the numbers of each matrix change places, so that it keeps their mean and their spread.
///
/// Equal matrices become equal ones again: layers that share their weights go on sharing them. Norms stay, which have
/// no matrix.
public struct Redrawing: Sendable, Hashable {
    private let seed: UInt64

    /// What the same seed draws is the same on every machine.
    public init(seed: UInt64) { self.seed = seed }

    /// The same numbers in another order.
    public func callAsFunction(_ numbers: [Float]) -> [Float] {
        let mark = numbers.prefix(64).reduce(UInt64(numbers.count)) {
            ($0 &* 0x100_0000_01B3) ^ UInt64($1.bitPattern)
        }
        var (numbers, random) = (numbers, SplitMix(seed: seed ^ mark))
        numbers.shuffle(by: &random)
        return numbers
    }

    /// A matrix of the same shape and numbers.
    public func callAsFunction(_ matrix: Matrix) -> Matrix {
        Matrix(rows: matrix.rows, columns: matrix.columns, self(matrix.elements))
    }

    /// A map with other weights and offsets.
    public func callAsFunction(_ map: Linear) -> Linear {
        Linear(weight: self(map.weight), bias: self(map.bias))
    }

    /// A layer with other weights.
    public func callAsFunction(_ layer: AttentionLayer) -> AttentionLayer {
        AttentionLayer(
            heads: layer.heads,
            addsQuery: layer.addsQuery,
            queryNorm: layer.queryNorm,
            keyNorm: layer.keyNorm,
            query: self(layer.query),
            key: self(layer.key),
            value: self(layer.value),
            output: self(layer.output),
            hiddenNorm: layer.hiddenNorm,
            hidden: self(layer.hidden),
            gate: layer.gate.map { self($0) },
            narrowing: self(layer.narrowing),
            activation: layer.activation,
            lastNorm: layer.lastNorm
        )
    }
}

extension Trunk {
    /// The same trunk with other weights in some of its layers.
    ///
    /// - Parameters:
    ///   - redrawing: draws the weights.
    ///   - drawsLatents: whether the learned latents are drawn anew, too.
    ///   - isDrawn: whether a layer gets other weights.
    public func redrawn(
        _ redrawing: Redrawing,
        latents drawsLatents: Bool,
        where isDrawn: (Layer) -> Bool
    ) -> Trunk {
        let layers = layers.map { layer in
            guard isDrawn(layer) else { return layer }
            return Layer(
                layer.name,
                queries: layer.queries,
                keys: layer.keys,
                mask: layer.mask,
                redrawing(layer.attention)
            )
        }
        return Trunk(
            latents: drawsLatents ? latents.map { redrawing($0) } : latents,
            layers: layers,
            blocks: blocks,
            blend: blend
        )
    }
}
