import Cells
import Explanation

extension Command {
    static let mapCommands: [Command] = [
        Command(
            "whose attention",
            [.character("a")],
            hint: "query",
            help: "Show attention: behind the answer, the mean of all latents, or one latent.",
            in: .maps,
            footer: 12,
            unless: { $0.sheetObstacle ?? $0.askerObstacle }
        ) { explorer in
            let wasShown = explorer.method == .attention
            explorer.lens.method = .attention
            // From another way of looking to attention as it was.
            guard wasShown else { return }
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
            help: "Previous head (mean, max, 0, 1 and so on).",
            in: .maps,
            .latents,
            footer: 19
        ) {
            $0.stepHead(-1)
        },
        Command(
            "next head",
            [.character("]")],
            hint: "head",
            help: "Next head (mean, max, 0, 1 and so on).",
            in: .maps,
            .latents,
            footer: 20
        ) {
            $0.stepHead(1)
        },
        Command(
            "unit",
            [.character("u")],
            help:
                "Change the unit: weight, score before the softmax, or lift (multiple of uniform attention).",
            in: .maps,
            footer: 23
        ) {
            explorer in
            explorer.lens.method = .attention
            explorer.lens.unit = explorer.lens.unit.next
            explorer.lens.part = nil
        },
        Command(
            "content or position",
            [.character("C")],
            hint: "content",
            help: "Show which part of scores comes from content, from position, or from the rest.",
            in: .maps,
            footer: 24,
            unless: { $0.partObstacle }
        ) { $0.stepPart() },
        Command(
            "order of a matrix",
            [.character("H")],
            hint: "cluster",
            help:
                "Order a matrix of self-attention by number, or clustered: what attends alike stands together.",
            in: .maps,
            footer: 14,
            unless: { $0.clusterObstacle }
        ) { explorer in
            explorer.lens.order = explorer.lens.order.next
            explorer.notice = Notice(text: "order: \(explorer.lens.order.words)", isError: false)
        },
        Command(
            "explanation",
            [.character("x")],
            hint: "explain",
            help: "Next method: attention, one explanation after the other, or the output.",
            in: .maps,
            footer: 13,
            unless: { $0.methodObstacle }
        ) { $0.stepMethod(1) },
        Command(
            "previous explanation",
            [.character("X")],
            help: "Previous method.",
            in: .maps,
            unless: { $0.methodObstacle }
        ) { $0.stepMethod(-1) },
        Command(
            "faithfulness",
            [.character("F")],
            hint: "measure",
            help: "Measure how faithful the map is: what removing its highest places does to the target.",
            in: .main,
            footer: 22,
            unless: { $0.measureObstacle($0.classObstacle) }
        ) { $0.main.toggle(.faithfulness) },
        Command(
            "random weights",
            [.character("Z")],
            hint: "randomise",
            help: "Check whether the map changes when the model's weights are replaced by random ones.",
            in: .main,
            footer: 27,
            unless: { $0.measureObstacle($0.runObstacle) }
        ) { $0.main.toggle(.randomWeights) },
        Command(
            "change of the map",
            [.character("D")],
            hint: "change",
            help: "Show what the last change of the input did to the map, or the map itself again.",
            in: .maps,
            footer: 11,
            hintedIf: { $0.current?.source.parent != nil },
            unless: { $0.sheetObstacle ?? $0.changeObstacle }
        ) { $0.lens.showsChange.toggle() },
        Command(
            "change of the look",
            [.character("Y")],
            hint: "looks",
            help: "Of models that look at the input several times: show what changed since the first look.",
            in: .maps,
            footer: 11,
            hintedIf: { $0.current?.run.map { $0.model.looks.count > 1 } ?? false },
            unless: { $0.sheetObstacle ?? $0.lookObstacle }
        ) { $0.lens.comparesLooks.toggle() },
        Command(
            "next task",
            [.character("y")],
            hint: "task",
            help: "Next task of this input.",
            in: .maps,
            .latents,
            footer: 21,
            unless: { $0.taskObstacle }
        ) {
            $0.stepTask(1)
        },
        Command(
            "overlay",
            [.character("o")],
            help: "Change the overlay: blend, only the top 60 %, map alone, or input alone.",
            in: .maps,
            footer: 14,
            unless: { $0.sheetObstacle ?? $0.overlayObstacle }
        ) {
            explorer in
            explorer.lens.overlay = explorer.lens.overlay.next
            explorer.notice = Notice(text: "overlay: \(explorer.lens.overlay.words)", isError: false)
        },
        Command(
            "granularity",
            [.character("E")],
            hint: "group",
            help:
                "Group the map by larger parts: characters, words, sentences; cells, blocks; 100 ms, seconds.",
            in: .maps,
            unless: { $0.grainObstacle }
        ) { $0.stepGrain() },
        Command(
            "palette",
            [.character("p")],
            help: "Next colour palette.",
            in: .maps,
            .latents,
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
            help: "Change the colour scale: up to the 99th percentile, linear, logarithmic, or by rank.",
            in: .maps,
            .latents,
            unless: { $0.colourObstacle }
        ) {
            explorer in
            explorer.lens.scale = explorer.lens.scale.next
            explorer.notice = Notice(text: "scale: \(explorer.lens.scale.words)", isError: false)
        },
        Command(
            "stronger overlay",
            [.character("+"), .character("=")],
            help: "Show more of the map and less of the input.",
            in: .maps,
            unless: { $0.sheetObstacle ?? $0.overlayObstacle }
        ) {
            explorer in
            explorer.lens.strength = min(1, explorer.lens.strength + 0.1)
        },
        Command(
            "weaker overlay",
            [.character("-")],
            help: "Show less of the map and more of the input.",
            in: .maps,
            unless: { $0.sheetObstacle ?? $0.overlayObstacle }
        ) { explorer in
            explorer.lens.strength = max(0, explorer.lens.strength - 0.1)
        },
        Command(
            "arrows",
            [.character("v")],
            help: "Draw the flow with arrows, or in colours alone.",
            in: .main,
            unless: {
                if case .flow? = $0.current?.run?.output { nil } else { "there is no flow" }
            }
        ) { explorer in
            explorer.lens.hasArrows.toggle()
        },
        Command(
            "decode the input",
            [.character("r")],
            hint: "decode",
            help:
                "Decode the input from the latents and show it beside the original; or complete it from the asked pixel.",
            in: .main,
            footer: 24,
            unless: { $0.decodingObstacle }
        ) { $0.showReconstruction() },
        Command(
            "complete anew",
            [.character("~")],
            help: "Complete the picture once more, with other random numbers.",
            in: .main,
            unless: { $0.completionObstacle }
        ) { $0.completeAnew() },
        Command(
            "save the map",
            [.character("w")],
            hint: "save",
            help:
                "Save the map: as a figure (PNG, SVG), numbers (CSV, JSON, NPZ) or text. Existing files stay.",
            in: .main,
            footer: 28,
            unless: { $0.figure == nil ? "there is no map to save" : nil }
        ) { explorer in
            explorer.prompt = Prompt(purpose: .save, line: LineEditor(explorer.suggestedFile))
        },
    ]
}
