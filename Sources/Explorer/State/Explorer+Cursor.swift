import Explanation
import Models
import Numerics

extension Explorer {
    /// Moves the cursor over the map by cells of its grid; of a fine grid by what one cell of the screen shows.
    mutating func moveCursor(_ across: Int, _ down: Int) -> [Effect] {
        guard let entry = current else { return [] }
        switch sight(of: entry) {
        case .overInput(let opened, _), .source(let opened), .result(let opened, _):
            let token = moved(entry, across, down, over: opened)
            changeCurrent { $0.cursor = token }
        case .matrix(let map, _, _):
            keyCursor = min(max(keyCursor + across, 0), map.queryCount - 1)
            if down != 0 {
                lens.latent = min(max(lens.latent + down, 0), map.queryCount - 1)
                lens.query = .one(lens.latent)
            }
        case .strip(let values, _):
            keyCursor = min(max(keyCursor + across + down, 0), values.count - 1)
        case .message:
            break
        }
        return []
    }

    private func moved(_ entry: Entry, _ across: Int, _ down: Int, over opened: OpenedMedium) -> Int {
        let layout = opened.input.layout
        let token = min(entry.cursor ?? firstToken(entry, opened), layout.count - 1)
        let area = MainAreas(self).map
        switch opened.exhibit {
        case .text(let text, _):
            let geometry = TextGeometry(text, opened.input, width: area.width, appearance: appearance)
            guard let index = geometry.index(ofToken: token) else { return token }
            let here = geometry.characters[index]
            var target = min(max(index + across, 0), geometry.characters.count - 1)
            if down != 0 { target = geometry.index(line: here.line + down, x: here.x) ?? index }
            return geometry.characters[target].tokens?.lowerBound ?? token
        case .clip:
            return movedInClip(token, across, down, layout)
        case .picture, .pair, .sound:
            let (column, row) = layout.cell(of: token)
            let isSpectrogram = opened.input.spectrogram != nil
            let step = isSpectrogram ? 1 : max(1, layout.columnCount / max(1, area.width))
            let newRow = row + step * (isSpectrogram ? -down : down)
            return layout.token(
                column: min(max(column + step * across, 0), layout.columnCount - 1),
                row: min(max(newRow, 0), layout.rowCount - 1)
            )
        }
    }

    /// Within a frame; below it lies the sound.
    private func movedInClip(_ token: Int, _ across: Int, _ down: Int, _ layout: Layout) -> Int {
        let section = layout.section(of: token)
        let (column, row, frame) = section.cell(of: token)
        guard section.rows != nil else {
            if down < 0, let pictures = layout.pictures {
                return pictures.token(column: 0, row: pictures.rowCount - 1, frame: frameShown)
            }
            let step = max(1, section.columnCount / max(1, MainAreas(self).map.width))
            return section.token(column: min(max(column + step * across, 0), section.columnCount - 1), row: 0)
        }
        if row + down >= section.rowCount, let sound = layout.wave { return sound.first }
        return section.token(
            column: min(max(column + across, 0), section.columnCount - 1),
            row: min(max(row + down, 0), section.rowCount - 1),
            frame: frame
        )
    }

    /// Where the cursor begins.
    private func firstToken(_ entry: Entry, _ opened: OpenedMedium) -> Int {
        let layout = opened.input.layout
        switch opened.exhibit {
        case .clip:
            guard let pictures = layout.pictures else { return 0 }
            return pictures.token(
                column: pictures.columnCount / 2,
                row: pictures.rowCount / 2,
                frame: frameShown
            )
        case .pair: return layout.token(column: layout.columnCount / 2, row: layout.rowCount / 2)
        default: return 0
        }
    }

    /// Moves the cursor to the largest number (0), or from where it is to the next smaller or larger one.
    mutating func moveToPeak(_ step: Int) -> [Effect] {
        guard let entry = current else { return [] }
        func next(_ values: [Float], from place: Int?) -> Int {
            let order = values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
            guard step != 0, let place, let rank = order.firstIndex(of: place) else {
                return order.first ?? 0
            }
            return order[min(max(rank + step, 0), order.count - 1)]
        }
        switch sight(of: entry) {
        case .overInput(_, let ranked):
            let token = next(ranked.relevance.values, from: entry.cursor)
            changeCurrent { $0.cursor = token }
            showFrame(of: token)
        case .result(let opened, _):
            let token = entry.cursor ?? firstToken(entry, opened)
            changeCurrent { $0.cursor = token }
        case .matrix(_, let row, _):
            if let row { keyCursor = next(row, from: keyCursor) }
        case .strip(let values, _):
            keyCursor = next(values, from: keyCursor)
        case .message, .source:
            break
        }
        return []
    }

    /// The map of the selected input as files show it.
    var figure: MapFigure? {
        guard let entry = current else { return nil }
        let content: MapFigure.Content
        switch sight(of: entry) {
        case .overInput(let opened, let ranked): content = .input(opened, ranked.relevance)
        case .result(let opened, let run):
            guard case .flow(let field) = run.output else { return nil }
            content = .flow(opened, field)
        case .matrix(let map, _, let meaning):
            content = .latents(map.values, meaning: meaning, count: map.queryCount)
        case .strip(let values, let meaning):
            let row = Matrix(rows: 1, columns: values.count, values)
            content = .latents(row, meaning: meaning, count: latentCount)
        case .message, .source: return nil
        }
        return MapFigure(
            name: entry.source.name,
            content: content,
            title: figureTitle(entry, content),
            lens: lens,
            facts: figureFacts(entry)
        )
    }

    /// The map's title; of a map of all latents none is the chosen one.
    private func figureTitle(_ entry: Entry, _ content: MapFigure.Content) -> String {
        guard case .latents(let values, _, _) = content, values.rows > 1 else { return mapTitle(entry) }
        return [lens.layer.name, "head \(lens.head.name)", lens.unit.rawValue]
            .joined(separator: " \(appearance.dot) ")
    }

    /// What the map is, as the command `attend` tells it.
    private func figureFacts(_ entry: Entry) -> [String: String] {
        guard let run = entry.run else { return [:] }
        var facts = run.facts
        if showsResult(run) { return facts }
        if let key = relevanceKey(entry) {
            let prediction = run.predictions[key.task]
            facts["method"] = key.method.rawValue
            facts["task"] = prediction.task
            facts["target"] = prediction.labels[key.target]
            return facts
        }
        facts["layer"] = lens.layer.name
        facts["head"] = lens.head.name
        facts["unit"] = lens.unit.rawValue
        switch lens.layer {
        case .encoder: facts["query"] = lens.query.name
        case .selfAttention: facts["query"] = "all"
        case .decoder: facts["query"] = QueryChoice.output.name
        }
        if facts["query"] == QueryChoice.output.name {
            if let token = entry.askedToken {
                facts["asking"] = "\(token)"
            } else {
                facts["task"] = askerName(entry)
            }
        }
        return facts
    }

    /// A file name for the present map: the input's name, and what tells its maps apart.
    var suggestedFile: String {
        guard let entry = current else { return "map.png" }
        let parts = [String(entry.source.name.prefix(60))] + fileNameParts(entry)
        let plain = parts.joined(separator: " ").split { !($0.isLetter || $0.isNumber || "._".contains($0)) }
        return String(plain.joined(separator: "-").drop { $0 == "." }) + ".png"
    }

    private func fileNameParts(_ entry: Entry) -> [String] {
        if let run = entry.run, showsResult(run) { return ["flow"] }
        if let key = relevanceKey(entry), let run = entry.run {
            let prediction = run.predictions[key.task]
            return [key.method.rawValue, prediction.task, prediction.labels[key.target]]
        }
        let asked =
            switch (lens.layer, lens.query) {
            case (.encoder, .output), (.decoder, _): askerName(entry)
            case (.encoder, let query): query == .mean ? "mean" : "latent \(query.name)"
            case (.selfAttention, _): nil as String?
            }
        let head = lens.head == .mean ? nil : "head \(lens.head.name)"
        let unit = lens.unit == .weight ? nil : lens.unit.rawValue
        return [lens.layer.name, asked, head, unit].compactMap { $0 }
    }
}
