import Explanation

// What is found out about the map that is shown.
extension Explorer {
    /// What the box below the predictions is about, if that takes a question of its own.
    func boxQuestion(_ input: Input) -> (any Question)? {
        switch main.box {
        case .latent: nil
        case .faithfulness: faithfulnessQuestion(input)
        case .randomWeights: randomisationQuestion(input)
        }
    }

    /// How faithful the map is that is shown; `nil` where none lies over the input.
    func faithfulnessQuestion(_ input: Input) -> FaithfulnessQuestion? {
        mapOverInput(input).map {
            FaithfulnessQuestion($0, task: input.task, target: input.target(task: input.task))
        }
    }

    /// What random weights do to the map that is shown; `nil` where none lies over the input.
    func randomisationQuestion(_ input: Input) -> RandomisationQuestion? {
        mapOverInput(input).map { RandomisationQuestion($0) }
    }

    private func mapOverInput(_ input: Input) -> (any MapAsking)? {
        guard let run = input.run, !showsOutput(run) else { return nil }
        switch mapQuestion(input) {
        case .attention(let question):
            return layer?.keys == .input && question.query != .all ? question : nil
        case .relevance(let question): return question
        case .difference: return nil
        }
    }
}
