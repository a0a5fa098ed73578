import Media
public import Models

/// The class-specific maps: what speaks for a class.
public enum ExplanationMethod: String, Sendable, Hashable, CaseIterable {
    /// See ``Occlusion``.
    case occlusion
    /// See ``LatentAblation``.
    case ablation

    /// The methods that a model allows.
    public static func all(for model: Model) -> [ExplanationMethod] {
        if model.tasks.isEmpty { return [] }
        return model.latentCount > 0 ? [.occlusion, .ablation] : [.occlusion]
    }

    /// What one of its numbers is called, of a task with such scores.
    func quantity(_ scoring: Scoring) -> String {
        switch self {
        case .occlusion: "Δ \(scoring.quantity)"
        case .ablation: "effect"
        }
    }

    /// What is said of a map in which nothing is strong.
    func caution(_ modality: Modality) -> String {
        switch self {
        case .occlusion: "no single \(modality.partName) matters"
        case .ablation: "no single latent matters"
        }
    }

    /// The map for a class, and if single latents were left out for it what each of them does.
    ///
    /// - Parameters:
    ///   - run: the run to explain.
    ///   - task: one of the run's tasks.
    ///   - target: the class.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func explain(
        _ run: Run,
        task: Int,
        target: Int,
        progress: (Double) -> Void = { _ in }
    ) throws -> (relevance: Relevance, effects: [Float]?) {
        func report(_ done: Int, _ all: Int) { progress(Double(done) / Double(max(all, 1))) }
        switch self {
        case .occlusion:
            return (try Occlusion.relevance(run, task: task, target: target, progress: report), nil)
        case .ablation:
            let effects = try LatentAblation.effects(run, task: task, target: target, progress: report)
            return (try LatentAblation.relevance(run, task: task, effects: effects), effects)
        }
    }

    /// About how many times the model, or its latents' part, has to run for it.
    public func steps(_ run: Run) -> Int {
        switch self {
        case .occlusion: run.input.parts.count
        case .ablation: run.model.latentCount
        }
    }
}

extension Modality {
    /// What a part is called that occlusion removes.
    var partName: String { self == .text ? "word" : "block" }
}
