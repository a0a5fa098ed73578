public import Media
public import Models

/// What takes the place of a part of the input that occlusion takes away.
public enum Fill: String, Sendable, Hashable, CaseIterable {
    /// Nothing: the model does not get its tokens.
    case remove
    /// Tokens of average content, each at its own position.
    case mean
    /// The tokens of a picture of which only the rough colours are left; of a clip also those of silence.
    case blur
    /// The tokens of silence.
    case silence
    /// The tokens of a text all of whose bytes are masked, or of units all of whose types are hidden.
    case mask

    /// What becomes of a part, in a word or two: `removed`, `blurred`.
    public var words: String {
        switch self {
        case .remove: "removed"
        case .mean: "averaged"
        case .blur: "blurred"
        case .silence: "silenced"
        case .mask: "masked"
        }
    }

    /// Whether there is such a thing for a kind of input of a model.
    public func suits(_ model: Model, _ modality: Modality) -> Bool {
        switch self {
        // Occlusion keeps the tokens' places, also where an input cannot lose parts otherwise.
        case .remove: true
        case .mean: model.removes(from: modality)
        case .blur: modality == .image || modality == .clip
        case .silence: modality == .audio
        case .mask: modality == .text && model.masksTexts || modality == .units
        }
    }

    /// Those that suit a kind of input of a model.
    public static func all(for model: Model, _ modality: Modality) -> [Fill] {
        allCases.filter { $0.suits(model, modality) }
    }
}

/// How occlusion takes parts away.
public struct OcclusionVariant: Sendable, Hashable {
    /// How large parts are.
    public var grain = Grain.usual
    /// What takes their place.
    public var fill = Fill.remove

    /// Parts of a size, and what takes their place.
    public init(_ grain: Grain = .usual, _ fill: Fill = .remove) { (self.grain, self.fill) = (grain, fill) }

    /// What differs from the usual way: `mean`, `fine`.
    private var words: [String] {
        (fill == .remove ? [] : [fill.rawValue]) + (grain == .usual ? [] : [grain.rawValue])
    }

    /// As written on the command line: `occlusion`, `occlusion-mean-fine`.
    var name: String { (["occlusion"] + words).joined(separator: "-") }

    /// As titles have it: `occlusion, mean, fine`.
    var title: String { (["occlusion"] + words).joined(separator: ", ") }

    /// All there are.
    static let all = Fill.allCases.flatMap { fill in Grain.allCases.map { OcclusionVariant($0, fill) } }

    /// The same with coarser parts, the coarsest first.
    public var coarser: [OcclusionVariant] {
        Grain.allCases.prefix { $0 != grain }.map { OcclusionVariant($0, fill) }
    }
}
