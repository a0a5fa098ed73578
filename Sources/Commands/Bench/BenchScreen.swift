import Cells
import Explanation
import Explorer
import Media
import Models

/// An explorer without a terminal, for measuring frames: what it asks is answered at once.
struct BenchScreen {
    private var explorer: Explorer
    private let model: Model
    private let opened: OpenedMedium

    /// A large screen in full colour, with the model run on a medium.
    init(_ model: Model, _ medium: Medium) throws {
        self.model = model
        let input = try model.prepare(medium)
        opened = OpenedMedium(outline: Outline(medium, input), input: input)
        let setting = Explorer.Setting(
            program: "perceiver",
            appearance: Appearance(depth: .full, ascii: false)
        )
        explorer = Explorer(setting, size: Size(width: 200, height: 60), folder: "/")
        try answer(explorer.start(with: [.text("measured")]))
        _ = try press()
    }

    /// Goes to the next latent and draws the screen.
    mutating func press() throws -> Canvas {
        try answer(explorer.apply(.terminal(.key(.character(".")))))
        return explorer.view()
    }

    private mutating func answer(_ effects: [Effect]) throws {
        for case .ask(let ask) in effects {
            let answer: any Sendable =
                switch ask.question.question {
                case is ModelQuestion: model
                case is OpenQuestion: opened
                default: try ask.question.answer(ask.known) { _ in }
                }
            try self.answer(explorer.apply(.answered(ask.id, ask.question, .success(answer))))
        }
    }
}
