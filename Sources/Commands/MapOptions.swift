import ArgumentParser
import Explanation
import Media
import Models
import Perceiver

/// Which map `attend` shows.
struct MapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "encoder (cross.I if there are several looks at the input), self.I or decoder; without it the last one that reads the input.",
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
            "The order of a matrix of self-attention: number, or clustered, where what attends alike stands together.",
            valueName: "order"
        )
    )
    var order: MatrixOrder?
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
    @Flag(
        help: """
            What changed since the first of several layers in which latents look at the input: the map of --layer, or \
            of the last one, minus that of the first.
            """
    )
    var sinceFirst = false

    func validate() throws {
        for (option, isGiven) in [("--randomised", randomised), ("--difference", difference)]
        where isGiven && sinceFirst {
            throw ValidationError("--since-first and \(option) are two questions; leave out one")
        }
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
        choosesRows || [task, target, against].contains { $0 != nil } || asking != nil || explain != nil
            || randomised || difference
    }

    /// Refuses what the model has not, before it runs.
    func check(_ model: Model) throws {
        if let method { return try check(method, model) }
        let layer = try layer(of: model)
        _ = try layer.head(named: head)
        if let part, !model.readsTokens(layer: model.layer(layer.name)) {
            throw WrongUsage("--part \(part.rawValue): \(layer.name) does not read tokens as they came in")
        }
        let who = query.flatMap(QueryChoice.init) ?? layer.usualQuery
        if task != nil || asking != nil, who != .output {
            throw WrongUsage("--task and --asking say who asks for --query output; leave them out")
        }
        if let order, !layer.isSelfAttention || who != .all {
            throw WrongUsage(
                "--order \(order.rawValue): only a matrix of self-attention has an order; "
                    + "give its --layer, and --query all"
            )
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
        if sinceFirst {
            guard let looks = question.sinceFirstLook(of: run.model) else {
                throw WrongUsage(
                    "--since-first: takes a layer in which one or the mean of latents looks at the input, of a model "
                        + "that has several; this one has \(run.model.looks.count.counted("look"))"
                )
            }
            return looks
        }
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

extension AttentionUnit: ExpressibleByArgument {}
extension ScorePart: ExpressibleByArgument {}
extension MatrixOrder: ExpressibleByArgument {}
extension Grain: ExpressibleByArgument {}
extension Fill: ExpressibleByArgument {}
