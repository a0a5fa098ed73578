public import Numerics

/// Turns queries and keys by angles that tell where their tokens lie, so that a score depends on how far apart two tokens
/// are.
///
/// These are rotary position embeddings (Su and others 2021, *RoFormer*). Of each head's channels the one at place `i` of the first half and the one at place `i` of the second half are a pair,
/// which is turned in its plane. A token without a place has the angle 0.
public struct TokenRotation: Sendable {
    /// `[M, half of a head's channels]`.
    private let cosines: Matrix
    private let sines: Matrix

    /// Rotations by some angles, `[M, half of a head's channels]`.
    public init(cosines: Matrix, sines: Matrix) {
        precondition(cosines.rows == sines.rows && cosines.columns == sines.columns)
        (self.cosines, self.sines) = (cosines, sines)
    }

    /// The rotations of some tokens.
    public func gathered(rows: [Int]) -> TokenRotation {
        TokenRotation(cosines: cosines.gathered(rows: rows), sines: sines.gathered(rows: rows))
    }

    /// Queries or keys `[n, heads · channels]`, turned.
    ///
    /// - Parameters:
    ///   - vectors: the queries or keys.
    ///   - first: the token that the first of them belongs to.
    func callAsFunction(_ vectors: Matrix, from first: Int = 0) -> Matrix { turned(vectors, from: first, 1) }

    /// Gradients at turned queries or keys of all tokens as gradients at what was turned.
    func back(_ gradients: Matrix) -> Matrix { turned(gradients, from: 0, -1) }

    private func turned(_ vectors: Matrix, from first: Int, _ sign: Float) -> Matrix {
        let (half, columns) = (cosines.columns, vectors.columns)
        precondition(columns % (2 * half) == 0 && first + vectors.rows <= cosines.rows)
        var result = vectors
        result.withMutableElements { target in
            cosines.withElements { cosines in
                sines.withElements { sines in
                    for row in 0..<vectors.rows {
                        let angle = (first + row) * half
                        for start in stride(from: row * columns, to: (row + 1) * columns, by: 2 * half) {
                            for i in 0..<half {
                                let (cosine, sine) = (cosines[angle + i], sign * sines[angle + i])
                                let (a, b) = (target[start + i], target[start + half + i])
                                target[start + i] = a * cosine - b * sine
                                target[start + half + i] = b * cosine + a * sine
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}

extension AttentionLayer {
    /// The same layer, whose queries and keys are turned as those of some tokens are.
    func turning(by rotation: TokenRotation?) -> AttentionLayer {
        var layer = self
        layer.rotation = rotation
        return layer
    }

    /// What normed tokens `[n, Dq]` ask with.
    ///
    /// - Parameter first: the number of the first token, which matters where tokens are turned.
    func asking(_ normed: Matrix, from first: Int = 0) -> Matrix {
        let queries = query(normed)
        return rotation.map { $0(queries, from: first) } ?? queries
    }
}

extension Trunk {
    /// The same trunk for an input whose tokens ask each other with turned queries and keys.
    public func turning(by rotation: TokenRotation) -> Trunk {
        let layers = layers.map { layer in
            guard layer.queries == .input, layer.keys == .input else { return layer }
            return Layer(
                layer.name,
                queries: layer.queries,
                keys: layer.keys,
                mask: layer.mask,
                layer.attention.turning(by: rotation)
            )
        }
        return Trunk(latents: latents, layers: layers, blocks: blocks, blend: blend)
    }
}
