import Explanation
import Models
import Perceiver

// Why something cannot be done now; `nil` if it can.
extension Explorer {
    /// Why there is no map that could be looked at in another way.
    var mapObstacle: String? {
        guard case .compare(let state) = screen else { return runObstacle }
        if state.table == .matrix { return "the matrix shows no map" }
        let isRun = state.sides.contains { input($0)?.run != nil }
        return isRun ? nil : "the model has run on neither input"
    }

    /// Why nothing is known of the selected input but the input itself.
    var runObstacle: String? {
        guard let current else { return "there is no input" }
        return current.run == nil
            ? "the model has not run on this input; Enter in the list of inputs runs it" : nil
    }

    /// Why nothing would change if maps were drawn in another way.
    var drawingObstacle: String? {
        let runs = shownEntries.compactMap { input($0)?.run }
        let isMapShown = runs.isEmpty || !runs.allSatisfy(showsOutput)
        return isMapShown ? nil : "no map is shown; a shows one"
    }

    /// The same of other colours.
    var colourObstacle: String? {
        if let drawingObstacle { return drawingObstacle }
        let isSigned = shownEntries.compactMap(input).contains { shownMap($0)?.relevance.isSigned ?? false }
        guard isSigned, sheetObstacle == nil else { return nil }
        return "what speaks for and against a class has its own colours, in proportion"
    }

    /// The same of how a map and its input lie over each other; a flow and its pictures do.
    var overlayObstacle: String? {
        if case .flow? = current?.run?.output, lens.method == .output { return nil }
        if let drawingObstacle { return drawingObstacle }
        return liesOverInput ? nil : overLatents
    }

    /// Whether the lens is on a map over the input.
    private var liesOverInput: Bool {
        if case .relevance? = current.map(mapQuestion) { return true }
        return layer?.keys ?? .input == .input && shownQuery != .all
    }

    /// What is said where a place of the input is needed.
    private var overLatents: String {
        layer?.keys == .input
            ? "a matrix does not lie over the input" : "the map lies over latents, not over the input"
    }

    /// Why what the sheet does not follow cannot be changed, if it is open.
    var sheetObstacle: String? {
        if case .sheet = screen { "the sheet shows what all latents take from the input" } else { nil }
    }

    /// Why nobody else can ask: maps over latents are shown whole.
    var askerObstacle: String? {
        guard lens.method == .attention, let layer else { return nil }
        if layer.queries == .outputs { return "only the answer asks here" }
        return layer.usualQuery == .all
            ? "the attention of all latents is shown; arrows choose the marked one" : nil
    }

    /// Why no place can become the decoder query.
    var askObstacle: String? {
        guard let run = current?.run else { return runObstacle }
        if run.decoderLayout == nil && layer?.queries != .input {
            return "this model answers tasks, not places"
        }
        return placeObstacle
    }

    /// Why there are no classes to choose from.
    var classObstacle: String? {
        guard let run = current?.run, run.predictions.isEmpty else { return nil }
        return "this model answers no classes"
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
        case .clip, .tokens: return nil
        case .bytes(let bytes):
            return bytes.positions.isEmpty
                ? "a text is decoded where it is masked (^X)"
                : "what was decoded stands beside the map, where something is masked"
        case .classes, .flow: return "this model cannot decode its inputs"
        }
    }

    /// Why parts of the input cannot be taken away.
    var removalObstacle: String? {
        if let placeObstacle { return placeObstacle }
        guard let model = readyModel, let modality = current?.opened?.input.modality else {
            return "there is no input"
        }
        guard model.removes(from: modality) else {
            return "this model cannot do without parts of \(modality.words)"
        }
        if let input = current, let cursor = input.cursor, let layout = input.opened?.input.layout,
            !layout.placed.tokens.contains(cursor)
        {
            return "\(layout.section(of: cursor).name) has no place, of which a part could be removed"
        }
        return nil
    }

    /// Why parts of the input cannot be masked.
    var maskObstacle: String? {
        if let placeObstacle { return placeObstacle }
        guard let model = readyModel, let modality = current?.opened?.input.modality else {
            return "there is no input"
        }
        guard modality == .text else {
            return "\(modality.words) have no bytes to mask; Space removes a part"
        }
        return model.masksTexts ? nil : "this model cannot fill in masks"
    }
}
