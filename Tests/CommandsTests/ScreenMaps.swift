import Commands
import Explanation
import Explorer
import Foundation
import Models
import Perceiver
import Testing

/// An explorer that is led through its maps by keys, beside the options of `attend` that mean the same.
struct ScreenMaps {
    private var screen: KeyedExplorer
    private var arguments: [String]
    private var answers: CommandAnswers
    /// The run of the input that is shown.
    private(set) var run: Run
    var model: Model { run.model }

    /// The layer's place among the model's.
    private var place: Int
    private var head = HeadChoice.usual
    private var unit = AttentionUnit.weight
    private var order = MatrixOrder.number
    /// The place of who asks among ``queries``, where they can be chosen.
    private var query = 0
    private var latent = 0
    private var method: ExplanationMethod?
    /// The task, if another than the leading one was chosen, or one of its classes.
    private var task: Int?
    /// The classes that were chosen, by task.
    private var targets: [Int: Int] = [:]
    /// The number of the token or the place that asks instead of a task.
    private var asking: Int?

    /// The screen of an input, with a map of the layer that is shown first.
    init(_ input: ParityInput) throws {
        var answers = CommandAnswers()
        run = try answers(RunQuestion(input.subject))
        (self.answers, arguments) = (answers, input.arguments)
        place = run.model.layer(nil)
        screen = try KeyedExplorer([input])
        showAttention()
    }

    var layer: Layer { model.layers[place] }

    /// The heads of the layer: the mean and the largest first, if there are many.
    private var heads: [HeadChoice] { HeadChoice.all(heads: layer.heads) }

    /// Their places: of many the mean, the largest, the first and the last one.
    var headPlaces: [Int] { heads.count > 6 ? [0, 1, 2, heads.count - 1] : Array(heads.indices) }

    /// Who asks in the layer, in the order of the key.
    var queries: [QueryChoice] {
        if layer.queries == .outputs || layer.usualQuery == .all { return [layer.usualQuery] }
        return [.output, .mean, .one(latent)] + (layer.queries == layer.keys ? [.all] : [])
    }
}

// MARK: looking

extension ScreenMaps {
    /// Goes to a layer by its place; a head that it lacks becomes the usual ones.
    mutating func look(atLayer wanted: Int) {
        while place != wanted {
            screen.press(wanted < place ? "{" : "}")
            place += wanted < place ? -1 : 1
            forgetMissingHead()
        }
        method = nil
    }

    private mutating func forgetMissingHead() {
        if !head.exists(amongHeads: layer.heads) { head = .usual }
    }

    /// Goes to a head by its place: by name to the first, from there by key.
    mutating func look(atHead wanted: Int) {
        if wanted == 0 { screen.press(":head \(heads[0].name)\n") }
        let step = wanted == 0 ? 0 : wanted - (heads.firstIndex(of: head) ?? 0)
        screen.press(String(repeating: step < 0 ? "[" : "]", count: abs(step)))
        (head, method) = (heads[wanted], nil)
    }

    /// Goes to attention by the keys for the next head and the one before it.
    mutating func showAttention() { screen.press("][") }

    /// Goes to a unit.
    mutating func look(in wanted: AttentionUnit) {
        while unit != wanted {
            screen.press("u")
            let all = AttentionUnit.allCases
            unit = all[((all.firstIndex(of: unit) ?? 0) + 1) % all.count]
        }
    }

    /// Lets the next of ``queries`` ask: of latents each time another one.
    mutating func askOther() {
        guard queries.count > 1 else { return }
        screen.press("a")
        query = (query + 1) % queries.count
        if query == 2 {
            screen.press(".")
            repeat {
                latent = (latent + 1) % run.size(of: layer.queries)
            } while run.seenNumber(latent, of: layer.queries) == nil
        }
    }

    /// Lets all ask at once; returns whether the layer has a matrix that can be clustered.
    mutating func askAll() -> Bool {
        guard run.canCluster(layer: place) else { return false }
        while queries[query % queries.count] != .all { askOther() }
        return true
    }

    /// Clusters a matrix, or has it by number again.
    mutating func reorder() {
        screen.press("H")
        order = order == .number ? .clustered : .number
    }

    /// Whether an explanation is shown unless something else is chosen.
    var explainsFirst: Bool { ExplanationMethod.usual(of: run) != nil }

    /// Whether a task asks, and not a place.
    private var isTaskAsking: Bool { asking == nil && (task != nil || run.found(nil)?.task != nil) }

    /// The task that classes are of.
    private var asked: Int { task ?? run.predictions.leading }

    /// Lets the next task ask; from a place the one that was left for it.
    mutating func askNextTask() {
        screen.press("y")
        let order = run.predictions.byCertainty
        let place = order.firstIndex(of: asked) ?? 0
        task = isTaskAsking ? order[(place + 1) % order.count] : asked
        asking = nil
    }

    /// Goes to what speaks for a class, from attention; returns whether the model has that.
    mutating func explain(by wanted: ExplanationMethod) -> Bool {
        let usual = ExplanationMethod.usual(of: run)
        guard ExplanationMethod.all(for: model).contains(wanted) else { return false }
        let methods = ExplanationMethod.all(for: model).filter { $0 != usual }
        showAttention()
        // The usual one comes before attention, the others after it.
        let step = methods.firstIndex(of: wanted)
        screen.press(step.map { String(repeating: "x", count: $0 + 1) } ?? "X")
        (method, place) = (wanted, model.layer(nil))
        forgetMissingHead()
        return true
    }

    /// Makes another class of the task what maps are about: the next of the list, or the last.
    mutating func target(last: Bool) {
        if !isTaskAsking { askNextTask() }
        let ranking = run.predictions[asked].ranking
        let rank = targets[asked].flatMap { ranking.firstIndex(of: $0) } ?? 0
        screen.press("3" + (targets.isEmpty ? "\n" : "") + (last ? "G" : "j"))
        targets[asked] = ranking[last ? ranking.count - 1 : min(rank + 1, ranking.count - 1)]
        task = asked
    }

    /// Lets the place of one of the map's largest numbers ask, counted from 0.
    ///
    /// - Precondition: the map lies over the input.
    mutating func ask(fromPeak rank: Int) throws {
        let values = try overInput()
        let peak = values.indices.sorted { (values[$0], $1) > (values[$1], $0) }[rank]
        screen.press("2\n" + String(repeating: "n", count: rank) + "i\n")
        if layer.queries == .input {
            (latent, query) = (peak, 2)
            return
        }
        let told = try #require(screen.written().figure.facts["asking"].flatMap { Int($0) })
        // Places of flows and clips are others than those of their tokens.
        if run.decoderQuery(token: peak) != nil { #expect(told == peak) }
        (asking, query, place) = (told, 0, model.layer(nil))
        forgetMissingHead()
    }

    /// Removes or masks the place of the map's largest number and the one beside it, if the model allows it.
    ///
    /// - Returns: whether it does.
    mutating func edit(masking: Bool) throws -> Bool {
        let modality = run.input.modality
        guard masking ? modality == .text && model.masksTexts : model.removes(from: modality) else {
            return false
        }
        let (key, leading) = (masking ? "\u{18}" : " ", run.predictions.leading)
        screen.press("2\n\(key)l\(key == " " ? "d" : key)")
        showAttention()
        let subject = try #require(screen.last(RunQuestion.self)).subject
        switch try #require(subject.source.edits.last) {
        case .remove(let part): arguments += ["--remove", part.written]
        case .mask(let part): arguments += ["--mask-range", part.written]
        case let edit: throw Failure("it became \(edit.written)")
        }
        run = try answers(RunQuestion(subject))
        // What is lost is seen in the same task.
        if !masking { task = leading }
        return true
    }

    private func overInput() throws -> [Float] {
        guard case .map(let answer) = try screen.written().figure.content,
            case .overInput(let ranked) = answer.content
        else { throw Failure("the map lies over no input") }
        return ranked.relevance.values
    }
}

// MARK: comparing

extension ScreenMaps {
    /// The options of `attend` for what is looked at.
    private var options: [String] {
        let task = task.map { ["--task", run.tasks[$0].name] } ?? []
        if let method {
            let label = targets[asked].map { run.predictions[asked].labels[$0] }
            if let asking, !method.needsTask {
                return ["--explain", method.name, "--asking", "\(asking)"]
            }
            let target = method.label.seesClass ? label.map { ["--target", $0] } ?? [] : []
            return ["--explain", method.name] + task + target
        }
        let choice = queries[query % queries.count]
        let asker = asking.map { ["--asking", "\($0)"] } ?? task
        return [
            "--layer", layer.name, "--head", head.name, "--unit", unit.rawValue,
            "--query", choice.name,
        ] + (choice == .output ? asker : [])
            + (order == .clustered ? ["--order", order.rawValue] : [])
    }

    /// Compares the map of the screen with that of the command: what it is, its numbers, on demand all that files hold.
    mutating func compare(files: Bool = true) throws { try compare(options, files: files) }

    /// Compares the layer's map, of which nothing was chosen, with that of the layer's name alone.
    mutating func compareUsual() throws { try compare(["--layer", layer.name]) }

    /// Compares what is shown while nothing was chosen but perhaps a task with what is printed then.
    ///
    /// - Precondition: ``explainsFirst``.
    mutating func compareFirst() throws {
        showAttention()
        screen.press("X")
        place = model.layer(nil)
        forgetMissingHead()
        try compare(task.map { ["--task", run.tasks[$0].name] } ?? [])
    }

    /// Compares the decoder's map for a place with that which `--query` names.
    mutating func compareDecoder() throws {
        let number = try #require(asking)
        try compare(["--layer", layer.name, "--head", head.name, "--query", "\(number)"])
    }

    private mutating func compare(_ options: [String], files: Bool = true) throws {
        let printed = try AttendCommand.parse(arguments + options).figure(&answers)
        try screen.written().expectSame(as: printed, files: files, "\(options)")
    }
}

extension DrawnFigure {
    /// Expects that another figure says and holds the same, on demand also as a table and as a picture.
    fileprivate func expectSame(as printed: DrawnFigure, files: Bool, _ options: Comment) {
        #expect(figure.title == printed.figure.title, options)
        #expect(figure.facts == printed.figure.facts, options)
        // Named instead of printed: they are long.
        let parts = [
            ("JSON", figure.json() == printed.figure.json()),
            ("CSV", !files || figure.csv == printed.figure.csv),
            ("SVG", !files || page == printed.page),
        ]
        let differing = parts.filter { !$0.1 }.map(\.0)
        #expect(differing.isEmpty, options)
    }

    private var page: [UInt8]? { try? page().svg(metadata: Data()) }
}
