import Explanation
import Models

// Compare's latents without their means over the inputs of the list.
extension Explorer {
    /// The inputs that the model takes.
    private var candidates: [Subject] { comparable.map { Subject($0.source, model: models.place) } }

    /// The inputs that the means are of: all that the model could look at.
    private var centringSubjects: [Subject] {
        candidates.filter { ledger.failure(of: LatentStatesQuestion($0)) == nil }
    }

    /// Why no means are taken away, if so.
    var centringObstacle: String? {
        if !hasLatents { return "this model has no latents" }
        let count = centringSubjects.count
        return count < CentredComparison.fewest
            ? "that takes \(CentredComparison.fewest) inputs or more, and there are \(count)" : nil
    }

    /// The question how alike the latents of both sides are without their means.
    private func centredQuestion(_ state: CompareState) -> CentredComparisonQuestion? {
        guard centringObstacle == nil, let first = side(state, 0), let second = side(state, 1),
            first.run != nil, second.run != nil, first.subject.model == second.subject.model,
            first.subject.model == models.place
        else { return nil }
        return CentredComparisonQuestion(first.subject, second.subject, among: centringSubjects)
    }

    /// How alike the latents of both sides are without their means, once that is known.
    func centredComparison(_ state: CompareState) -> CentredComparison? {
        centredQuestion(state).flatMap { ledger[$0] }
    }

    /// Whether a table tells how alike latents are: that of latents, and that of views of two inputs.
    private func showsCentred(_ state: CompareState) -> Bool {
        state.table == .latents || state.table == .views && areOfTwoInputs(state)
    }

    /// What the table takes: one input after the other, then the comparison.
    func centredNeeds(_ state: CompareState) -> [any Question] {
        guard showsCentred(state) else { return [] }
        // Were the runs forgotten meanwhile, none of this could be asked.
        let inputs = self.sides(state).filter { $0.run != nil }
        let sides: [any Question] =
            inputs.map { RunQuestion($0.subject) }
            + inputs.map { ReadingQuestion($0.subject, asker: $0.asker) }
        guard let question = centredQuestion(state) else { return sides }
        let next = question.inputs.lazy.map { LatentStatesQuestion($0) }.first { ledger[$0] == nil }
        return sides + (next.map { [$0] } ?? [question])
    }

    /// What stays while the table is shown, failures too: what was forgotten would be asked again.
    func centredKept(_ state: CompareState) -> [any Question] {
        guard showsCentred(state) else { return [] }
        // Those of all inputs: of one that cannot be opened it must stay known that it cannot.
        let states = list.entries.map { LatentStatesQuestion(Subject($0.source, model: models.place)) }
        return list.entries.map(portrait) + states
    }

    /// Latents in the order of a table.
    ///
    /// - Parameter cosines: how alike each of them is.
    func latentOrder(_ state: CompareState, _ cosines: [Double]) -> [Int] {
        func sorted(by value: (Int) -> Double) -> [Int] {
            cosines.indices.sorted { (value($0), $1) > (value($1), $0) }
        }
        switch state.order {
        case .alike: return sorted { cosines[$0] }
        case .different: return sorted { -cosines[$0] }
        case .number: return Array(cosines.indices)
        case .weight:
            let weights = sides(state).compactMap(decoderWeights)
            return sorted { latent in
                weights.reduce(0) { $0 + ($1.indices.contains(latent) ? Double($1[latent]) : 0) }
            }
        }
    }
}
