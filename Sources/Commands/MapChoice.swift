import Explanation
import Explorer
import Models
import Numerics
import Perceiver

/// The map that the options of `attend` ask for, checked against the model.
struct MapChoice {
    let layer: LayerChoice
    let head: HeadChoice
    let query: QueryChoice?
    let unit: AttentionUnit
    /// The number of the decoder query that asks.
    let asking: Int
    /// Who asks in the decoder: the number of a token where one does, or else of the query.
    private let asker: Int

    init(_ command: AttendCommand, run: Run) throws {
        let model = run.model
        let layers = LayerChoice.all(of: model)
        guard let layer = LayerChoice(name: command.layer), layers.contains(layer) else {
            throw CommandFailure(
                "--layer \(command.layer): this model has \(layers.map(\.name).joined(separator: ", "))"
            )
        }
        let heads = layer.heads(of: model)
        guard let head = HeadChoice(name: command.head),
            HeadChoice.all(heads: heads).contains(head) || head == .mean
        else {
            throw CommandFailure(
                "--head \(command.head): \(layer.name) has heads 0 to \(heads - 1), mean and max"
            )
        }
        asking = try Self.asking(command, run, layer)
        asker = run.token(ofDecoderQuery: asking) ?? asking
        let query = layer == .decoder ? nil : try command.query.map { try Self.latent($0, of: model) }
        (self.layer, self.head, self.unit) = (layer, head, command.unit)
        self.query = layer == .encoder ? query ?? .output : query
    }

    private static func latent(_ name: String, of model: Model) throws -> QueryChoice {
        let last = model.latentCount - 1
        guard let query = QueryChoice(name: name), query.isAtMost(last) else {
            throw CommandFailure("--query \(name): a latent from 0 to \(last), mean or output")
        }
        return query
    }

    /// The decoder query that asks: that of a task, or the one that was named.
    private static func asking(_ command: AttendCommand, _ run: Run, _ layer: LayerChoice) throws -> Int {
        let names = run.tasks.map(\.name)
        // Tokens are counted from the first, whatever can be asked before them.
        let first = run.decoderQuery(token: 0) ?? 0
        let last = run.decoderQueryCount - 1 - first
        let isNumber = layer == .decoder && command.query.map { Int($0) != nil } ?? false
        if let number = isNumber ? command.query.flatMap({ Int($0) }) : command.asking {
            guard (0...last).contains(number) else {
                let option = isNumber ? "--query" : "--asking"
                throw CommandFailure("\(option) \(number): the decoder has queries 0 to \(last)")
            }
            return first + number
        }
        guard let task = command.task.map({ names.firstIndex(of: $0) }) ?? 0 else {
            let known =
                names.isEmpty
                ? "this model has no tasks" : "for this input one of \(names.joined(separator: ", "))"
            throw CommandFailure("--task: \(known)")
        }
        return run.decoderQuery(task: task) ?? standard(run)
    }

    /// Where no task asks: the first mask, the first byte of a text without one, or the middle of a picture.
    private static func standard(_ run: Run) -> Int {
        if case .bytes(let bytes) = run.output { return bytes.positions.first ?? 1 }
        guard let section = run.decoderLayout?.sections.first else { return 0 }
        return section.token(column: section.columnCount / 2, row: section.rowCount / 2)
    }

    /// Who asks, as output names it.
    var queryName: String { query?.name ?? (layer == .decoder ? "\(asker)" : "all") }

    func figure(_ run: Run, opened: OpenedMedium, name: String) throws -> MapFigure {
        let title = [layer.name, "head \(head.name)", "query \(queryName)", unit.rawValue]
            .joined(separator: ", ")
        return MapFigure(name: name, content: try content(run, opened), title: title)
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
        return .latents(values, meaning: unit.meaning)
    }
}

extension QueryChoice {
    fileprivate func isAtMost(_ last: Int) -> Bool {
        if case .one(let latent) = self { latent <= last } else { true }
    }
}
