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
            "The part of scores that comes from content, from position, or from the rest: biases and the norm.",
            valueName: "part"
        )
    )
    var part: ScorePart?
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
            """
            attention, or a method that finds out what the answer comes from; see perceiver methods. Without it, \
            where no option asks for attention, \(ExplanationMethod.favoured.name) if that is quick, and else attention.
            """,
            valueName: "method"
        )
    )
    var explain: Explaining?
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
            "The class that is explained; without it the first choice.",
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
    @Flag(
        help: """
            Also replace the model's weights by random ones, and tell how far the map changes with them: it should.
            """
    )
    var randomised = false
    @Flag(help: "How the map differs from that of the input before --remove, --blur and the like.")
    var difference = false

    func validate() throws {
        if randomised && difference {
            throw ValidationError("--randomised and --difference are two questions; leave out one")
        }
        for (option, isGiven) in [("--grain", grain != nil), ("--fill", fill != nil)] where isGiven {
            guard method?.variant != nil else {
                throw ValidationError(
                    "\(option) is about parts that are taken away; give --explain occlusion, too"
                )
            }
        }
        for (option, value) in [("--target", target), ("--against", against)] where value != nil {
            if asking != nil {
                throw ValidationError("--asking: a place has no classes; leave out --target and --against")
            }
            if isOfAttention {
                throw ValidationError("\(option): attention is the same for every class; leave it out")
            }
            if let method, !method.label.seesClass {
                throw ValidationError("\(option): --explain \(method.name) has the same map for every class")
            }
        }
        if part != nil, let unit, unit != .score {
            throw ValidationError("--part is a part of scores; leave out --unit \(unit.rawValue)")
        }
        if let method, asking != nil, method.needsTask {
            throw ValidationError("--asking: --explain \(method.name) is about the classes of tasks")
        }
        if method != nil && choosesRows {
            throw ValidationError(
                "--explain with a method takes --task, --target, --against and --asking; the others are of attention"
            )
        }
        if task != nil && asking != nil {
            throw ValidationError("--task and --asking: both say who asks; give one of them")
        }
    }

    /// Whether any of the options was given.
    var isGiven: Bool {
        [layer, head, query, task, target, against].contains { $0 != nil } || unit != nil || part != nil
            || asking != nil || explain != nil
    }

    /// Refuses what the model has not, before it runs.
    func check(_ model: Model) throws {
        if let method { return try check(method, model) }
        let layer = try layer(of: model)
        _ = try head(of: layer)
        if let part, !model.readsTokens(layer: model.layer(layer.name)) {
            throw WrongUsage("--part \(part.rawValue): \(layer.name) does not read tokens as they came in")
        }
        let who = query.flatMap(QueryChoice.init) ?? layer.usualQuery
        if task != nil || asking != nil, who != .output {
            throw WrongUsage("--task and --asking say who asks for --query output; leave them out")
        }
    }

    /// The question whose answer is the map of a subject.
    func question(_ subject: Subject, _ answers: inout CommandAnswers) throws -> any Mapping {
        let run = try answers(RunQuestion(subject))
        let former = Subject(subject.source.root, model: subject.model)
        if difference && subject.source.edits.isEmpty {
            throw WrongUsage("--difference: nothing is changed; give --remove, --blank or the like, too")
        }
        if let method = try method(for: run) {
            try check(method, run)
            let question = try relevance(subject, method, run)
            return difference ? DifferenceQuestion(question, less: question.about(former, run)) : question
        }
        let question = try attention(subject, run)
        guard difference else { return question }
        let asker = run.found(question.asker).map { Asker.query($0.query) }
        return DifferenceQuestion(question, less: question.about(former, asker: asker))
    }

    /// A map's answer, on demand with what random weights do to it.
    func checked(_ map: MapAnswer, _ question: any Mapping, _ answers: inout CommandAnswers) throws
        -> MapAnswer
    {
        guard randomised, let question = question as? any MapAsking else { return map }
        guard case .overInput = map.content else {
            throw WrongUsage("--randomised: this map does not lie over the input; leave it out")
        }
        return map.adding(try answers(RandomisationQuestion(question)))
    }
}

// MARK: attention

extension MapOptions {
    private func attention(_ subject: Subject, _ run: Run) throws -> MapQuestion {
        let layer = try layer(of: run.model)
        if let part, !run.splitsScores(layer: run.model.layer(layer.name)) {
            throw WrongUsage(
                "--part \(part.rawValue): this model's tokens do not keep content and position apart"
            )
        }
        let (query, asker) =
            layer.queries == .outputs ? (.output, try asker(numbered: query, run)) : try query(run, layer)
        return MapQuestion(
            subject,
            layer: layer.name,
            head: try head(of: layer),
            query: query,
            unit: unit ?? (part == nil ? .usual : .score),
            part: part,
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
    private func asker(_ run: Run) throws -> Asker? {
        if let task { return .task(try run.task(named: task)) }
        guard let asking else { return nil }
        guard let asker = run.asker(number: asking) else {
            throw WrongUsage("--asking \(asking): \(run.askerNumbers)")
        }
        return asker
    }
}

// MARK: explanations

extension MapOptions {
    /// Refuses what cannot be done to parts of an input.
    private func check(_ method: ExplanationMethod, _ run: Run) throws {
        let (model, modality) = (run.model, run.input.modality)
        guard let fill = method.variant?.fill, !fill.suits(model, modality) else { return }
        let known = Fill.all(for: model, modality).map(\.rawValue).joined(separator: ", ")
        throw WrongUsage("--fill \(fill.rawValue): for \(modality.words) this model has \(known)")
    }

    private func check(_ method: ExplanationMethod, _ model: Model) throws {
        guard !method.isAllowed(by: model) else { return }
        if ExplanationMethod.all(for: model).contains(method.usual), let fill = method.variant?.fill {
            throw WrongUsage("--fill \(fill.rawValue): no input of this model can be \(fill.words)")
        }
        let reason = model.tasks.isEmpty ? "classes to explain" : "latents to leave out"
        throw WrongUsage("--explain \(method.name): this model has no \(reason)")
    }

    private func relevance(
        _ subject: Subject,
        _ method: ExplanationMethod,
        _ run: Run
    ) throws -> RelevanceQuestion {
        if asking != nil { return RelevanceQuestion(subject, method, place: try asker(run)) }
        let task = try task.map(run.task(named:))
        let usual = RelevanceQuestion(subject, method, task: task)
        if run.tasks.isEmpty || (task == nil && target == nil && against == nil) {
            guard !(run.tasks.isEmpty && method.needsTask) else {
                throw WrongUsage("--explain \(method.name): this input has no classes to explain")
            }
            try refuseClasses(run.tasks.isEmpty)
            return usual
        }
        let prediction = run.predictions[task ?? run.predictions.leading]
        let (first, second) = try (
            Self.label(target, "--target", of: prediction), Self.label(against, "--against", of: prediction)
        )
        if let second, second == first ?? prediction.best {
            throw WrongUsage("--against \(prediction.labels[second]): that is the target itself")
        }
        return RelevanceQuestion(subject, method, task: task, target: first, against: second)
    }

    /// Refuses classes of an input that has none.
    private func refuseClasses(_ hasNone: Bool) throws {
        for (option, value) in [("--target", target), ("--against", against)] {
            guard hasNone, let value else { continue }
            throw WrongUsage("\(option) \(value): this input has no classes")
        }
    }

    /// The class that an option names.
    static func label(_ name: String?, _ option: String, of prediction: Prediction) throws -> Int? {
        guard let name else { return nil }
        guard let label = prediction.labels.firstIndex(of: name) else {
            let known = listed(prediction.labels, near: name)
            throw WrongUsage("\(option) \(name): no class of \(prediction.task); it has \(known)")
        }
        return label
    }

    /// Some labels, those that have what was typed in them or are in it first.
    static func listed(_ labels: [String], near typed: String) -> String {
        let isNear = { (label: String) in
            label.localizedCaseInsensitiveContains(typed) || typed.localizedCaseInsensitiveContains(label)
        }
        let order = labels.filter(isNear) + labels.filter { !isNear($0) }
        let rest = order.count > 5 ? " and \((order.count - 5).grouped) others" : ""
        return order.prefix(5).joined(separator: ", ") + rest
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
extension ScorePart: ExpressibleByArgument {}
extension Grain: ExpressibleByArgument {}
extension Fill: ExpressibleByArgument {}
