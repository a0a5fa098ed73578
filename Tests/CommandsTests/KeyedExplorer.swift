import Cells
import Explanation
import Explorer
import Testing

/// An explorer that is led by keys, and whose questions are answered at once.
struct KeyedExplorer {
    private(set) var explorer: Explorer
    /// What was asked, in order.
    private(set) var asked: [any Question] = []

    /// The screen of some inputs, the first of which is run.
    init(_ inputs: [ParityInput]) throws {
        let setting = Explorer.Setting(program: "", appearance: Appearance(depth: .full, ascii: false))
        let model = try #require(inputs.first).subject.model
        explorer = Explorer(setting, size: Size(width: 240, height: 80), model: model, folder: "/")
        _ = settle(explorer.start(with: inputs.map(\.source)))
    }

    /// What is known of a question.
    func known<Q: Question>(_ question: Q) throws -> Q.Answer { try #require(explorer.ledger[question]) }

    /// The last question of a type that was asked.
    func last<Q: Question>(_ type: Q.Type) -> Q? { asked.last { $0 is Q } as? Q }

    /// What the explorer writes into a file.
    func written() throws -> DrawnFigure {
        var copy = self
        let figures = copy.press("w\n").compactMap { effect in
            if case .save(_, let figure) = effect { figure } else { nil }
        }
        return try #require(figures.first)
    }

    /// The screen's lines.
    var lines: [String] {
        let canvas = explorer.view()
        return (0..<canvas.size.height).map { y in
            String((0..<canvas.size.width).compactMap { canvas[$0, y].character })
        }
    }

    /// Presses a key for each character, where a line feed is Enter and ^X is one; returns what was to be done besides
    /// answering.
    @discardableResult
    mutating func press(_ characters: String) -> [Effect] {
        characters.flatMap { character in
            let key: Key =
                switch character {
                case "\n": .enter
                case "\u{18}": .control("x")
                default: .character(character)
                }
            return settle(explorer.apply(.terminal(.key(key))))
        }
    }

    /// Answers what is asked, and what is asked then.
    private mutating func settle(_ effects: [Effect]) -> [Effect] {
        effects.flatMap { effect in
            guard case .ask(let ask) = effect else { return [effect] }
            asked.append(ask.question.question)
            let answer = Result { try ask.question.answer(ask.known) { _ in } }
            let result = answer.mapError { Failure("\($0)") }
            return settle(explorer.apply(.answered(ask.id, ask.question, result)))
        }
    }
}
