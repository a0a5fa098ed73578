import Cells
import Explanation
import Models
import Numerics

/// What the attention pane shows of an entry.
enum Sight {
    /// Nothing yet, for this reason.
    case message(String)
    /// The input without a map.
    case source(OpenedMedium)
    /// What the model made of the input: a flow, or a clip.
    case result(OpenedMedium, Run)
    /// A number for each token, over the input.
    case overInput(OpenedMedium, RankedRelevance)
    /// A number for each pair of latents, or of neighbouring ones; and the chosen latent's own row.
    case matrix(AttentionMap, row: [Float]?, meaning: String)
    /// A number for each latent.
    case strip([Float], meaning: String)
}

extension Explorer {
    /// What is shown of an entry, from what is known so far.
    func sight(of entry: Entry) -> Sight {
        switch entry.state {
        case .unread, .reading:
            if case .failed(let reason) = model { return .message(reason) }
            return .message(readyModel == nil ? "loading the model…" : "reading \(entry.source.name)…")
        case .failed(let reason): return .message(reason)
        case .opened(let opened):
            guard let run = entry.run else { return .source(opened) }
            if showsResult(run) { return .result(opened, run) }
            if let key = relevanceKey(entry) {
                let removed = opened.input.removed
                return relevances[key].map { .overInput(opened, RankedRelevance($0, without: removed)) }
                    ?? .source(opened)
            }
            return attention(entry, opened: opened)
        }
    }

    private func attention(_ entry: Entry, opened: OpenedMedium) -> Sight {
        if lens.layer == .encoder, let key = shownRow(entry) {
            return rows[key].map { .overInput(opened, $0) } ?? .source(opened)
        }
        guard let decoder = maps[decoderKey(entry)], let key = shownKey(entry), let map = maps[key] else {
            return .source(opened)
        }
        switch lens.layer {
        case .encoder:
            let row = map.row(lens.query, decoderWeights: decoder.values[row: 0])
            let relevance = Relevance(values: row, isSigned: false, meaning: unitMeaning)
            return .overInput(opened, RankedRelevance(relevance, without: opened.input.removed))
        case .selfAttention:
            let own =
                shownRow(entry).map { rows[$0]?.relevance.values }
                ?? map.values[row: map.row(ofQuery: lens.latent)]
            return .matrix(map, row: own, meaning: unitMeaning)
        case .decoder:
            return .strip(map.values[row: 0], meaning: unitMeaning)
        }
    }

    /// Why there is no map that could be looked at in another way, if so.
    var mapObstacle: String? {
        guard case .compare(let state) = screen else { return runObstacle }
        if state.table == .matrix { return "the matrix shows no map" }
        let isRun = state.sides.contains { entry($0)?.run != nil }
        return isRun ? nil : "the model has run on neither input"
    }

    /// Why nothing is known of the selected input but the input itself, if so.
    var runObstacle: String? {
        guard let current else { return "there is no input" }
        return current.run == nil
            ? "the model has not run on this input; Enter in the list of inputs runs it" : nil
    }

    /// Why nothing would change if maps were drawn in another way, if so.
    var drawingObstacle: String? {
        let runs = shownEntries.compactMap { entry($0)?.run }
        let isMapShown = runs.isEmpty || !runs.allSatisfy(showsResult)
        return isMapShown ? nil : "no map is shown; a shows one"
    }

    /// The same of other colours.
    var colourObstacle: String? {
        if let drawingObstacle { return drawingObstacle }
        guard lens.method == .occlusion, sheetObstacle == nil else { return nil }
        return "what speaks for and against a class has its own colours, in proportion"
    }

    /// The same of how a map and its input lie over each other; a flow and its pictures do.
    var overlayObstacle: String? {
        if case .flow? = current?.run?.output, lens.method == .result { return nil }
        if let drawingObstacle { return drawingObstacle }
        return lens.layer == .encoder ? nil : Self.overLatents
    }

    /// What is said where a place of the input is needed.
    static let overLatents = "the map lies over latents, not over the input"

    /// Why what the sheet does not follow cannot be changed, if it is open.
    var sheetObstacle: String? {
        if case .sheet = screen { "the sheet shows what all latents take from the input" } else { nil }
    }

    /// Why nobody else can ask, if so: maps over latents are shown whole.
    var askerObstacle: String? {
        guard lens.method == .attention else { return nil }
        switch lens.layer {
        case .encoder: return nil
        case .selfAttention: return "the attention of all latents is shown; arrows choose the marked one"
        case .decoder: return "only the answer asks here"
        }
    }

    /// What the lens's unit says, for legends.
    var unitMeaning: String { lens.unit.meaning(lens.head) }

    /// The encoder's weights of all latents over an entry's tokens, `[N, M]`, if known and small.
    func encoderWeights(_ entry: Entry) -> Matrix? {
        weightsKey(entry).flatMap { maps[$0]?.values }
    }

    /// The weights that the current decoder query gives the latents, if known.
    func decoderWeights(_ entry: Entry) -> [Float]? {
        maps[decoderKey(entry)]?.values[row: 0]
    }

    /// The present map's title: layer, heads, latent, unit, or the method and its target.
    ///
    /// - Parameter width: the cells it may take; if it does not fit, shorter words are chosen.
    func mapTitle(_ entry: Entry, width: Int = .max) -> String {
        let long = mapTitle(entry, isShort: false)
        return Glyphs.width(of: long) <= width ? long : mapTitle(entry, isShort: true)
    }

    private func mapTitle(_ entry: Entry, isShort: Bool) -> String {
        let dot = " \(appearance.dot) "
        if let run = entry.run, showsResult(run) { return resultTitle(entry, run, isShort: isShort) }
        if let key = relevanceKey(entry), let run = entry.run {
            let prediction = run.predictions[key.task]
            let target = "\(prediction.task): \(prediction.labels[key.target])"
            return [lens.method.rawValue, target].joined(separator: dot)
        }
        let name = askerName(entry)
        let asked =
            switch (lens.layer, lens.query) {
            case (.decoder, _): name.map { "query: \($0)" } ?? "query"
            case (.selfAttention, _): latentTitle(lens.latent, isShort: isShort)
            case (_, .one(let latent)): latentTitle(latent, isShort: isShort)
            case (_, .mean): isShort ? "latents" : "mean of latents"
            case (_, .output): name.map { isShort ? "for \($0)" : "what \($0) looked at" } ?? ""
            }
        return [
            lens.layer.name, asked, isShort ? lens.head.name : "head \(lens.head.name)", lens.unit.rawValue,
        ].joined(separator: dot)
    }

    private func latentTitle(_ latent: Int, isShort: Bool) -> String {
        isShort ? "latent \(latent)" : "latent \(latent) of \(latentCount)"
    }

    private func resultTitle(_ entry: Entry, _ run: Run, isShort: Bool) -> String {
        switch run.output {
        case .flow: isShort ? "flow" : "flow from the first picture to the second"
        case .clip: entry.reconstruction == nil ? "input" : "input \(appearance.dot) decoded from the latents"
        case .tokens: tokensTitle(entry, isShort: isShort)
        case .bytes, .classes: "result"
        }
    }

    private func tokensTitle(_ entry: Entry, isShort: Bool) -> String {
        guard entry.reconstruction != nil else { return "input" }
        if entry.run?.input.removed.isEmpty ?? true {
            return "input \(appearance.dot) decoded from the latents"
        }
        return "\(isShort ? "input" : "input without a part") \(appearance.dot) filled in"
    }

    /// The decoder query that maps are about, in a word: a task, or a place.
    func askerName(_ entry: Entry) -> String? {
        guard let run = entry.run else { return nil }
        guard let layout = run.decoderLayout else {
            return run.predictions.indices.contains(entry.task) ? run.predictions[entry.task].task : nil
        }
        let section = layout.section(of: entry.asker)
        let (column, row, frame) = section.cell(of: entry.asker)
        let (x, y) = (Int(section.columns.centre(column)), Int(section.rows?.centre(row) ?? 0))
        switch section.columns.quantity {
        case .x where section.frames != nil: return "pixel \(x), \(y) of frame \(frame + 1)"
        case .x: return "pixel \(x), \(y)"
        case .byte:
            let token = entry.askedToken ?? 0
            guard case .bytes(let bytes) = run.output, let index = bytes.positions.firstIndex(of: token)
            else {
                return "token \(token)"
            }
            return "mask \(index + 1)"
        case .time where section.rows != nil:
            return "\(decimal(section.columns.centre(column), places: 2)) s, \(y) Hz"
        case .time: return "\(section.name) at \(decimal(section.columns.centre(column), places: 3)) s"
        default:
            let tasks = run.predictions
            return tasks.indices.contains(entry.asker) ? tasks[entry.asker].task : section.name
        }
    }
}
