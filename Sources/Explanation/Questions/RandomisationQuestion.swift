import Models

/// Whether a map shows what the model has learned: see ``Randomisation``.
public struct RandomisationQuestion: ComposedQuestion {
    /// The map.
    public let map: any MapAsking

    /// The check of a map.
    public init(_ map: any MapAsking) { self.map = map }

    /// What it is made of.
    public var parts: [AnyHashable] { [map.asked] }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(map.subject), map] }
    /// What is being done, in a word or two.
    public var title: String { "random weights" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if the map does not lie over the input.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Randomisation {
        let run = known(RunQuestion(map.subject))
        let original = try overInput(known.map(map))
        let parts = run.model.redrawnParts
        let count = Double(parts.count)
        let maps = try parts.enumerated().map { index, part in
            try Task.checkCancellation()
            let other = try map.answer(of: run.redrawn(part, seed: Randomisation.seed), as: run) {
                progress((Double(index) + $0) / count)
            }
            return (part, try overInput(other))
        }
        return Randomisation(original, over: run.input.kept, maps)
    }

    private func overInput(_ answer: MapAnswer) throws -> Relevance {
        guard case .overInput(let ranked) = answer.content else {
            throw Failure("this map does not lie over the input; random weights are tried on maps that do")
        }
        return ranked.relevance
    }
}
