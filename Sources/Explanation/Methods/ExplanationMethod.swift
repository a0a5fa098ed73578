import Media
public import Models

/// A way to find out which tokens of an input an answer comes from.
///
/// Each method is one file with one value of this type; ``all`` lists them. Screens, commands, the measurement of
/// faithfulness and the documentation know methods by this list alone.
public struct ExplanationMethod: Sendable {
    /// As shown and as written on the command line.
    public let name: String
    /// What is said of it before and beside its maps.
    public let label: MethodLabel
    /// How parts are taken away, if they are.
    public let variant: OcclusionVariant?
    /// The same with fewer steps, the quickest first.
    let rough: [ExplanationMethod]
    /// What one of its numbers is called.
    let quantity: @Sendable (Explained) -> String
    /// Whether it takes answers to tasks, and cannot be asked about places.
    public let needsTask: Bool
    /// What models lack that do not allow it, if it is neither latents nor classes: `pixels that it tells`.
    public let needs: String?
    /// Whether a model allows it.
    let suits: @Sendable (Model) -> Bool
    /// About how many runs of the model it takes.
    let cost: @Sendable (Run) -> Double
    /// Its map.
    let find: @Sendable (Explained, @escaping Progress) throws -> Finding

    /// A method.
    ///
    /// - Parameters:
    ///   - name: one word, or several with hyphens.
    ///   - label: what is said of it.
    ///   - variant: how parts are taken away, if they are.
    ///   - rough: the same with fewer steps, the quickest first.
    ///   - quantity: what one of its numbers is called.
    ///   - needsTask: whether it takes answers to tasks.
    ///   - needs: what models lack that do not suit, if it is neither latents nor classes.
    ///   - suits: whether a model allows it, that has tasks if it needs them.
    ///   - cost: about how many runs of the model it takes.
    ///   - find: computes the map; throws `CancellationError` if the task it runs in was cancelled.
    init(
        _ name: String,
        label: MethodLabel,
        variant: OcclusionVariant? = nil,
        rough: [ExplanationMethod] = [],
        quantity: @escaping @Sendable (Explained) -> String,
        needsTask: Bool = false,
        needs: String? = nil,
        suits: @escaping @Sendable (Model) -> Bool = { _ in true },
        cost: @escaping @Sendable (Run) -> Double,
        find: @escaping @Sendable (Explained, @escaping Progress) throws -> Finding
    ) {
        self.name = name
        self.label = label
        self.variant = variant
        self.rough = rough
        self.quantity = quantity
        self.needsTask = needsTask
        self.needs = needs
        self.suits = suits
        self.cost = cost
        self.find = find
    }
}

extension ExplanationMethod {
    /// All methods, in the order in which they are offered.
    public static let all: [ExplanationMethod] = [
        .occlusion, .ablation, .gradient, .attnLRP, .constantLRP, .stepwise, .keyWeights, .integrated,
        .chefer, .rollout,
        .valueNorms, .valueZeroing, .surprise,
    ]

    /// The methods that a model allows.
    public static func all(for model: Model) -> [ExplanationMethod] {
        all.filter { !($0.needsTask && !model.hasClasses) && $0.suits(model) }
    }

    /// The method of a name, a variant of one, or one with fewer steps.
    public init?(name: String) {
        if let variant = OcclusionVariant.all.first(where: { $0.name == name }) {
            self = .occluding(variant)
        } else {
            let known = Self.all + Self.all.flatMap(\.rough)
            guard let method = known.first(where: { $0.name == name }) else { return nil }
            self = method
        }
    }

    /// The one among ``all`` that it is, or is a variant of.
    public var usual: ExplanationMethod {
        if variant != nil { return .occlusion }
        return Self.all.first { $0.rough.contains(self) } ?? self
    }

    /// Quicker ones that give much the same map of a run, the quickest first: with larger parts, or fewer steps.
    public func rougher(_ run: Run) -> [ExplanationMethod] {
        guard let variant else { return rough }
        let count = { (variant: OcclusionVariant) in run.input.parts(variant.grain).count }
        return variant.coarser.filter { count($0) < count(variant) }.map { .occluding($0) }
    }

    /// As titles have it.
    public var title: String { variant?.title ?? name }

    /// Whether a model allows it.
    public func isAllowed(by model: Model) -> Bool {
        Self.all(for: model).contains(usual) && suits(model)
    }

    /// The map of a target.
    ///
    /// - Parameter progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func explain(_ explained: Explained, progress: @escaping Progress = { _ in }) throws -> Finding {
        try find(explained, progress)
    }

    /// About how many times the model, or its latents' part, has to run for it.
    public func steps(_ run: Run) -> Int { Int(cost(run).rounded(.up)) }
}

extension ExplanationMethod: Hashable {
    /// Methods are known by their names.
    public static func == (a: ExplanationMethod, b: ExplanationMethod) -> Bool { a.name == b.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What is said of a method, for those who choose among several.
public struct MethodLabel: Sendable, Hashable {
    /// What it does, in a sentence.
    public let summary: String
    /// Whether it would give another map for another class.
    public let seesClass: Bool
    /// Whether its numbers can speak against the class.
    public let isSigned: Bool
    /// What it takes, in a few words.
    public let cost: String
    /// What its maps do not say, in a sentence.
    public let caveat: String
    /// Where it was described.
    public let source: String

    /// What is said of a method.
    public init(
        summary: String,
        seesClass: Bool,
        isSigned: Bool,
        cost: String,
        caveat: String,
        source: String
    ) {
        self.summary = summary
        self.seesClass = seesClass
        self.isSigned = isSigned
        self.cost = cost
        self.caveat = caveat
        self.source = source
    }
}

/// What a method found out.
public struct Finding: Sendable {
    /// A number for each token.
    public let relevance: Relevance
    /// What has one number together; `nil` if each token has its own.
    public let blocks: Blocks?
    /// What readers should know before they trust the colours, in a few words.
    public let caution: String?
    /// What was measured on the way.
    public let measures: [Measure]
    /// The drop in the target's evidence without each latent; `nil` if that was not found out.
    public let effects: [Float]?

    /// A map with what else was found out.
    public init(
        _ relevance: Relevance,
        blocks: Blocks? = nil,
        caution: String? = nil,
        measures: [Measure] = [],
        effects: [Float]? = nil
    ) {
        self.relevance = relevance
        self.blocks = blocks
        self.caution = caution
        self.measures = measures
        self.effects = effects
    }
}

/// One number that belongs to a map as a whole.
public struct Measure: Sendable, Hashable {
    /// What it is, in a few words.
    public let name: String
    /// The number.
    public let value: Double
    /// Whether it is a share, shown in per cent.
    public let isShare: Bool

    /// It as it is read: `gap .012`, `from learned latents 12 %`.
    public var text: String {
        isShare ? "\(name) \(decimal(100 * value, places: 0)) %" : "\(name) \(decimal(value, places: 2))"
    }

    /// Its name in files: `latentIdentityKept`.
    public var key: String {
        let words = name.split(separator: " ")
        return words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
    }

    /// A number with its name.
    public init(_ name: String, _ value: Double, isShare: Bool = false) {
        self.name = name
        self.value = value
        self.isShare = isShare
    }
}

extension Modality {
    /// What a part is called that occlusion removes.
    func partName(_ grain: Grain) -> String {
        if self == .clip && grain == .coarse { return "moment" }
        guard self == .text else { return "block" }
        return switch grain {
        case .coarse: "sentence"
        case .usual: "word"
        case .fine, .finest: "character"
        }
    }
}
