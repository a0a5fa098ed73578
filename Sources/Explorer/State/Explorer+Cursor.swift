import Explanation
import Numerics

extension Explorer {
    /// Moves the cursor over the map by cells of its grid.
    mutating func moveCursor(_ across: Int, _ down: Int) -> [Effect] {
        guard let entry = current else { return [] }
        switch sight(of: entry) {
        case .overInput(let opened, _), .source(let opened):
            let token = moved(entry.cursor ?? 0, across, down, over: opened)
            changeCurrent { $0.cursor = token }
        case .matrix(let values, _):
            keyCursor = min(max(keyCursor + across, 0), values.columns - 1)
            if down != 0 {
                lens.latent = min(max(lens.latent + down, 0), values.rows - 1)
                lens.query = .one(lens.latent)
            }
        case .strip(let values, _):
            keyCursor = min(max(keyCursor + across + down, 0), values.count - 1)
        case .message:
            break
        }
        return []
    }

    private func moved(_ token: Int, _ across: Int, _ down: Int, over opened: OpenedMedium) -> Int {
        let layout = opened.input.layout
        guard case .text(let text, _) = opened.exhibit else {
            let (column, row) = layout.cell(of: min(token, layout.count - 1))
            let isSpectrogram = opened.input.spectrogram != nil
            let newRow = min(max(row + (isSpectrogram ? -down : down), 0), layout.rowCount - 1)
            return layout.token(column: min(max(column + across, 0), layout.columnCount - 1), row: newRow)
        }
        let geometry = TextGeometry(text, width: MainAreas(self).map.width, breakMark: "$")
        guard let index = geometry.index(ofByte: token) else { return token }
        let here = geometry.characters[index]
        var target = min(max(index + across, 0), geometry.characters.count - 1)
        if down != 0 { target = geometry.index(line: here.line + down, x: here.x) ?? index }
        return min(geometry.characters[target].bytes.lowerBound, layout.count - 1)
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
        case .overInput(_, let relevance):
            let token = next(relevance.values, from: entry.cursor)
            changeCurrent { $0.cursor = token }
        case .matrix(let values, _):
            keyCursor = next(values[row: min(lens.latent, values.rows - 1)], from: keyCursor)
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
        case .overInput(let opened, let relevance): content = .input(opened, relevance)
        case .matrix(let values, let meaning): content = .latents(values, meaning: meaning)
        case .strip(let values, let meaning):
            content = .latents(Matrix(rows: 1, columns: values.count, values), meaning: meaning)
        case .message, .source: return nil
        }
        return MapFigure(name: entry.source.name, content: content, title: mapTitle(entry), lens: lens)
    }

    /// A file name for the present map.
    var suggestedFile: String {
        let name = current.map(\.source.name) ?? "map"
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let plain = stem.map { $0.isLetter || $0.isNumber ? $0 : "-" }
        return String(plain.prefix(40)) + "-\(lens.layer.name)-\(lens.query.name).png"
    }
}
