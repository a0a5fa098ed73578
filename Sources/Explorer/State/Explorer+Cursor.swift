import Explanation
import Models
import Numerics
import Perceiver

extension Explorer {
    /// Moves the cursor over the map by its tokens.
    mutating func moveCursor(_ across: Int, _ down: Int) {
        guard let input = current else { return }
        switch content(of: input) {
        case .message: break
        case .source(let opened), .output(let opened, _): moveOverInput(input, opened, across, down)
        case .map(let opened, let answer, _):
            switch answer.content {
            case .overInput(let ranked): moveOverInput(input, opened, across, down, ranked.relevance)
            case .strip(let values):
                main.keyCursor = ScrolledList.moved(main.keyCursor, by: across + down, count: values.count)
            case .matrix(let matrix):
                let column = matrix.keys.firstIndex(of: main.keyCursor) ?? matrix.keyCount - 1
                main.keyCursor = matrix.keys[ScrolledList.moved(column, by: across, count: matrix.keyCount)]
                if down != 0 {
                    let row = matrix.queries.firstIndex(of: lens.latent) ?? 0
                    lens.latent = matrix.queries[ScrolledList.moved(row, by: down, count: matrix.queryCount)]
                }
            }
        }
    }

    private mutating func moveOverInput(
        _ input: Input,
        _ opened: OpenedMedium,
        _ across: Int,
        _ down: Int,
        _ relevance: Relevance? = nil
    ) {
        let token = min(input.cursor ?? firstToken(input, opened), opened.input.layout.count - 1)
        let drawing = AttentionView.drawing(self, input, opened, relevance, cursor: token)
        if input.region != nil { return moveRegion(drawing, across, down) }
        let next = drawing.moved(token, across: across, down: down, in: MainAreas(self).map)
        guard placesInReach(input, opened).contains(next) else { return }
        changeCurrent { $0.cursor = next }
    }

    /// Where the cursor can go: while a region grows, no farther than the section in which it began.
    private func placesInReach(_ input: Input, _ opened: OpenedMedium) -> Range<Int> {
        let layout = opened.input.layout
        return input.mark.map { layout.section(of: $0).tokens } ?? 0..<layout.count
    }

    /// The token under the cursor, while it can be seen.
    func cursor(of input: Input) -> Int? {
        main.isInspecting && list.selected == input.id ? input.cursor : nil
    }

    /// Where the cursor begins.
    private func firstToken(_ entry: Input, _ opened: OpenedMedium) -> Int {
        let layout = opened.input.layout
        switch opened.outline {
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
    mutating func moveToPeak(_ step: Int) {
        guard let entry = current else { return }
        func next(_ values: [Float], from place: Int?, among places: Range<Int>? = nil) -> Int {
            let order = (places ?? values.indices).sorted { (values[$0], $1) > (values[$1], $0) }
            guard step != 0, let place, let rank = order.firstIndex(of: place) else {
                return order.first ?? 0
            }
            return order[min(max(rank + step, 0), order.count - 1)]
        }
        switch content(of: entry) {
        case .message, .source: break
        case .output(let opened, _):
            let token = entry.cursor ?? firstToken(entry, opened)
            changeCurrent { $0.cursor = token }
        case .map(let opened, let answer, _):
            switch answer.content {
            case .overInput(let ranked):
                let places = placesInReach(entry, opened)
                let token = next(ranked.relevance.values, from: entry.cursor, among: places)
                changeCurrent { $0.cursor = token }
                showFrame(of: token)
            case .strip(let values): main.keyCursor = next(values, from: main.keyCursor)
            case .matrix(let matrix):
                if let row = ownRow(of: matrix, entry) { main.keyCursor = next(row, from: main.keyCursor) }
            }
        }
    }

    /// The chosen latent's row of a matrix by the numbers of the keys; its own question has the answer where neighbours
    /// share rows.
    func ownRow(of matrix: PooledMatrix, _ input: Input) -> [Float]? {
        guard matrix.isPooled else { return matrix.row(ofQuery: lens.latent) }
        return matrixRow(input).flatMap { ledger[$0]?.relevance.values }
    }

    /// A file name for the present map: the input's name, and what tells its maps apart.
    var suggestedFile: String {
        guard let input = current else { return "map.png" }
        return suggestedFile(parts: fileNameParts(input))
    }

    /// A file name for a page of an input.
    func suggestedFile(for page: String) -> String { suggestedFile(parts: [page]) }

    private func suggestedFile(parts: [String]) -> String {
        let parts = [current.map { String($0.source.name.prefix(60)) }].compactMap { $0 } + parts
        let plain = parts.joined(separator: " ").split { !($0.isLetter || $0.isNumber || "._".contains($0)) }
        return String(plain.joined(separator: "-").drop { $0 == "." }) + ".png"
    }

    private func fileNameParts(_ input: Input) -> [String] {
        guard let map = shownMap(input) else { return ["flow"] }
        let facts = map.facts
        let grain = map.grouping.map { "by \($0.name)" }
        let change = facts["difference"].map { _ in "change" }
        if let method = facts["method"] {
            return [method, facts["task"], facts["target"], change, grain].compactMap { $0 }
        }
        let isUsual = (
            head: facts["head"] == HeadChoice.usual.name, unit: facts["unit"] == AttentionUnit.usual.rawValue
        )
        let asked: String? =
            switch facts["query"] {
            case "all": nil
            case "mean": "mean"
            case let name? where Int(name) != nil && layer?.queries != .outputs:
                QueryChoice(name: name)?.words(of: layer?.queries ?? .latents)
            default: input.found?.name
            }
        return [
            facts["layer"], asked, facts["order"], isUsual.head ? nil : facts["head"].map { "head \($0)" },
            isUsual.unit ? nil : facts["unit"], facts["part"], change, grain,
        ].compactMap { $0 }
    }
}
