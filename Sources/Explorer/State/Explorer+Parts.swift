import Explanation
import Models
import Perceiver

// Scores told apart: what content adds to them, what position adds, and what is left.
extension Explorer {
    /// The part of scores that is shown in a layer; `nil` where the whole is.
    func shownPart(_ input: Input, in layer: Layer?) -> ScorePart? {
        guard lens.unit == .score, let part = lens.part, splits(input, layer) else { return nil }
        return part
    }

    private func splits(_ input: Input, _ layer: Layer?) -> Bool {
        guard let run = input.run, let layer else { return false }
        return run.splitsScores(layer: run.model.layer(layer.name))
    }

    /// The layer whose scores are told apart: the shown one, or the usual one while an explanation is shown.
    private var partLayer: Layer? {
        method.explanation == nil ? layer : readyModel.map { $0.layers[$0.layer(nil)] }
    }

    /// Why scores cannot be told apart, if so.
    var partObstacle: String? {
        let inputs = shownEntries.compactMap(input).filter { $0.run != nil }
        guard let layer = partLayer, !inputs.contains(where: { splits($0, layer) }) else { return nil }
        if layer.keys != .input { return "this layer reads latents, which are neither content nor position" }
        let isMixed = inputs.contains { if case .mixed? = $0.run?.input.makeup { true } else { false } }
        return isMixed
            ? "this model's tokens do not keep content and position apart"
            : "in this layer tokens have read each other already"
    }

    /// The next part: after the whole the content's, and after the rest the whole.
    mutating func stepPart() {
        if method.explanation != nil { set(layer: nil) }
        lens.method = .attention
        let steps: [ScorePart?] = [nil] + ScorePart.allCases
        let shown = lens.unit == .score ? lens.part : nil
        let place = steps.firstIndex(of: shown) ?? 0
        (lens.unit, lens.part) = (.score, steps[(place + 1) % steps.count])
        let words = lens.part.map { "score: \($0.meaning)" } ?? "the whole score"
        notice = Notice(text: words, isError: false)
    }
}
