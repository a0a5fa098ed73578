import Explanation
import Media
import Models
import Perceiver

// Why something cannot be done now; `nil` if it can.
extension Explorer {
    /// Why there is no map that could be looked at in another way.
    var mapObstacle: String? {
        guard case .compare(let state) = screen else { return runObstacle }
        if state.table == .matrix { return "there are no maps on this page" }
        let isRun = sides(state).contains { $0.run != nil }
        return isRun ? nil : "the model has run on neither input"
    }

    /// Why there will never be a map of what is shown, if so.
    var deadMapObstacle: String? {
        if case .compare = screen { return mapObstacle }
        return current.flatMap(brokenObstacle)
    }

    /// Why the model cannot run on an input, if so.
    func brokenObstacle(_ input: Input) -> String? {
        if modelFailure != nil { return "the model cannot be used" }
        let name = input.source.name
        if input.failure == nil { return refusal(of: input.entry).map { "\(name): \($0)" } }
        return "\(name) cannot be " + (input.isUnreadable ? "read" : "run")
    }

    /// Why nothing is known of the selected input but the input itself.
    var runObstacle: String? {
        guard let current else { return "there is no input" }
        guard current.run == nil else { return nil }
        if let broken = brokenObstacle(current) { return broken }
        return awaitsRun(current)
            ? "the model is still running" : "the model has not run on this input; press 1, then Enter"
    }

    /// Whether the model runs on an input, or will soon.
    func awaitsRun(_ input: Input) -> Bool { input.run == nil && (input.wantsRun || list.rest != nil) }

    /// Why nothing will be measured, by what a measure needs; a run that is under way is waited for.
    func measureObstacle(_ obstacle: String?) -> String? {
        guard let current, awaitsRun(current) else { return obstacle }
        return brokenObstacle(current)
    }

    /// Why there are no removal curves to draw.
    var curvesObstacle: String? {
        if removalFigure != nil { return nil }
        guard let current, main.box == .faithfulness else { return "nothing is measured yet; F does" }
        let question = faithfulnessQuestion(current)
        let isMeasuring = awaitsRun(current) || question.map { ledger.isAwaiting($0) } == true
        return isMeasuring ? "they are still being measured" : "they cannot be measured"
    }

    /// Why nothing would change if maps were drawn in another way.
    var drawingObstacle: String? {
        let runs = shownInputs.compactMap(\.run)
        let isMapShown = runs.isEmpty || !runs.allSatisfy(showsOutput)
        return isMapShown ? nil : "no map is shown; press a for one"
    }

    /// The same of other colours.
    var colourObstacle: String? {
        if let drawingObstacle { return drawingObstacle }
        let isSigned = shownInputs.contains { shownMap($0)?.relevance.isSigned ?? false }
        guard isSigned, sheetObstacle == nil else { return nil }
        return "signed maps have their own colours, on a linear scale"
    }

    /// The same of how a map and its input lie over each other; a flow and its pictures do.
    var overlayObstacle: String? {
        if case .flow? = current?.run?.output, method == .output { return nil }
        if let drawingObstacle { return drawingObstacle }
        return liesOverInput ? nil : overLatents
    }

    /// Whether the lens is on a map over the input.
    private var liesOverInput: Bool {
        switch current.map(mapQuestion) {
        case .relevance, .difference: return true
        case .attention, nil: break
        }
        return layer?.keys ?? .input == .input && shownQuery != .all
    }

    /// What is said where a place of the input is needed.
    private var overLatents: String {
        layer?.keys == .input
            ? "a matrix has no place in the input" : "this map shows latents, not places in the input"
    }

    /// Why what the sheet does not follow cannot be changed, if it is open.
    var sheetObstacle: String? {
        if case .sheet = screen { "it isn't available on the sheet; press Esc first" } else { nil }
    }

    /// Why nobody else can ask: maps over latents are shown whole.
    var askerObstacle: String? {
        guard method == .attention, let layer else { return nil }
        if layer.queries == .outputs { return "only answers attend here; press y for another task" }
        return layer.usualQuery == .all
            ? "all latents are shown at once; ← and → choose the marked one" : nil
    }

    /// Why no place can become the decoder query.
    var askObstacle: String? {
        guard let run = current?.run else { return runObstacle }
        if run.decoderLayout == nil && layer?.queries != .input {
            return "this model answers questions about the whole input, not about places"
        }
        return placeObstacle
    }

    /// Why there are no classes to choose from.
    var classObstacle: String? {
        guard let run = current?.run else { return runObstacle }
        return run.predictions.isEmpty ? "this model predicts no classes" : nil
    }

    /// Why maps cannot be made by another method.
    var methodObstacle: String? {
        sheetObstacle ?? (methods.count < 2 ? "this model has nothing to explain" : nil)
    }

    /// Why no class can be set against the target.
    var contrastObstacle: String? {
        if let classObstacle { return classObstacle }
        guard let input = current, input.opponents[input.task] == nil else { return nil }
        guard let prediction = input.run?.predictions[input.task] else { return nil }
        return prediction.labels.count < 2 ? "there is only one class" : nil
    }

    /// Why there are neither classes nor masked places nor letters to choose from.
    var targetObstacle: String? {
        if current?.run?.output.places.isEmpty == false { return nil }
        if case .transcript? = current?.run?.output { return "no letter was read" }
        return classObstacle
    }

    /// Why there is no other task.
    var taskObstacle: String? {
        guard let input = activeEntry.flatMap(input), let run = input.run else {
            return runObstacle ?? "the model has not run on this input"
        }
        if run.predictions.isEmpty { return "this model predicts no classes" }
        let isTask = input.found?.task != nil
        return run.predictions.count < 2 && isTask ? "this input has only one task" : nil
    }

    /// Whether some classes of the task are not listed yet.
    var hasMoreClasses: Bool {
        guard let input = current, let run = input.run, run.predictions.indices.contains(input.task) else {
            return false
        }
        let count = run.predictions[input.task].labels.count
        return !main.isExpanded && count > PredictionsView.rowsPerTask(self)
    }

    /// Why the cursor is at no place of the input.
    var placeObstacle: String? {
        guard let input = current else { return nil }
        if case .map(_, let answer, _) = content(of: input) {
            guard case .overInput = answer.content else { return overLatents }
        }
        return input.cursor == nil ? "move the cursor first" : nil
    }

    /// Why the selected input cannot be decoded.
    var decodingObstacle: String? {
        guard let run = current?.run else { return runObstacle }
        switch run.output {
        case .clip, .tokens, .colours: return nil
        case .bytes(let bytes):
            return bytes.positions.isEmpty
                ? "nothing is masked; press 2, Enter, then ^X to mask a part of the text"
                : "the decoded text stands in the right pane"
        case .transcript: return "what was said stands in the right pane"
        case .classes where run.input.units != nil:
            return "units are not decoded; ^X in a region hides their types, and the model is asked for them"
        case .classes, .flow: return "this model cannot decode \(run.input.modality.words)"
        }
    }

    /// Why something cannot be done with a region of the input.
    func obstacle(to edit: RegionEdit) -> String? {
        if let placeObstacle { return placeObstacle }
        guard let input = current, let modality = input.opened?.input.modality, let model = readyModel else {
            return "there is no input"
        }
        switch edit {
        case .remove:
            let isWhole = !model.removes(from: modality)
            return isWhole
                ? "this model needs the whole input: parts of \(modality.words) cannot be removed" : nil
        case .mask: return maskObstacle
        case .fill(let filling): return obstacle(to: filling, modality)
        case .swap: return otherInput == nil ? "there is no other input of this kind" : nil
        }
    }

    private func obstacle(to filling: Filling, _ modality: Modality) -> String? {
        if modality == .text { return "texts cannot be \(filling.verb); press d to remove a part" }
        if modality == .points || modality == .units {
            let what = modality == .points ? "points" : "units"
            return filling == .blank ? nil : "\(what) can only be taken away; press b, or d for their tokens"
        }
        let isSound = modality == .audio || modality == .clip && !isRegionInFrames
        switch filling {
        case .blank: return nil
        case .blur: return isSound ? "sounds cannot be blurred; press s for silence" : nil
        case .silence: return isSound ? nil : "only sounds can be silenced; press b to blank a part"
        }
    }

    /// Whether the region lies in the frames of a clip.
    var isRegionInFrames: Bool {
        guard let input = current, let layout = input.opened?.input.layout, let cursor = input.cursor else {
            return false
        }
        return layout.section(of: cursor).frames != nil
    }

    /// Why nothing can be written in the place of a region.
    var replacementObstacle: String? {
        if let placeObstacle { return placeObstacle }
        guard selectsWords else { return "only texts can be retyped; press S for a part of another input" }
        return current?.opened?.input.layout.columns.quantity == .byte
            ? nil : "this text has no bytes to replace"
    }

    /// Why parts of the input cannot be masked.
    var maskObstacle: String? {
        if let placeObstacle { return placeObstacle }
        guard let model = readyModel, let modality = current?.opened?.input.modality else {
            return "there is no input"
        }
        if modality == .units { return nil }
        guard modality == .text else {
            return "only texts can be masked; press Space to remove a part"
        }
        return model.masksTexts ? nil : "this model has no mask token"
    }
}
