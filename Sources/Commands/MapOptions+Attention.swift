import Explanation
import Models
import Perceiver

// Which rows of which layer are meant.
extension MapOptions {
    /// The question whose answer is a layer's attention.
    func attention(_ subject: Subject, _ run: Run) throws -> MapQuestion {
        let layer = try layer(of: run.model)
        if let part, !run.splitsScores(layer: run.model.layer(layer.name)) {
            throw WrongUsage(
                "--part \(part.rawValue): this model's tokens do not keep content and position apart"
            )
        }
        if order == .clustered, !run.canCluster(layer: run.model.layer(layer.name)) {
            throw WrongUsage(
                "--order clustered: in a matrix of this size neighbours share rows, which cannot be clustered"
            )
        }
        let (query, asker) =
            layer.queries == .outputs ? (.output, try asker(numbered: query, run)) : try query(run, layer)
        return MapQuestion(
            subject,
            layer: layer.name,
            head: try layer.head(named: head),
            query: query,
            unit: unit ?? (part == nil ? .usual : .score),
            part: part,
            asker: try asker ?? self.asker(run),
            order: order ?? .number
        )
    }

    /// The layer that `--layer` names; without it the usual one.
    func layer(of model: Model) throws -> Layer {
        let layers = model.layers
        guard let layer else { return layers[model.layer(nil)] }
        guard let place = model.layer(named: layer) else {
            throw WrongUsage("--layer \(layer): this model has \(layers.map(\.name).joined(separator: ", "))")
        }
        return layers[place]
    }

    /// Who asks in a layer of latents or tokens.
    private func query(_ run: Run, _ layer: Layer) throws -> (QueryChoice, Asker?) {
        guard let query else { return (layer.usualQuery, nil) }
        let last = run.size(of: layer.queries) - 1
        let choice = QueryChoice(name: query)
        if case .one(let number)? = choice, number <= last {
            guard run.seenNumber(number, of: layer.queries) != nil else {
                throw WrongUsage("--query \(query): the model is not given this token")
            }
            return (.one(number), nil)
        }
        if let choice, [.mean, .output, .all].contains(choice) { return (choice, nil) }
        throw WrongUsage(
            "--query \(query): a \(layer.queries.askerWord) from 0 to \(last.grouped), mean, output or all"
        )
    }

    /// Whose answer a map of the decoder is about, if `--query` says so.
    private func asker(numbered query: String?, _ run: Run) throws -> Asker? {
        guard let query, query != QueryChoice.output.name else { return nil }
        if query == QueryChoice.mean.name {
            throw WrongUsage(
                "--query mean: of the decoder's queries each asks for itself; output or a number"
            )
        }
        guard let number = Int(query), let asker = run.asker(number: number) else {
            throw WrongUsage("--query \(query): \(run.askerNumbers), or output")
        }
        return asker
    }

    /// Whose answer a map is about, if `--task` or `--asking` says so.
    func asker(_ run: Run) throws -> Asker? { try run.asker(task: task, asking: asking) }
}

extension Run {
    /// Whose answer is meant, if `--task` or `--asking` says so.
    func asker(task: String?, asking: Int?) throws -> Asker? {
        if let task { return .task(try self.task(named: task)) }
        guard let asking else { return nil }
        guard let asker = asker(number: asking) else {
            throw WrongUsage("--asking \(asking): \(askerNumbers)")
        }
        return asker
    }

    /// The place of the task that `--task` names.
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

extension Layer {
    /// The heads that `--head` names; without it the usual ones.
    func head(named name: String?) throws -> HeadChoice {
        guard let name else { return .usual }
        guard let choice = HeadChoice(name: name), choice.exists(amongHeads: heads) else {
            throw WrongUsage("--head \(name): \(self.name) has heads 0 to \(heads - 1), mean and max")
        }
        return choice
    }
}
