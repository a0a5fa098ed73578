import Explanation

extension Command {
    static let mapCommands: [Command] = [
        Command(
            "whose attention",
            [.character("a")],
            hint: "asker",
            help:
                "The answer's attention through all latents, the mean of all latents, or a single latent's.",
            in: .maps,
            footer: 20
        ) { explorer in
            explorer.lens.method = .attention
            explorer.lens.query =
                switch explorer.lens.query {
                case .output: .mean
                case .mean: .one(explorer.lens.latent)
                case .one: .output
                }
            return []
        },
        Command("previous latent", [.character(",")], help: "The latent before.", in: .maps) {
            $0.stepLatent(-1)
        },
        Command("next latent", [.character(".")], help: "The latent after.", in: .maps) { $0.stepLatent(1) },
        Command("previous layer", [.character("{")], help: "The layer before.", in: .maps) {
            $0.stepLayer(-1)
        },
        Command("next layer", [.character("}")], help: "The layer after.", in: .maps) { $0.stepLayer(1) },
        Command(
            "previous head",
            [.character("[")],
            hint: "head",
            help: "Mean, maximum, or the head before.",
            in: .maps,
            footer: 21
        ) {
            $0.stepHead(-1)
        },
        Command(
            "next head",
            [.character("]")],
            hint: "head",
            help: "Mean, maximum, or the head after.",
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
            return []
        },
        Command(
            "explanation",
            [.character("x")],
            hint: "explain",
            help:
                "What came out, attention, occlusion for the target class, or the latents' effect on it.",
            in: .maps,
            footer: 24,
            unless: { $0.methods.count < 2 ? "this model has no classes to explain" : nil }
        ) { explorer in
            let methods = explorer.methods
            let index = methods.firstIndex(of: explorer.lens.method) ?? 0
            explorer.lens.method = methods[(index + 1) % methods.count]
            if explorer.lens.method.isClassSpecific { explorer.lens.layer = .encoder }
            return []
        },
        Command("next task", [.character("y")], hint: "task", help: "The next task of this input.", in: .maps)
        {
            $0.stepTask(1)
        },
        Command(
            "overlay",
            [.character("o")],
            help: "Map over the input, 60 % of its mass, map alone, input alone.",
            in: .maps,
            footer: 25
        ) {
            explorer in
            explorer.lens.overlay = explorer.lens.overlay.next
            explorer.notice = Notice(text: "overlay: \(explorer.lens.overlay.rawValue)", isError: false)
            return []
        },
        Command("palette", [.character("p")], help: "The colours of maps.", in: .maps) { explorer in
            let all = Palette.all
            let index = all.firstIndex(of: explorer.lens.palette) ?? 0
            explorer.lens.palette = all[(index + 1) % all.count]
            explorer.notice = Notice(text: "palette: \(explorer.lens.palette.name)", isError: false)
            return []
        },
        Command(
            "scale",
            [.character("z")],
            help: "Colours in proportion, by logarithm, or by rank.",
            in: .maps
        ) {
            explorer in
            explorer.lens.scale = explorer.lens.scale.next
            explorer.notice = Notice(text: "scale: \(explorer.lens.scale.rawValue)", isError: false)
            return []
        },
        Command(
            "stronger overlay",
            [.character("+"), .character("=")],
            help: "More of the map, less of the input.",
            in: .maps
        ) {
            explorer in
            explorer.lens.strength = min(1, explorer.lens.strength + 0.1)
            return []
        },
        Command("weaker overlay", [.character("-")], help: "Less of the map, more of the input.", in: .maps) {
            explorer in
            explorer.lens.strength = max(0, explorer.lens.strength - 0.1)
            return []
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
            return []
        },
        Command(
            "previous frame",
            [.character("<")],
            hint: "frame",
            help: "The frame of a clip before.",
            in: .main,
            .sheet,
            footer: 26,
            unless: { $0.frameCount == 0 ? "there are no frames" : nil }
        ) { $0.stepFrame(-1) },
        Command(
            "next frame",
            [.character(">")],
            hint: "frame",
            help: "The frame of a clip after.",
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
            help: "Write the map to a PNG, CSV or JSON file.",
            in: .main,
            unless: { $0.figure == nil ? "there is no map to write" : nil }
        ) { explorer in
            explorer.prompt = Prompt(purpose: .save, line: LineEditor(explorer.suggestedFile))
            return []
        },
    ]

    static let attentionCommands: [Command] = [
        Command(
            "latent to the left",
            Key.lefts,
            hint: "latent",
            help: "The latent before.",
            in: .attention,
            .compare,
            footer: 10
        ) {
            $0.stepLatent(-1)
        },
        Command(
            "latent to the right",
            Key.rights,
            hint: "latent",
            help: "The latent after.",
            in: .attention,
            .compare,
            footer: 11
        ) {
            $0.stepLatent(1)
        },
        Command(
            "layer up",
            Key.ups,
            hint: "layer",
            help: "The layer before.",
            in: .attention,
            .compare,
            footer: 12
        ) {
            $0.stepLayer(-1)
        },
        Command(
            "layer down",
            Key.downs,
            hint: "layer",
            help: "The layer after.",
            in: .attention,
            .compare,
            footer: 13
        ) {
            $0.stepLayer(1)
        },
        Command(
            "cursor",
            [.enter],
            help: "Move a cursor over the map and read its numbers.",
            in: .attention,
            footer: 14,
            unless: { $0.current?.run == nil ? "the model has not run on this input" : nil }
        ) { explorer in
            explorer.isInspecting = true
            return explorer.moveToPeak(0)
        },
    ]

    static let cursorCommands: [Command] = [
        Command("cursor left", Key.lefts, hint: "move", help: "To the left.", in: .cursor, footer: 1) {
            $0.moveCursor(-1, 0)
        },
        Command("cursor right", Key.rights, hint: "move", help: "To the right.", in: .cursor, footer: 2) {
            $0.moveCursor(1, 0)
        },
        Command("cursor up", Key.ups, hint: "move", help: "Up.", in: .cursor, footer: 3) {
            $0.moveCursor(0, -1)
        },
        Command("cursor down", Key.downs, hint: "move", help: "Down.", in: .cursor, footer: 4) {
            $0.moveCursor(0, 1)
        },
        Command(
            "next peak",
            [.character("n")],
            hint: "peaks",
            help: "The place with the next smaller number.",
            in: .cursor,
            footer: 7
        ) {
            $0.moveToPeak(1)
        },
        Command(
            "previous peak",
            [.character("N")],
            hint: "peaks",
            help: "The place with the next larger number.",
            in: .cursor,
            footer: 8
        ) {
            $0.moveToPeak(-1)
        },
        Command(
            "ask from here",
            [.character("i")],
            hint: "ask",
            help: "Maps for what is decoded at the cursor: a token, a pixel, a moment.",
            in: .cursor,
            footer: 5,
            unless: { $0.askObstacle }
        ) { $0.askFromCursor() },
        Command(
            "mask",
            [.character(" ")],
            help:
                "Mask the text, or remove a part of the picture or sound, from here; again: to here, and run.",
            in: .cursor,
            footer: 6,
            unless: { $0.maskObstacle }
        ) { $0.maskAtCursor() },
        Command(
            "leave the cursor",
            [.enter],
            hint: "done",
            help: "Let the arrows choose latents and layers again.",
            in: .cursor,
            footer: 9
        ) {
            explorer in
            explorer.isInspecting = false
            return []
        },
    ]
}
