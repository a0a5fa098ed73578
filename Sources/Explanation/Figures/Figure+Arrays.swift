import Media
import Models

extension Figure {
    /// The numbers as arrays of numpy (`.npz`), with the places of the input's tokens and what the numbers are.
    ///
    /// `values` has NaN where a token was removed. `layout` is as in exported tensors. Row *i* of `token_from` and
    /// `token_to` is the place of token *i* by column, row and frame in the units of its section; NaN where it has none.
    public var npz: [UInt8] {
        var file = ArrayFile()
        let (values, shape) = numbers
        file.add("values", values, shape: shape)
        file.add("facts", [String(decoding: description(), as: UTF8.self)], shape: [])
        if case .map(let answer) = content, case .matrix(let matrix) = answer.content {
            for (name, numbers) in matrix.ownNumbers { file.add(name, numbers) }
        }
        if hasPlaces { addLayout(to: &file) }
        if case .map(let answer) = content, let groups = answer.grouping {
            // Tokens that were removed are in none.
            file.add("token_group", groups.numbers(of: opened.input.layout.count).map { $0 ?? -1 })
            let values = groups.tokens.map { $0.first.map { answer.relevance.values[$0] } ?? .nan }
            file.add("group_values", values, shape: [values.count])
        }
        return file.bytes
    }

    /// Whether the numbers, or the columns of their matrix, are those of the input's tokens.
    private var hasPlaces: Bool {
        if case .map(let answer) = content { answer.keys == .input } else { false }
    }

    /// All numbers, row by row, and how many there are along each side.
    private var numbers: ([Float], [Int]) {
        let removed = opened.input.removed
        switch content {
        case .flow(let field): return (field.values, [field.height, field.width, 2])
        case .map(let answer):
            switch answer.content {
            case .overInput(let ranked):
                let values = ranked.relevance.values.enumerated().map { removed.contains($0) ? .nan : $1 }
                return (values, opened.input.layout.shape)
            case .strip(let values): return (values, [1, values.count])
            case .matrix(let matrix):
                let (rows, columns) = (matrix.values.rows, matrix.values.columns)
                let missing = missing(answer, matrix)
                let values = matrix.values.elements.enumerated().map {
                    missing.contains($0 % columns) ? .nan : $1
                }
                return (values, [rows, columns])
            }
        }
    }

    private func addLayout(to file: inout ArrayFile) {
        let (layout, places) = (opened.input.layout, TokenPlaces(opened.input.layout))
        let tokens = 0..<layout.count
        file.add("layout", tokens.flatMap(places.numbers), shape: [layout.count, places.columns.count])
        file.add("layout_columns", places.columns, shape: [places.columns.count])
        file.add("section_names", layout.sections.map(\.name), shape: [layout.sections.count])
        let quantities = layout.sections.flatMap(\.quantities)
        file.add("section_quantities", quantities, shape: [layout.sections.count, 3])
        let sections = layout.sections.enumerated().flatMap { Array(repeating: $0, count: $1.count) }
        file.add("token_section", sections)
        let ranges = tokens.map { layout.section(of: $0).ranges(of: $0) }
        file.add("token_from", ranges.flatMap { $0.map(\.from) }, shape: [layout.count, 3])
        file.add("token_to", ranges.flatMap { $0.map(\.to) }, shape: [layout.count, 3])
        file.add("removed", opened.input.removed.sorted())
    }
}

extension Layout {
    /// How many tokens there are along each side: rows and columns, or one number where there are several sections.
    var shape: [Int] { sections.count == 1 && sections[0].frames == nil ? [rowCount, columnCount] : [count] }
}

extension Layout.Section {
    /// What columns, rows and frames measure; nothing where there is no such side, or no place.
    fileprivate var quantities: [String] {
        if let points {
            let names = points.dimensions.map(\.words)
            return names + Array(repeating: "", count: 3 - names.count)
        }
        guard shape == .grid else { return ["", "", ""] }
        return [columns, rows, frames].map { $0?.quantity.rawValue ?? "" }
    }

    /// Where a token begins and ends by column, row and frame.
    fileprivate func ranges(of token: Int) -> [(from: Double, to: Double)] {
        if let points {
            let places = points.dimensions.indices.map { points.coordinate(token - first, $0) }
            return (0..<3).map { $0 < places.count ? (places[$0], places[$0]) : (.nan, .nan) }
        }
        guard shape == .grid else { return Array(repeating: (.nan, .nan), count: 3) }
        let cell = cell(of: token)
        return zip([columns, rows, frames], [cell.column, cell.row, cell.frame]).map { axis, cell in
            axis.map { ($0.edges[cell], $0.edges[cell + 1]) } ?? (.nan, .nan)
        }
    }
}
