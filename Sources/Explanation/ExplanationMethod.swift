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

    /// The map for a class.
    ///
    /// - Parameters:
    ///   - run: the run to explain.
    ///   - task: one of the run's tasks.
    ///   - target: the class.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func relevance(
        _ run: Run,
        task: Int,
        target: Int,
        progress: (Double) -> Void = { _ in }
    ) throws -> Relevance {
        func report(_ done: Int, _ all: Int) { progress(Double(done) / Double(max(all, 1))) }
        switch self {
        case .occlusion:
            return try Occlusion.relevance(run, task: task, target: target, progress: report)
        case .ablation:
            let effects = try LatentAblation.effects(run, task: task, target: target, progress: report)
            return try LatentAblation.relevance(run, task: task, effects: effects)
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
