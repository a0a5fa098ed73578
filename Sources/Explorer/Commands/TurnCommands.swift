import Cells
import Media

extension Command {
    /// How a cloud of points is looked at from other sides.
    static let turnCommands: [Command] = [
        Command(
            "turn the points",
            [.character("@")],
            hint: "turn",
            help:
                "Look at a point cloud from other sides: the arrows turn it. Again: the arrows mean what they did.",
            in: .main,
            .turning,
            footer: 8,
            hintedIf: { $0.turnObstacle == nil },
            hinting: { $0.main.isTurning ? "done" : "turn" },
            unless: { $0.turnObstacle }
        ) { explorer in
            explorer.main.focus = .attention
            explorer.main.isTurning.toggle()
        },
        turn("turn left", Key.lefts, "Go round the points to the left.", 4, (-1, 0)),
        turn("turn right", Key.rights, "Go round the points to the right.", 5, (1, 0)),
        turn("tilt up", Key.ups, "Look from farther above.", 6, (0, 1)),
        turn("tilt down", Key.downs, "Look from farther below.", 7, (0, -1)),
        look("front", "f", from: .front, "Look from the front: x to the right, y upwards."),
        look("side", "s", from: .side, "Look from the right side: z to the left, y upwards."),
        look("top", "t", from: .top, "Look from above: x to the right, z downwards."),
        Command(
            "stand the points up",
            [.character("z")],
            hint: "z up",
            help: "Let z lead upwards, as in many scans, or y again. The model gets the same.",
            in: .turning,
            footer: 10,
            hinting: { $0.lens.view.up == .y ? "z up" : "y up" }
        ) { explorer in
            let view = explorer.lens.view
            explorer.look(from: view.with(up: view.up == .y ? .z : .y))
        },
    ]

    private static func turn(
        _ name: String,
        _ keys: [Key],
        _ help: String,
        _ footer: Int,
        _ step: (turn: Int, tilt: Int)
    ) -> Command {
        Command(name, keys, hint: "turn", help: help, in: .turning, footer: footer) { explorer in
            let view = explorer.lens.view
            explorer.look(
                from: Viewpoint(
                    turn: view.turn + 15 * step.turn,
                    tilt: view.tilt + 15 * step.tilt,
                    up: view.up
                )
            )
        }
    }

    private static func look(
        _ name: String,
        _ key: Character,
        from view: Viewpoint,
        _ help: String
    ) -> Command {
        Command("\(name) view", [.character(key)], hint: name, help: help, in: .turning, footer: 9) {
            $0.look(from: view.with(up: $0.lens.view.up))
        }
    }
}

extension Explorer {
    /// Why nothing can be turned.
    var turnObstacle: String? {
        guard let opened = current?.opened else { return "there is no input" }
        guard opened.input.layout.placed.points?.dimensions.count == 3 else {
            return "only point clouds can be turned"
        }
        return nil
    }

    /// Whether arrows turn what is shown.
    var isTurning: Bool { main.isTurning && main.focus == .attention && turnObstacle == nil }

    /// Shows points from another side; a region of the former side's plane ends.
    mutating func look(from view: Viewpoint) {
        guard view != lens.view else { return }
        lens.view = view
        for entry in list.entries where entry.modality == .points {
            change(entry.id) { ($0.mark, $0.region) = (nil, nil) }
        }
    }
}
