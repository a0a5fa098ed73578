import Explanation
import Explorer
import Media
import Models
import Numerics
import Perceiver

/// The map that the options of `attend` ask for, checked against the model.
struct MapChoice {
    /// Whose query it is that asks in the decoder.
    private enum Asker {
        /// A task's, by its name.
        case task(String)
        /// That of one of the input's tokens, by its number.
        case token(Int)
        /// Another, by its own number: that of a point of a clip.
        case query(Int)

        /// The number that `--asking` would have; `nil` of a task.
        var number: Int? {
            switch self {
            case .task: nil
            case .token(let number), .query(let number): number
            }
        }
    }

    let layer: LayerChoice
    let head: HeadChoice
    let query: QueryChoice?
    let unit: AttentionUnit
    /// The number of the decoder query that asks.
    let asking: Int
    private let asker: Asker

    init(_ command: AttendCommand, run: Run) throws {
        let model = run.model
        let layers = LayerChoice.all(of: model)
        guard let layer = LayerChoice(name: command.layer), layers.contains(layer) else {
            throw WrongUsage(
                "--layer \(command.layer): this model has \(layers.map(\.name).joined(separator: ", "))"
            )
        }
        let heads = layer.heads(of: model)
        guard let head = HeadChoice(name: command.head),
            HeadChoice.all(heads: heads).contains(head) || head == .mean
        else {
            throw WrongUsage(
                "--head \(command.head): \(layer.name) has heads 0 to \(heads - 1), mean and max"
            )
        }
        asking = try Self.asking(command, run, layer)
        asker = Self.asker(run, asking)
        var query = layer == .decoder ? nil : try command.query.map { try Self.latent($0, of: model) }
        if layer == .encoder && query == nil { query = .output }
        (self.layer, self.head, self.query, self.unit) = (layer, head, query, command.unit)
    }

    private static func latent(_ name: String, of model: Model) throws -> QueryChoice {
        let last = model.latentCount - 1
        guard let query = QueryChoice(name: name), query.isAtMost(last) else {
            throw WrongUsage("--query \(name): a latent from 0 to \(last.grouped), mean or output")
        }
        return query
    }

    /// The decoder query that asks: that of a task, or the one that was named.
    private static func asking(_ command: AttendCommand, _ run: Run, _ layer: LayerChoice) throws -> Int {
        if layer == .decoder, let query = command.query, query != QueryChoice.output.name {
            guard let number = Int(query), number >= 0 else {
                throw WrongUsage("--query \(query): \(run.askersInWords)")
            }
            return try run.decoderQuery(asking: number, "--query")
        }
        if let number = command.asking { return try run.decoderQuery(asking: number, "--asking") }
        let task = try command.task.map(run.task(named:)) ?? run.predictions.leading
        return run.decoderQuery(task: task) ?? standard(run)
    }

    private static func asker(_ run: Run, _ query: Int) -> Asker {
        if let token = run.token(ofDecoderQuery: query) { return .token(token) }
        let task = run.tasks.indices.first { run.decoderQuery(task: $0) == query }
        return task.map { .task(run.tasks[$0].name) } ?? .query(query)
    }

    /// Where no task asks: the first mask, of a text without one its first byte (after the frame's first token), or
    /// the middle of a picture.
    private static func standard(_ run: Run) -> Int {
        if case .bytes(let bytes) = run.output { return bytes.positions.first ?? 1 }
        guard let section = run.decoderLayout?.sections.first else { return 0 }
        return section.token(column: section.columnCount / 2, row: section.rowCount / 2)
    }

    /// Which query it is, as `--query` has it.
    private func queryName(_ run: Run) -> String {
        guard layer == .decoder else { return query?.name ?? "all" }
        // Where tokens can ask, too, numbers are theirs.
        if case .task = asker, run.model.kind == .explorer { return QueryChoice.output.name }
        return "\(asker.number ?? asking)"
    }

    /// Which query it is, and who asks where that could be another.
    private func caption(_ run: Run) -> String {
        let name = queryName(run)
        guard name == QueryChoice.output.name && run.decoderQueryCount > 1 else { return name }
        switch asker {
        case .task(let task): return "\(name) (\(task))"
        case .token(let number): return "\(name) (token \(number))"
        case .query(let number): return "\(name) (query \(number))"
        }
    }

    /// What the map is, for the numbers as JSON.
    private func facts(_ run: Run) -> [String: String] {
        var facts = run.facts
        facts["layer"] = layer.name
        facts["head"] = head.name
        facts["query"] = queryName(run)
        facts["unit"] = unit.rawValue
        guard layer == .decoder || query == .output else { return facts }
        if case .task(let task) = asker { facts["task"] = task }
        facts["asking"] = asker.number.map { "\($0)" }
        return facts
    }

    func figure(_ run: Run, opened: OpenedMedium, name: String) throws -> MapFigure {
        let title = [layer.name, "head \(head.name)", "query \(caption(run))", unit.rawValue]
            .joined(separator: ", ")
        return MapFigure(name: name, content: try content(run, opened), title: title, facts: facts(run))
    }

    private func content(_ run: Run, _ opened: OpenedMedium) throws -> MapFigure.Content {
        if layer == .encoder, let query {
            let row = try AttentionRow.encoder(run, head: head, unit: unit, query: query, asking: asking)
            return .input(opened, Relevance(values: row, isSigned: false, meaning: unit.meaning))
        }
        let map = AttentionMap(run, layer: layer, head: head, unit: unit, query: asking)
        let row: [Float]? =
            switch (layer, query) {
            // Not from the map: in a large one neighbours share a row.
            case (.selfAttention(let index), .one(let latent)):
                AttentionRow.selfAttention(run, layer: index, head: head, unit: unit, latent: latent)
            case (_, let query?): map.row(query, decoderWeights: run.decoderWeights(query: asking))
            default: nil
            }
        let values = row.map { Matrix(rows: 1, columns: $0.count, $0) } ?? map.values
        return .latents(values, meaning: unit.meaning, count: run.model.latentCount)
    }
}

extension Run {
    /// The first decoder query that options count: tokens are counted from 0, whatever can be asked before them.
    private var firstAsker: Int { decoderQuery(token: 0) ?? 0 }

    /// Which decoder queries options can name.
    fileprivate var askersInWords: String {
        let last = (decoderQueryCount - 1 - firstAsker).grouped
        return firstAsker > 0 ? "the input has tokens 0 to \(last)" : "the decoder has queries 0 to \(last)"
    }

    /// The decoder query of a number, as `--asking` gives it.
    func decoderQuery(asking number: Int, _ option: String) throws -> Int {
        guard (0..<decoderQueryCount - firstAsker).contains(number) else {
            throw WrongUsage("\(option) \(number): \(askersInWords)")
        }
        return firstAsker + number
    }

    /// The number of the task that `--task` names.
    func task(named name: String) throws -> Int {
        let names = tasks.map(\.name)
        guard let task = names.firstIndex(of: name) else {
            let known =
                names.isEmpty
                ? "this model has no tasks" : "for this input one of \(names.joined(separator: ", "))"
            throw WrongUsage("--task \(name): \(known)")
        }
        return task
    }
}

extension QueryChoice {
    fileprivate func isAtMost(_ last: Int) -> Bool {
        if case .one(let latent) = self { latent <= last } else { true }
    }
}
