import Cells
import Commands
import Explanation
import Explorer
import Foundation
import Models
import Perceiver
import TestData
import Testing

/// An explorer that is led through its maps by keys, beside the options of `attend` that mean the same.
struct ScreenMaps {
    private var explorer: Explorer
    private let arguments: [String]
    private var answers = CommandAnswers()
    let model: Model

    private var layer: Layer
    private var head = 0
    private var unit = AttentionUnit.weight
    private var query = 0
    private var latent = 0
    private var method: ExplanationMethod?

    /// The screen of an input, with a map of the layer that is shown first.
    init(_ given: ParityTests.Given) throws {
        arguments = given.arguments
        model = try answers(ModelQuestion(given.place))
        layer = model.layers[model.layer(nil)]
        let setting = Explorer.Setting(program: "", appearance: Appearance(depth: .full, ascii: false))
        explorer = Explorer(setting, size: Size(width: 100, height: 30), model: given.place, folder: "/")
        _ = settle(explorer.start(with: [given.source]))
        // A model that shows its output first shows attention for the head before, and the one after it.
        press("][")
    }

    /// The heads of the layer: the mean and the largest first, if there are many.
    var heads: [HeadChoice] { HeadChoice.all(heads: layer.heads) }

    /// Who asks in the layer, in the order of the key.
    var queries: [QueryChoice] {
        if layer.queries == .outputs || layer.usualQuery == .all { return [layer.usualQuery] }
        return [.output, .mean, .one(latent)]
    }

    // MARK: looking

    /// Goes to a layer by its place.
    mutating func look(atLayer place: Int) {
        press(String(repeating: "{", count: model.layers.count) + String(repeating: "}", count: place))
        layer = model.layers[place]
        look(atHead: 0)
    }

    /// Goes to a head by its place among ``heads``: by name to the first, from there by key.
    mutating func look(atHead place: Int) {
        press(":head \(heads[0].name)\n" + String(repeating: "]", count: place))
        head = place
    }

    /// Goes to a unit.
    mutating func look(in wanted: AttentionUnit) {
        while unit != wanted {
            press("u")
            let all = AttentionUnit.allCases
            unit = all[((all.firstIndex(of: unit) ?? 0) + 1) % all.count]
        }
    }

    /// Lets the next of ``queries`` ask: of latents each time another one.
    mutating func askOther() {
        guard queries.count > 1 else { return }
        press("a")
        query = (query + 1) % queries.count
        if query == 2 {
            press(".")
            latent = (latent + 1) % model.latentCount
        }
    }

    /// Goes to what speaks for the first class; returns whether the model has that.
    mutating func explain(by wanted: ExplanationMethod) -> Bool {
        guard ExplanationMethod.all(for: model).contains(wanted) else { return false }
        press("x")
        method = wanted
        return true
    }

    // MARK: comparing

    private var options: [String] {
        if let method { return ["--explain", method.rawValue] }
        return [
            "--layer", layer.name, "--head", heads[head].name, "--unit", unit.rawValue,
            "--query", queries[query % queries.count].name,
        ]
    }

    /// Compares the map of the screen with that of the command.
    mutating func compare(picture: Bool = false) throws {
        let command = try AttendCommand.parse(arguments + options)
        let figure = try command.figure(&answers)
        try Self.compare(written(), figure, picture: picture, "\(options)")
    }

    /// Compares what two figures say and hold.
    static func compare(
        _ shown: DrawnFigure,
        _ printed: DrawnFigure,
        picture: Bool,
        _ options: Comment? = nil
    ) throws {
        #expect(shown.figure.title == printed.figure.title, options)
        #expect(shown.figure.facts == printed.figure.facts, options)
        #expect(shown.figure.json() == printed.figure.json(), options)
        #expect(shown.figure.csv == printed.figure.csv, options)
        guard picture else { return }
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [folder.appending(path: "a.png"), folder.appending(path: "b.png")]
        for (figure, file) in zip([shown, printed], files) { try figure.write(.png, to: file.path) }
        #expect(try Data(contentsOf: files[0]) == Data(contentsOf: files[1]), options)
    }

    /// What the explorer writes into a file.
    func written() throws -> DrawnFigure {
        var copy = self
        let figures = copy.press("w\n").compactMap { effect in
            if case .save(_, let figure) = effect { figure } else { nil }
        }
        return try #require(figures.first)
    }

    // MARK: events

    /// Presses a key for each character; returns what was to be done besides answering.
    @discardableResult
    private mutating func press(_ characters: String) -> [Effect] {
        characters.flatMap { character in
            let key: Key = character == "\n" ? .enter : .character(character)
            return settle(explorer.apply(.terminal(.key(key))))
        }
    }

    /// Answers what is asked, and what is asked then.
    private mutating func settle(_ effects: [Effect]) -> [Effect] {
        effects.flatMap { effect in
            guard case .ask(let ask) = effect else { return [effect] }
            let answer = Result { try ask.question.answer(ask.known) { _ in } }
            let result = answer.mapError { Failure("\($0)") }
            return settle(explorer.apply(.answered(ask.id, ask.question, result)))
        }
    }
}
