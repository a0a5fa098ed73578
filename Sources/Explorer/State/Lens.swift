import Explanation
import Perceiver

/// How a map comes about.
enum Method: String, Sendable, Hashable, CaseIterable {
    /// What layers attend to; knows nothing of classes.
    case attention
    /// What the target class loses when a part is taken away.
    case occlusion
    /// Attention weighted by what the target class loses without each latent.
    case ablation

    var isClassSpecific: Bool { self != .attention }
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
}

/// Names a map in the cache.
public struct MapKey: Sendable, Hashable {
    package let entry: EntryID
    package let layer: LayerChoice
    package let head: HeadChoice
    package let unit: AttentionUnit
    /// The task that asks, in the decoder; 0 elsewhere, where tasks make no difference.
    package let task: Int
}

/// Names a class-specific map in the cache.
public struct RelevanceKey: Sendable, Hashable {
    package let entry: EntryID
    package let method: String
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
