import Models

/// What two maps have in common: see ``ViewComparison``.
public struct ViewComparisonQuestion: ComposedQuestion {
    /// The map on the left.
    public let first: any MapAsking
    /// The map on the right.
    public let second: any MapAsking
    /// Whose answers the maps are about, as far as they are tasks or places.
    public let askers: [Asker?]
    /// The classes that effects of latents are asked for; none if they are not wanted.
    ///
    /// Two models have no latents in common.
    public let effects: [RelevanceQuestion]

    /// Two maps.
    ///
    /// - Parameters:
    ///   - first: the one on the left.
    ///   - second: the one on the right.
    ///   - askers: whose answers read latents, on the left and on the right.
    ///   - effects: the two questions for the effects of latents; none if they are not wanted.
    public init(
        _ first: any MapAsking,
        _ second: any MapAsking,
        askers: [Asker?],
        effects: [RelevanceQuestion] = []
    ) {
        (self.first, self.second, self.askers) = (first, second, askers)
        self.effects = first.subject.model == second.subject.model ? effects : []
    }

    /// What it is made of.
    public var parts: [AnyHashable] { [first.asked, second.asked, askers, effects] }

    private var isOfOneModel: Bool { first.subject.model == second.subject.model }

    private var readings: [ReadingQuestion] {
        guard isOfOneModel else { return [] }
        return zip([first.subject, second.subject], askers).map { ReadingQuestion($0, asker: $1) }
    }

    /// What must be known first.
    public var needs: [any Question] {
        let runs = [first.subject, second.subject].map { RunQuestion($0) }
        return [first, second] + runs + readings + effects
    }

    /// What is being done, in a word or two.
    public var title: String { "comparison" }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) -> ViewComparison {
        let runs = [first.subject, second.subject].map { known(RunQuestion($0)) }
        let areLatents = runs.allSatisfy { $0.readSpace == .latents }
        let differ = isOfOneModel && first.subject != second.subject
        return ViewComparison(
            [known.map(first), known.map(second)],
            runs,
            latentCosine: differ ? Comparison.latentCosine(runs[0], runs[1]) : nil,
            readings: areLatents ? readings.map { known($0) } : [],
            effects: effects.compactMap { known($0).latentEffects }
        )
    }
}
