import Cells
import Explanation
import Media
import Models
import Perceiver

/// How a map comes about.
enum Method: Sendable, Hashable {
    /// No map: what the model made of the input, where that can be seen.
    case output
    /// What layers attend to; knows nothing of classes.
    case attention
    /// What speaks for the target class.
    case explanation(ExplanationMethod)

    /// What it is for a class, if it is about one.
    var explanation: ExplanationMethod? {
        if case .explanation(let method) = self { method } else { nil }
    }

    /// The one that is offered, of which it may be a variant.
    var usual: Method { explanation.map { .explanation($0.usual) } ?? self }

    /// In a word.
    var name: String {
        switch self {
        case .output: "result"
        case .attention: "attention"
        case .explanation(let method): method.name
        }
    }

    /// The methods that make sense for a model.
    static func all(for model: Model) -> [Method] {
        (model.showsOutputFirst ? [.output] : []) + [.attention]
            + ExplanationMethod.all(for: model).map { .explanation($0) }
    }
}

/// How a map and its source are drawn together.
enum Overlay: String, Sendable, Hashable, CaseIterable {
    /// The source, lit and in the map's colours where the map is high, dark where it is low.
    case blend
    /// The source, dark and grey outside the smallest part that holds ``keptMass`` of the map's mass.
    case mask
    /// The map alone.
    case map
    /// The source alone.
    case source

    /// In a few words.
    var words: String {
        switch self {
        case .blend: "map over the input"
        case .mask: "only the places that hold 60 % of the map"
        case .map: "map alone"
        case .source: "input alone"
        }
    }
    /// The share of a map's mass that a mask keeps.
    static let keptMass = 0.6
}

/// What is looked at, and how: everything about the maps that is the same for all inputs.
package struct Lens: Sendable, Hashable {
    /// How maps come about, if that was chosen; `nil` for what is usual for the run.
    var method: Method?
    /// The layer's name; `nil` for the usual one.
    var layer: String?
    var head = HeadChoice.usual
    var query = QueryChoice.usual
    /// The latent, or where tokens ask the token, that is taken when one is asked for.
    var latent = 0 {
        didSet { if case .one = query { query = .one(latent) } }
    }
    var unit = AttentionUnit.usual
    /// The part of scores that is shown, where tokens can be told apart; `nil` for the whole.
    var part: ScorePart?
    /// The order of matrices that can be clustered.
    var order = MatrixOrder.number
    /// The task that was chosen last; it is shown of every input that is asked for it.
    var task: String?
    var overlay = Overlay.blend
    /// How many steps coarser than by token maps over the input are shown; inputs have as many steps as they have.
    var coarseness = 0
    var palette = Palette.inferno
    var scale = ScaleKind.clipped
    /// The map's share of a blended colour where it is highest.
    var strength = Spotlight.usual
    /// Whether maps of changed inputs show how they differ from those before the change.
    var showsChange = false
    /// Whether maps of models that look at the input several times show what changed since the first look.
    var comparesLooks = false
    /// Whether a flow is drawn with arrows besides its colours.
    var hasArrows = false
    /// The side that point clouds are seen from.
    package var view = Viewpoint.front

    /// What a new screen looks at.
    package init() {}

    /// The task of a run that was chosen last, if the run has it and answers tasks first: of a text with masks it is
    /// these that are asked for.
    func task(of run: Run) -> Int? {
        guard let task, run.found(nil)?.token == nil else { return nil }
        return run.predictions.firstIndex { $0.task == task }
    }
}

extension ScaleKind {
    /// What is said of it when it is chosen.
    var words: String { self == .clipped ? "linear up to the 99th percentile" : rawValue }
}
