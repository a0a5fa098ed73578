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
            help: "Let the side that is not active keep its view, or follow the keys again.",
            in: .compare,
            footer: 7,
            unless: { $0.linkObstacle }
        ) { $0.toggleLink() },
    ]
}
