import Explanation
import Models

// The sound and the picture of a clip: what the target is without one of them, and taking one away.
extension Explorer {
    /// What the target loses without a side of a clip; `nil` where that cannot be known, or is known already.
    func sideQuestion(_ side: ClipSide, _ input: Input) -> RegionQuestion? {
        guard let opened = input.opened, let run = input.run, let target = input.target(task: input.task),
            run.model.removes(from: opened.input.modality),
            let section = opened.input.layout.section(of: side)
        else { return nil }
        let tokens = Set(section.tokens).subtracting(opened.input.removed)
        guard !tokens.isEmpty, tokens.count < opened.input.readCount else { return nil }
        return RegionQuestion(input.subject, task: input.task, target: target, without: tokens)
    }

    /// The questions about both sides of a clip.
    func sideQuestions(_ input: Input) -> [any Question] {
        ClipSide.allCases.compactMap { sideQuestion($0, input) }
    }

    /// Why a side of a clip cannot be taken away.
    func obstacle(withoutSide side: ClipSide) -> String? {
        guard let input = current, let opened = input.opened, let model = readyModel else {
            return "there is no input"
        }
        guard opened.input.modality == .clip else { return "only clips have a sound and a picture" }
        guard let section = opened.input.layout.section(of: side) else {
            return "this clip has no \(side.rawValue)"
        }
        guard model.removes(from: .clip) else { return "this model needs the whole input" }
        let removed = opened.input.removed
        if removed.isSuperset(of: section.tokens) { return "all of the \(side.rawValue) is already removed" }
        return removed.union(section.tokens).count < opened.input.layout.count
            ? nil : "nothing of the input would be left"
    }

    /// Takes all of the sound or of the picture of a clip away, and runs the model on what is left.
    mutating func remove(_ side: ClipSide) { runEdit(.remove(Part(.side(Part.Side(side), nil)))) }
}
