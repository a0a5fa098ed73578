import Cells
import Explanation
import Models

/// What the attention pane shows of an input.
enum PaneContent {
    /// Nothing yet, for this reason.
    case message(String)
    /// The input without a map.
    case source(OpenedMedium)
    /// What the model made of the input: a flow, or what it decoded.
    case output(OpenedMedium, Run)
    /// A map; whether another one is on its way.
    case map(OpenedMedium, MapAnswer, isStale: Bool)
}

extension Explorer {
    /// What is shown of an input, from what is known so far.
    func content(of input: Input) -> PaneContent {
        guard let opened = input.opened else {
            if let failure = modelFailure { return .message(failure.description) }
            if input.isUnreadable, let failure = input.failure { return .message(failure.description) }
            return .message(readyModel == nil ? "Loading the model…" : "Reading \(input.source.name)…")
        }
        guard let run = input.run else { return .source(opened) }
        if input.held == nil, showsOutput(run) { return .output(opened, run) }
        guard let seen = input.held ?? input.seen, let answer = shown(seen, of: input) ?? map(seen) else {
            return .source(opened)
        }
        return .map(opened, answer, isStale: seen != mapQuestion(input))
    }

    /// The map that is drawn of an input.
    func shownMap(_ input: Input) -> MapAnswer? {
        if case .map(_, let answer, _) = content(of: input) { answer } else { nil }
    }

    /// The title of what is drawn of an input.
    ///
    /// - Parameter width: the cells it may take; if it does not fit, shorter words are chosen.
    func title(of input: Input, width: Int = .max) -> String {
        func fitting(_ title: MapTitle, _ mark: String = "") -> String {
            let room = width - Glyphs.width(of: mark)
            let forms = forms(title)
            let form = forms.first { Glyphs.width(of: $0.joined(separator: " \(appearance.dot) ")) <= room }
            if let form { return form.joined(separator: " \(appearance.dot) ") + mark }
            return appearance.fitted(forms[forms.count - 1], width: room) + mark
        }
        switch content(of: input) {
        case .message, .source: return input.source.name
        case .output(_, let run): return fitting(outputTitle(input, run))
        case .map(_, let answer, let isStale):
            // In a map of all latents the chosen one is marked.
            return fitting(answer.title(marking: lens.latent), isStale ? " …" : "")
        }
    }

    /// A title and its shorter forms: the usual layer gives way first, and never who is asked or the unit.
    private func forms(_ title: MapTitle) -> [[String]] {
        let isUsual = readyModel.map { $0.layer(lens.layer) == $0.layer(nil) } ?? true
        return title.forms(losesFirst: isUsual)
    }

    private func outputTitle(_ input: Input, _ run: Run) -> MapTitle {
        let isDecoded = ledger[ReconstructionQuestion(input.subject)] != nil
        switch run.output {
        case .flow: return .flow
        case .tokens where isDecoded && !run.input.removed.isEmpty:
            return MapTitle(
                ["input with a part removed", "filled in by the model"],
                short: ["input", "filled in"]
            )
        case .clip, .tokens:
            return MapTitle(
                isDecoded ? ["input", "decoded from the latents"] : ["input"],
                short: isDecoded ? ["input", "decoded"] : ["input"]
            )
        case .colours(let answers):
            let from = run.input.asked.map { "completed from \(answers.grid.name(of: $0.pixel))" } ?? ""
            return MapTitle(
                isDecoded ? ["input", from] : ["input"],
                short: isDecoded ? ["input", "completed"] : ["input"]
            )
        case .bytes, .transcript, .classes: return MapTitle(["result"])
        }
    }

    /// The input that was decoded from the latents, if that was done.
    func reconstruction(_ input: Input) -> Reconstructed? { ledger[ReconstructionQuestion(input.subject)] }

    /// Whether what the model made of an input is shown instead of a map.
    func showsOutput(_ run: Run) -> Bool {
        guard method(for: run) == .output else { return false }
        return switch run.output {
        case .flow, .clip, .tokens, .colours: true
        case .bytes, .transcript, .classes: false
        }
    }

    /// Why the first model cannot be used, if so.
    var modelFailure: Failure? { ledger.failure(of: ModelQuestion(models.place)) }

    /// The weights that the answer that maps are about gives the latents, if known.
    func decoderWeights(_ input: Input) -> [Float]? {
        ledger[ReadingQuestion(input.subject, asker: input.asker)]
    }

    /// What the target class loses without each latent, if that was computed.
    func latentEffects(_ input: Input) -> [Float]? {
        relevance(input, by: .ablation).flatMap { ledger[$0]?.latentEffects }
    }

    /// The maps of all latents, or all tokens, over an input, if they are known and few.
    func encoderWeights(_ input: Input) -> PooledMap? { ledger[weightsQuestion(input)] }
}
