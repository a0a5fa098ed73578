public import Models

/// One attention layer of a run.
public enum LayerChoice: Sendable, Hashable {
    /// Latents ask the inputs.
    case encoder
    /// Latents ask latents, in the self-attention executed as this number, from 0.
    case selfAttention(Int)
    /// A task's query asks the latents.
    case decoder

    /// As written on the command line: `encoder`, `self.0`, `decoder`.
    public var name: String {
        switch self {
        case .encoder: "encoder"
        case .selfAttention(let index): "self.\(index)"
        case .decoder: "decoder"
        }
    }

    /// The layer of that name.
    public init?(name: String) {
        switch name {
        case "encoder": self = .encoder
        case "decoder": self = .decoder
        default:
            guard name.hasPrefix("self."), let index = Int(name.dropFirst(5)), index >= 0 else { return nil }
            self = .selfAttention(index)
        }
    }

    /// All layers of a model, in the order data passes them.
    public static func all(of model: Model) -> [LayerChoice] {
        [.encoder] + (0..<model.encoder.depth).map { .selfAttention($0) } + [.decoder]
    }

    /// The number of heads of the layer.
    public func heads(of model: Model) -> Int {
        switch self {
        case .encoder: model.encoder.crossAttention.heads
        case .selfAttention(let index): model.encoder.selfAttention(index).heads
        case .decoder: model.decoderAttention.heads
        }
    }
}

/// Which heads of a layer a map shows.
public enum HeadChoice: Sendable, Hashable {
    /// The average of all heads.
    case mean
    /// At each place the largest of all heads.
    case max
    /// One head, from 0.
    case one(Int)

    /// As written on the command line: `mean`, `max`, `3`.
    public var name: String {
        switch self {
        case .mean: "mean"
        case .max: "max"
        case .one(let head): "\(head)"
        }
    }

    /// The choice of that name.
    public init?(name: String) {
        switch name {
        case "mean": self = .mean
        case "max": self = .max
        default:
            guard let head = Int(name), head >= 0 else { return nil }
            self = .one(head)
        }
    }

    /// All choices for a layer of so many heads.
    public static func all(heads: Int) -> [HeadChoice] {
        heads == 1 ? [.one(0)] : [.mean, .max] + (0..<heads).map { .one($0) }
    }
}

/// Which rows of an attention map are shown: who is asking.
public enum QueryChoice: Sendable, Hashable {
    /// One latent, from 0.
    case one(Int)
    /// The average of all latents.
    case mean
    /// The average of all latents, weighted by the attention a task's query pays them.
    ///
    /// For the encoder's map this is what the answer looked at: decoder row times encoder map.
    case output

    /// As written on the command line: `17`, `mean`, `output`.
    public var name: String {
        switch self {
        case .one(let latent): "\(latent)"
        case .mean: "mean"
        case .output: "output"
        }
    }

    /// The choice of that name.
    public init?(name: String) {
        switch name {
        case "mean": self = .mean
        case "output": self = .output
        default:
            guard let latent = Int(name), latent >= 0 else { return nil }
            self = .one(latent)
        }
    }
}
