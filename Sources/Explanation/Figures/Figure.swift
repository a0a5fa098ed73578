public import FoundationEssentials
public import Media
import Models

/// What is shown of an input, as files hold it: the answer, what it is, and the numbers.
public struct Figure: Sendable {
    /// What the numbers are.
    public enum Content: Sendable {
        /// A map.
        case map(MapAnswer)
        /// How pixels of two pictures move.
        case flow(FlowField)
    }

    /// The input.
    public let source: Source
    /// The input as the model gets it.
    public let opened: OpenedMedium
    /// The numbers.
    public let content: Content
    /// What the numbers are, for their JSON.
    public let facts: [String: String]

    /// A map of an input.
    public init(_ answer: MapAnswer, source: Source, opened: OpenedMedium) {
        (self.source, self.opened) = (source, opened)
        content = .map(answer)
        facts = answer.facts
    }

    /// The flow that a run found.
    public init(_ field: FlowField, run: Run, source: Source, opened: OpenedMedium) {
        (self.source, self.opened) = (source, opened)
        content = .flow(field)
        facts = run.facts
    }

    /// What becomes of a map with random weights, if that was asked.
    public var verdict: String? { if case .map(let answer) = content { answer.verdict } else { nil } }

    /// What was measured of a map as a whole.
    public var measures: [Measure] {
        if case .map(let answer) = content { answer.measures } else { [] }
    }

    /// What is shown, for a caption.
    public var title: String { title(dot: "·") }

    /// What is shown, with a dot between its parts.
    public func title(dot: String) -> String {
        switch content {
        case .map(let answer): answer.title.text(dot: dot)
        case .flow: MapTitle.flow.text(dot: dot)
        }
    }
}

// MARK: a table

extension Figure {
    /// A line for each number, with the input and its place in the units of the source; the first line names the columns.
    ///
    /// Tokens that were removed, and keys that may not be read, have a line without a number.
    public var csv: String { table.csv }

    /// The numbers as a table, a row for each.
    public var table: Table {
        switch content {
        case .flow(let field):
            let pixels = (0..<field.height).lazy.flatMap { y in (0..<field.width).lazy.map { (x: $0, y: y) } }
            return table(
                ["x", "y", "right", "down"],
                pixels.map {
                    ["\($0.x)", "\($0.y)", "\(field[$0.x, $0.y].right)", "\(field[$0.x, $0.y].down)"]
                }
            )
        case .map(let answer):
            switch answer.content {
            case .overInput(let ranked): return table(ranked.relevance.values, answer.grouping)
            case .strip(let values):
                return table(
                    ["query", "key", "value"],
                    values.enumerated().map { ["0", "\($0)", Self.written($1)] }
                )
            case .matrix(let matrix): return table(matrix, missing: missing(answer, matrix))
            }
        }
    }

    /// Rows of numbers, with the input in front of each.
    private func table(_ columns: [String], _ rows: some Sequence<[String]>) -> Table {
        var table = Table(columns: ["input"] + columns)
        let input = [Table.quoted(source.given)]
        for row in rows { table.addQuoted(input + row) }
        return table
    }

    /// The columns of a matrix that tokens have which were removed; neighbours that share a column have none.
    func missing(_ answer: MapAnswer, _ matrix: PooledMatrix) -> Set<Int> {
        guard answer.keys == .input && !matrix.isPooled else { return [] }
        return Set(matrix.keys.indices.filter { opened.input.removed.contains(matrix.keys[$0]) })
    }

    /// Of neighbours that share a number the first is named.
    private func table(_ matrix: PooledMatrix, missing: Set<Int>) -> Table {
        let values = matrix.values
        let rows = (0..<values.rows).lazy.flatMap { row in
            (0..<values.columns).lazy.map { column in
                let query = matrix.queries[row * matrix.queryCount / values.rows]
                let key = matrix.keys[column * matrix.keyCount / values.columns]
                let value = missing.contains(column) ? "" : Self.written(values[row, column])
                return ["\(query)", "\(key)", value]
            }
        }
        return table(["query", "key", "value"], rows)
    }

    /// - Parameter groups: what has one number together, whose place among all is a column then.
    private func table(_ values: [Float], _ groups: Blocks?) -> Table {
        let (places, removed) = (TokenPlaces(opened.input.layout), opened.input.removed)
        let numbers = groups?.numbers(of: values.count)
        let rows = values.enumerated().lazy.map { token, number in
            let group = numbers.map { [$0[token].map(String.init) ?? ""] } ?? []
            return places.cells(token) + group + [removed.contains(token) ? "" : Self.written(number)]
        }
        return table(places.columns + (groups == nil ? [] : ["group"]) + ["value"], rows)
    }

    private static func written(_ value: Float) -> String { value.isFinite ? "\(value)" : "" }
}

// MARK: an object

extension Figure {
    /// The numbers with what they are, as one JSON object on one line.
    ///
    /// Those of tokens that were removed, and of keys that may not be read, are `null`.
    public func json() -> Data {
        var object = described
        switch content {
        case .flow(let field):
            object["shape"] = [field.height, field.width, 2]
            object["values"] = field.values.map(Self.number)
        case .map(let answer):
            object["latentEffects"] = answer.latentEffects?.map(Self.number)
            object["groups"] = answer.grouping?.tokens
            switch answer.content {
            case .overInput(let ranked): object.merge(overInput(ranked.relevance.values)) { $1 }
            case .strip(let values):
                object[answer.countName] = values.count
                object["shape"] = [1, values.count]
                object["values"] = values.map(Self.number)
            case .matrix(let matrix):
                object[answer.countName] = matrix.keyCount
                object["shape"] = [matrix.values.rows, matrix.values.columns]
                for (name, numbers) in matrix.ownNumbers { object[name] = numbers }
                let missing = missing(answer, matrix)
                object["values"] = matrix.values.elements.enumerated().map { place, value in
                    missing.contains(place % matrix.values.columns) ? nil : Self.number(value)
                }
            }
        }
        return Self.written(object)
    }

    /// What the numbers are, as one JSON object on one line: the same as in ``json()`` without the numbers.
    public func description() -> Data { Self.written(described) }

    private static func written(_ object: [String: any JSONMember]) -> Data {
        Data(((try? JSONObject(members: object).json()) ?? "").utf8)
    }

    /// The input with its changes as the command line has them.
    public var inputName: String { source.writtenName }

    private var described: [String: any JSONMember] {
        var object: [String: any JSONMember] = ["input": source.given, "title": title]
        for (key, value) in facts { object[key] = value }
        object["edits"] = source.writtenEdits
        switch content {
        case .flow: object["meaning"] = "displacement to the right and downwards in pixels"
        case .map(let answer):
            object["meaning"] = answer.meaning
            for measure in answer.measures { object[measure.key] = measure.value }
            object["randomWeights"] = answer.verdict
        }
        return object
    }

    private func overInput(_ values: [Float]) -> [String: any JSONMember] {
        let (input, layout) = (opened.input, opened.input.layout)
        var object: [String: any JSONMember] = [:]
        object["shape"] = layout.shape
        if layout.sections.count > 1 {
            object["sections"] = layout.sections.map {
                JSONObject(members: ["name": $0.name, "first": $0.first])
            }
        }
        var axes = ["columns": Self.described(layout.columns)]
        if let rows = layout.rows { axes["rows"] = Self.described(rows) }
        object["axes"] = axes
        object["note"] = input.note
        object["values"] = values.enumerated().map { token, value in
            input.removed.contains(token) ? nil : Self.number(value)
        }
        return object
    }

    private static func described(_ axis: Axis) -> JSONObject {
        JSONObject(members: ["quantity": axis.quantity.rawValue, "edges": axis.edges])
    }

    /// A number, if it is one.
    private static func number(_ value: Float) -> Float? { value.isFinite ? value : nil }
}

extension PooledMatrix {
    /// The numbers of queries and keys by what files call them, unless these are counted from 0.
    var ownNumbers: [(name: String, numbers: [Int])] {
        [("queries", queries), ("keyNumbers", keys)].filter { $0.1 != Array(0..<$0.1.count) }
    }
}

extension MapAnswer {
    /// What the number of keys is called.
    fileprivate var countName: String { keys == .latents ? "latents" : "keys" }
}
