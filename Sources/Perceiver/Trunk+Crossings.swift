public import Numerics

extension Trunk {
    /// A look at the input, and what latents make of it among themselves.
    public struct Crossing: Sendable {
        /// Latents ask the input; `nil` where they do not look again.
        public let cross: AttentionLayer?
        /// Latents ask latents, layer after layer.
        public let own: [AttentionLayer]

        /// A look at the input, and the layers after it.
        public init(_ cross: AttentionLayer?, then own: [AttentionLayer]) {
            (self.cross, self.own) = (cross, own)
        }
    }

    /// The trunk of a Perceiver whose latents look at the input several times.
    ///
    /// See Jaegle et al. 2021, *Perceiver*, arXiv 2103.03206, §3.1.
    ///
    /// The layers that read the input are called `cross.0`, `cross.1` and so on; a single one is called `encoder`, as in
    /// a Perceiver IO. All others are `self.0`, `self.1` and so on, counted through.
    ///
    /// - Parameters:
    ///   - latents: the learned latents `[N, D]`.
    ///   - crossings: in the order of execution, at least one with layers; several may share layers.
    public init(latents: Matrix, crossings: [Crossing]) {
        let isSingle = crossings.count { $0.cross != nil } == 1
        var layers: [Layer] = []
        var (looks, others) = (0, 0)
        for crossing in crossings {
            if let cross = crossing.cross {
                let name = isSingle ? "encoder" : "cross.\(looks)"
                layers.append(Layer(name, queries: .latents, keys: .input, cross))
                looks += 1
            }
            for own in crossing.own {
                layers.append(Layer("self.\(others)", queries: .latents, keys: .latents, own))
                others += 1
            }
        }
        self.init(latents: latents, layers: layers, blocks: crossings.count)
    }
}
