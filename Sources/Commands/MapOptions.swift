import ArgumentParser
import Explanation
import Media
import Models
import Perceiver

/// Which map `attend` shows.
struct MapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "encoder, self.I or decoder; without it the last one that reads the input.",
            valueName: "layer"
        )
    )
    var layer: String?
    @Option(help: ArgumentHelp("A head's number, mean or max.", valueName: "head"))
    var head: String?
    @Option(
        help: ArgumentHelp(
            """
            A latent's number, mean, all, or output: what the answer looked at. Without it self-attention is shown \
            whole. In the decoder a number is that of a token, a pixel or a point, where these ask; there is no mean.
            """,
            valueName: "query"
        )
    )
    var query: String?
    @Option(
        help: ArgumentHelp(
            "weight (share of attention), score (before the softmax), lift (multiple of uniform attention).",
            valueName: "unit"
        )
    )
    var unit: AttentionUnit?
    @Option(
        help: ArgumentHelp(
            """
            The task whose query asks for --query output, or whose class is explained, by name. Without it the \
            first whose certainty above chance is at least half that of the most certain task.
            """,
            valueName: "task"
        )
    )
    var task: String?
    @Option(
        help: ArgumentHelp(
            "The token, pixel or point that asks for --query output, by number, instead of a task.",
            valueName: "number"
        )
    )
    var asking: Int?
    @Option(
        help: ArgumentHelp(
            "What the answer comes from, by this method, instead of attention; see perceiver methods.",
            valueName: "method"
        )
    )
    var explain: ExplanationMethod?
    @Option(
        help: ArgumentHelp(
            """
            How large the parts are that --explain occlusion takes away: coarse, usual, fine or finest. These are 4, \
            8, 16 or 32 to a side of a picture; sentences, words or characters of a text.
            """,
            valueName: "size"
        )
    )
    var grain: Grain?
    @Option(
        help: ArgumentHelp(
            """
            What takes a part's place: remove (nothing), mean (average content), blur (pictures), silence (sounds), \
            mask (texts, of models that know masks).
            """,
            valueName: "fill"
        )
    )
    var fill: Fill?
    @Option(
        help: ArgumentHelp(
            "The class that --explain is about; without it the first choice.",
            valueName: "class"
        )
    )
    var target: String?
    @Option(
        help: ArgumentHelp(
            "A second class: what speaks for --target and against this one.",
            valueName: "class"
        )
    )
    var against: String?

    func validate() throws {
        for (option, isGiven) in [("--grain", grain != nil), ("--fill", fill != nil)] where isGiven {
            guard explain?.variant != nil else {
                throw ValidationError(
                    "\(option) is about parts that are taken away; give --explain occlusion, too"
                )
            }
        }
        for (option, value) in [("--target", target), ("--against", against)] where value != nil {
            guard let explain else {
                throw ValidationError("\(option) is a class that --explain is about; give --explain, too")
            }
            guard explain.label.seesClass else {
                throw ValidationError("\(option): --explain \(explain.name) has the same map for every class")
            }
        }
        let isOfAttention = [layer, head, query].contains { $0 != nil } || unit != nil
        if let explain, asking != nil, explain.needsTask {
            throw ValidationError("--asking: --explain \(explain.name) is about the classes of tasks")
        }
        if asking != nil && (target != nil || against != nil) {
            throw ValidationError("--asking: a place has no classes; leave out --target and --against")
        }
        if explain != nil && isOfAttention {
            throw ValidationError(
                "--explain takes --task, --target, --against and --asking; the other options are of attention"
            )
        }
        if task != nil && asking != nil {
            throw ValidationError("--task and --asking: both say who asks; give one of them")
        }
    }

    /// Refuses what the model has not, before it runs.
    func check(_ model: Model) throws {
        if let method { return try check(method, model) }
        let layer = try layer(of: model)
        _ = try head(of: layer)
        let who = query.flatMap(QueryChoice.init) ?? layer.usualQuery
        if task != nil || asking != nil, who != .output {
            throw WrongUsage("--task and --asking say who asks for --query output; leave them out")
        }
    }

    /// The map of a subject.
    func map(_ subject: Subject, _ answers: inout CommandAnswers) throws -> MapAnswer {
        let run = try answers(RunQuestion(subject))
        if let method {
            try check(method, run)
            return try answers(relevance(subject, method, run))
        }
        return try answers(attention(subject, run))
    }
}

// MARK: attention

extension MapOptions {
    private func attention(_ subject: Subject, _ run: Run) throws -> MapQuestion {
        let layer = try layer(of: run.model)
        let (query, asker) =
            layer.queries == .outputs ? (.output, try asker(numbered: query, run)) : try query(run, layer)
        return MapQuestion(
            subject,
            layer: layer.name,
            head: try head(of: layer),
            query: query,
            unit: unit ?? .usual,
            asker: try asker ?? self.asker(run)
        )
    }

    private func layer(of model: Model) throws -> Layer {
        let layers = model.layers
        guard let layer else { return layers[model.layer(nil)] }
        guard let place = model.layer(named: layer) else {
            throw WrongUsage("--layer \(layer): this model has \(layers.map(\.name).joined(separator: ", "))")
        }
        return layers[place]
    }

    private func head(of layer: Layer) throws -> HeadChoice {
        guard let head else { return .usual }
        guard let choice = HeadChoice(name: head), choice.exists(amongHeads: layer.heads) else {
            throw WrongUsage("--head \(head): \(layer.name) has heads 0 to \(layer.heads - 1), mean and max")
        }
        return choice
    }

    /// Who asks in a layer of latents or tokens.
    private func query(_ run: Run, _ layer: Layer) throws -> (QueryChoice, Asker?) {
        guard let query else { return (layer.usualQuery, nil) }
        let last = run.size(of: layer.queries) - 1
        let choice = QueryChoice(name: query)
        if case .one(let number)? = choice, number <= last { return (.one(number), nil) }
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
    func asker(_ run: Run) throws -> Asker? {
        if let task { return .task(try run.task(named: task)) }
        guard let asking else { return nil }
        guard let asker = run.asker(number: asking) else {
            throw WrongUsage("--asking \(asking): \(run.askerNumbers)")
        }
        return asker
    }
}

extension Run {
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

extension AttentionUnit: ExpressibleByArgument {}
extension Grain: ExpressibleByArgument {}
extension Fill: ExpressibleByArgument {}
extension ExplanationMethod: ExpressibleByArgument {
    /// The method of a name.
    public init?(argument: String) { self.init(name: argument) }
    /// The names of all methods.
    public static var allValueStrings: [String] { all.map(\.name) }
}
