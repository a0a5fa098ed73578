import Cells
import Explanation
import Models
import Perceiver

/// How a map comes about.
enum Method: String, Sendable, Hashable, CaseIterable {
    /// No map: what the model made of the input, where that can be seen.
    case result
    /// What layers attend to; knows nothing of classes.
    case attention
    /// What the target class loses when a part is taken away.
    case occlusion
    /// Attention weighted by what the target class loses without each latent.
    case ablation

    /// What it is for a class, if it is about one.
    var explanation: ExplanationMethod? {
        switch self {
        case .result, .attention: nil
        case .occlusion: .occlusion
        case .ablation: .ablation
        }
    }

    /// The methods that make sense for what a kind of model puts out, the first of them to begin with.
    static func all(for kind: ModelKind) -> [Method] {
        switch kind {
        case .maskedLanguage: [.attention]
        case .opticalFlow: [.result, .attention]
        case .multimodal: [.result, .attention, .occlusion, .ablation]
        case .explorer, .sequenceClassification, .imageLearned, .imageFourier, .imageConvolution:
            [.attention, .occlusion, .ablation]
        }
    }
}

/// How a map and its source are drawn together.
enum Overlay: String, Sendable, Hashable, CaseIterable {
    /// The map over the source, which turns grey.
    case blend
    /// The source, dark where the map is low: outside the smallest part that holds 60 % of its mass.
    case mask
    /// The map alone.
    case map
    /// The source alone.
    case source
}

/// What is looked at, and how: everything about the maps that is the same for all inputs.
struct Lens: Sendable, Hashable {
    var method = Method.attention
    var layer = LayerChoice.encoder
    var head = HeadChoice.mean
    var query = QueryChoice.output
    /// The latent that is taken when one is asked for.
    var latent = 0
    var unit = AttentionUnit.weight
    var overlay = Overlay.blend
    var palette = Palette.inferno
    var scale = ScaleKind.linear
    /// The map's share of a blended colour.
    var strength = 0.6
    /// Whether a flow is drawn with arrows besides its colours.
    var hasArrows = false
}

/// Names a small attention map in the cache.
public struct MapKey: Sendable, Hashable {
    package let entry: EntryID
    package let layer: LayerChoice
    package let head: HeadChoice
    package let unit: AttentionUnit
    /// The decoder query that asks, in the decoder; 0 elsewhere, where it makes no difference.
    package let asker: Int

    /// Whether it is a map over the input.
    package var isEncoder: Bool { layer == .encoder }
}

/// Names a row of a large attention map in the cache.
public struct RowKey: Sendable, Hashable {
    package let entry: EntryID
    package let layer: LayerChoice
    package let head: HeadChoice
    package let unit: AttentionUnit
    package let query: QueryChoice
    /// The decoder query whose weights an answer's row takes; 0 for other rows.
    package let asker: Int
}

/// Names a large attention map averaged over neighbouring inputs.
public struct PooledKey: Sendable, Hashable {
    package let entry: EntryID
    package let head: HeadChoice
    package let unit: AttentionUnit
}

/// Names a class-specific map in the cache.
public struct RelevanceKey: Sendable, Hashable {
    package let entry: EntryID
    package let method: ExplanationMethod
    package let task: Int
    package let target: Int
}

/// Names a comparison in the cache.
public struct ComparisonKey: Sendable, Hashable {
    package let first: EntryID
    package let second: EntryID
    package let firstTask: Int
    package let secondTask: Int
}
