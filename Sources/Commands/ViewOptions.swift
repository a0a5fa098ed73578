import ArgumentParser
import Explanation
import Models

/// The two maps that `compare` sets side by side: the same options for both, and some for the first alone.
struct ViewOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Compare maps by this method.", valueName: "method"))
    var explain: String?
    @Option(help: ArgumentHelp("Compare maps of this layer's attention.", valueName: "layer"))
    var layer: String?
    @Option(help: ArgumentHelp("Their heads: a number, mean or max.", valueName: "head"))
    var head: String?
    @Option(help: ArgumentHelp("Who asks in them; see attend.", valueName: "query"))
    var query: String?
    @Option(help: ArgumentHelp("What their numbers mean: weight, score or lift.", valueName: "unit"))
    var unit: String?
    @Option(help: ArgumentHelp("The task that they are about, by name.", valueName: "task"))
    var task: String?
    @Option(help: ArgumentHelp("The class that is explained.", valueName: "class"))
    var target: String?
    @Option(
        help: ArgumentHelp(
            "A second class: what speaks for --target and against this one.",
            valueName: "class"
        )
    )
    var against: String?
    @Option(help: ArgumentHelp("The method of the first input's map.", valueName: "method"))
    var leftExplain: String?
    @Option(help: ArgumentHelp("The layer of the first input's map.", valueName: "layer"))
    var leftLayer: String?
    @Option(help: ArgumentHelp("The heads of the first input's map.", valueName: "head"))
    var leftHead: String?
    @Option(help: ArgumentHelp("The class that the first input's map explains.", valueName: "class"))
    var leftTarget: String?
    @Option(help: ArgumentHelp("The class that the first input's map speaks against.", valueName: "class"))
    var leftAgainst: String?
    @Option(
        help: ArgumentHelp("The model that the first input is given to.", valueName: "dir"),
        completion: .directory
    )
    var leftModel: String?
    @Flag(help: "Also compare what both targets lose without each latent.")
    var effects = false

    /// Whether maps are compared.
    var areAsked: Bool {
        let all = [
            explain, layer, head, query, unit, task, target, against, leftExplain, leftLayer, leftHead,
            leftTarget, leftAgainst, leftModel,
        ]
        return effects || all.contains { $0 != nil }
    }

    /// The first input's model, if it has one of its own.
    var leftPlace: ModelPlace? { leftModel.map { ModelPlace(named: $0) } }

    /// What is chosen of each map.
    ///
    /// - Throws: ``WrongUsage`` if that is impossible.
    func maps() throws -> [MapOptions] {
        // What is of attention means nothing for another method, and the other way round.
        let isOther = leftExplain != nil && explain == nil
        let isAttention = leftLayer != nil || leftHead != nil
        let left = try naming(isLeft: true) {
            try map(
                explain: leftExplain ?? (isAttention ? nil : explain),
                layer: leftLayer ?? layer,
                head: leftHead ?? head,
                target: leftTarget ?? (leftSeesClass ? target : nil),
                against: leftAgainst ?? (leftSeesClass ? against : nil),
                hasRows: !isOther
            )
        }
        return [left, try map(explain: explain, layer: layer, head: head, target: target, against: against)]
    }

    /// Whether classes that are chosen for both maps mean something for the first one, if it is of a kind of its own.
    private var leftSeesClass: Bool {
        if leftLayer != nil || leftHead != nil { return false }
        guard let leftExplain, let own = Explaining(argument: leftExplain) else { return true }
        guard case .method(let method) = own else { return false }
        return method.label.seesClass
    }

    /// Does something with the first input's map; what is wrong with its options is told by the names that were given.
    func naming<Result>(isLeft: Bool, _ body: () throws -> Result) throws -> Result {
        guard isLeft else { return try body() }
        do { return try body() } catch let error as WrongUsage {
            let given = [
                ("--explain", leftExplain), ("--layer", leftLayer), ("--head", leftHead),
                ("--target", leftTarget), ("--against", leftAgainst),
            ]
            throw WrongUsage(
                given.reduce(error.description) { text, option in
                    option.1 == nil ? text : text.replacing(option.0, with: "--left-" + option.0.dropFirst(2))
                }
            )
        }
    }

    /// A map of these choices and of those that both maps share.
    ///
    /// - Parameter hasRows: whether what is of attention counts.
    private func map(
        explain: String?,
        layer: String?,
        head: String?,
        target: String?,
        against: String?,
        hasRows: Bool = true
    ) throws -> MapOptions {
        let rows = [("--layer", layer), ("--head", head), ("--query", query), ("--unit", unit)]
        let classes = [("--task", task), ("--target", target), ("--against", against)]
        let options = [("--explain", explain)] + (hasRows ? rows : []) + classes
        let words = options.flatMap { name, value in value.map { [name, $0] } ?? [] }
        do { return try MapOptions.parse(words) } catch {
            throw WrongUsage(MapOptions.message(for: error))
        }
    }
}
