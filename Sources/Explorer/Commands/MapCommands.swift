import Cells
import Explanation

extension Command {
    static let mapCommands: [Command] = [
        Command(
            "whose attention",
            [.character("a")],
            hint: "query",
            help:
                "What the answer looked at, the mean of all latents, or a single latent; all, where tokens ask tokens.",
            in: .maps,
            footer: 20,
            unless: { $0.sheetObstacle ?? $0.askerObstacle }
        ) { explorer in
            explorer.lens.method = .attention
            explorer.lens.query =
                switch explorer.shownQuery {
                case .output: .mean
                case .mean: .one(explorer.lens.latent)
                case .one: explorer.layer?.isSelfAttention == true ? .all : .output
                case .all: .output
                }
        },
        Command("previous latent", [.character(",")], help: "Previous latent.", in: .maps) {
            $0.stepLatent(-1)
        },
        Command("next latent", [.character(".")], help: "Next latent.", in: .maps) { $0.stepLatent(1) },
        Command(
            "previous layer",
            [.character("{")],
            help: "Previous layer.",
            in: .maps,
            unless: { $0.sheetObstacle }
        ) { $0.stepLayer(-1) },
        Command(
            "next layer",
            [.character("}")],
            help: "Next layer.",
            in: .maps,
            unless: { $0.sheetObstacle }
        ) { $0.stepLayer(1) },
        Command(
            "previous head",
            [.character("[")],
            hint: "head",
            help: "Previous of: mean, maximum, each head.",
            in: .maps,
            footer: 21
        ) {
            $0.stepHead(-1)
        },
        Command(
            "next head",
            [.character("]")],
            hint: "head",
            help: "Next of: mean, maximum, each head.",
            in: .maps,
            footer: 22
        ) {
            $0.stepHead(1)
        },
        Command(
            "unit",
            [.character("u")],
            help: "Shares of attention, scores before the softmax, or times uniform.",
            in: .maps,
            footer: 23
        ) {
            explorer in
            explorer.lens.method = .attention
            explorer.lens.unit = explorer.lens.unit.next
        },
        Command(
            "explanation",
            [.character("x")],
            hint: "explain",
            help:
                "The model's output, attention, occlusion for the target class, or the latents' effect on it.",
            in: .maps,
            footer: 24,
            unless: {
                $0.sheetObstacle ?? ($0.methods.count < 2 ? "this model has no classes to explain" : nil)
            }
        ) { explorer in
            let methods = explorer.methods
            let index = methods.firstIndex(of: explorer.lens.method) ?? 0
            explorer.lens.method = methods[(index + 1) % methods.count]
            if explorer.lens.method.explanation != nil { explorer.set(layer: nil) }
        },
        Command("next task", [.character("y")], hint: "task", help: "Next task of this input.", in: .maps) {
            $0.stepTask(1)
        },
        Command(
            "overlay",
            [.character("o")],
            help: "Map over the input, 60 % of its mass, map alone, input alone.",
            in: .maps,
            footer: 25,
            unless: { $0.sheetObstacle ?? $0.overlayObstacle }
        ) {
            explorer in
            explorer.lens.overlay = explorer.lens.overlay.next
            explorer.notice = Notice(text: "overlay: \(explorer.lens.overlay.rawValue)", isError: false)
        },
        Command(
            "palette",
            [.character("p")],
            help: "The colours of maps.",
            in: .maps,
            unless: { $0.colourObstacle }
        ) { explorer in
            let all = Palette.all
            let index = all.firstIndex(of: explorer.lens.palette) ?? 0
            explorer.lens.palette = all[(index + 1) % all.count]
            explorer.notice = Notice(text: "palette: \(explorer.lens.palette.name)", isError: false)
        },
        Command(
            "scale",
            [.character("z")],
            help: "Colours in proportion, by logarithm, or by rank.",
            in: .maps,
            unless: { $0.colourObstacle }
        ) {
            explorer in
            explorer.lens.scale = explorer.lens.scale.next
            explorer.notice = Notice(text: "scale: \(explorer.lens.scale.rawValue)", isError: false)
        },
        Command(
            "stronger overlay",
            [.character("+"), .character("=")],
            help: "More of the map, less of the input.",
            in: .maps,
            unless: { $0.sheetObstacle ?? $0.overlayObstacle }
        ) {
            explorer in
            explorer.lens.strength = min(1, explorer.lens.strength + 0.1)
        },
        Command(
            "weaker overlay",
            [.character("-")],
            help: "Less of the map, more of the input.",
            in: .maps,
            unless: { $0.sheetObstacle ?? $0.overlayObstacle }
        ) { explorer in
            explorer.lens.strength = max(0, explorer.lens.strength - 0.1)
        },
        Command(
            "arrows",
            [.character("v")],
            help: "Arrows on a flow, or colours alone.",
            in: .main,
            unless: {
                if case .flow? = $0.current?.run?.output { nil } else { "there is no flow" }
            }
        ) { explorer in
            explorer.lens.hasArrows.toggle()
        },
        Command(
            "previous frame",
            [.character("<")],
            hint: "frame",
            help: "Previous frame of a clip.",
            in: .main,
            .sheet,
            footer: 26,
            unless: { $0.frameCount == 0 ? "there are no frames" : nil }
        ) { $0.stepFrame(-1) },
        Command(
            "next frame",
            [.character(">")],
            hint: "frame",
            help: "Next frame of a clip.",
            in: .main,
            .sheet,
            footer: 27,
            unless: { $0.frameCount == 0 ? "there are no frames" : nil }
        ) { $0.stepFrame(1) },
        Command(
            "play",
            [.character("P")],
            help: "Let the frames of a clip follow each other, or stop them.",
            in: .main,
            footer: 28,
            unless: { $0.frameCount < 2 ? "there are no frames" : nil }
        ) { $0.play() },
        Command(
            "decode the input",
            [.character("r")],
            hint: "decode",
            help: "Decode the input from the latents, and show it beside what the model got.",
            in: .main,
            footer: 29,
            unless: { $0.decodingObstacle }
        ) { $0.showReconstruction() },
        Command(
            "write the map",
            [.character("w")],
            hint: "write",
            help: "Write the map to a PNG, CSV or JSON file; one that is there stays.",
            in: .main,
            unless: { $0.figure == nil ? "there is no map to write" : nil }
        ) { explorer in
            explorer.prompt = Prompt(purpose: .save, line: LineEditor(explorer.suggestedFile))
        },
    ]
}
