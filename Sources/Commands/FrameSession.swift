import Cells
import Explorer
import Media
import Models

/// An explorer without a terminal, for measuring frames: effects are done at once.
struct FrameSession {
    private var explorer: Explorer
    private let model: Model
    private let medium: Medium

    /// A session on a large screen in full colour, with the model run on a medium.
    init(_ model: Model, _ medium: Medium) throws {
        self.model = model
        self.medium = medium
        explorer = Explorer(
            program: "perceiver",
            size: Size(width: 200, height: 60),
            appearance: Appearance(depth: .full, ascii: false),
            folder: "/"
        )
        try finish(explorer.start(with: [.text("measured")]))
        _ = try press()
    }

    /// Goes to the next latent and draws the screen.
    mutating func press() throws -> Canvas {
        try finish(explorer.apply(.terminal(.key(.character(".")))))
        return explorer.view()
    }

    private mutating func finish(_ effects: [Effect]) throws {
        for effect in effects {
            switch effect {
            case .loadModel(let place):
                try finish(explorer.apply(.modelLoaded(place, .success(model))))
            case .open(let id, _, let model):
                try finish(explorer.apply(.opened(id, .success(OpenedMedium(medium, model: model)))))
            case .run(let id, let input, let model):
                try finish(explorer.apply(.ran(id, .success(model.run(input)))))
            case .map(let key, let run): try finish(explorer.apply(.mapped(key, key.map(of: run))))
            case .mapRow(let key, let run):
                try finish(explorer.apply(.mappedRow(key, key.row(of: run, progress: { _ in }))))
            default: break
            }
        }
    }
}
