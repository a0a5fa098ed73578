import Cells
import Explanation

extension Command {
    static let pinCommands: [Command] = [
        Command(
            "pin the view",
            [.character("B")],
            hint: "pin",
            help:
                "Pin this view, with its input, model, target, layer and method; c puts it beside another one.",
            in: .main,
            footer: 35,
            unless: { $0.pinObstacle }
        ) { $0.pin() },
        Command(
            "link the sides",
            [.character("=")],
            hint: "link",
            help: "Let the side that is not active keep its view; or both sides follow the keys again.",
            in: .compare,
            footer: 7,
            hinting: { $0.isLinked ? "hold" : "link" },
            unless: { $0.linkObstacle }
        ) { $0.toggleLink() },
        Command(
            "save both views",
            [.character("w")],
            hint: "save",
            help: "Save both views and their difference as a figure (PNG, SVG). Existing files stay.",
            in: .compare,
            footer: 30,
            hintedIf: { $0.pairFigure != nil },
            unless: {
                $0.pairFigure == nil ? "v chooses the table of both views, which are saved together" : nil
            }
        ) { $0.prompt = Prompt(purpose: .save, line: LineEditor("views.png")) },
    ]
}
