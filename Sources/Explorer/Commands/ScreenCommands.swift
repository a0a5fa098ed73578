import Cells
import Explanation

extension Command {
    static let screenCommands: [Command] = [
        Command("next pane", [.tab], hint: "pane", help: "Go to the next pane.", in: .main, footer: 9) {
            $0.moveFocus(1)
        },
        Command("previous pane", [.backTab], help: "Go to the previous pane.", in: .main) {
            $0.moveFocus(-1)
        },
        Command("inputs pane", [.character("1")], help: "Go to the list of inputs.", in: .main) { explorer in
            explorer.main.focus = .inputs
            explorer.main.isInspecting = false
        },
        Command("attention pane", [.character("2")], help: "Go to the attention map.", in: .main) {
            explorer in
            explorer.main.focus = .attention
        },
        Command("predictions pane", [.character("3")], help: "Go to the predictions.", in: .main) {
            explorer in
            explorer.main.focus = .predictions
            explorer.main.isInspecting = false
        },
        Command(
            "next input",
            [.character("J")],
            hint: "input",
            help: "Show the next input of the list in the same way.",
            in: .main,
            .sheet,
            .trace,
            .overview,
            .latents,
            footer: 26,
            hintedIf: { $0.list.entries.count > 1 }
        ) { $0.stepInput(1) },
        Command(
            "previous input",
            [.character("K")],
            hint: "input",
            help: "Show the previous input of the list in the same way.",
            in: .main,
            .sheet,
            .trace,
            .overview,
            .latents,
            footer: 27,
            hintedIf: { $0.list.entries.count > 1 }
        ) { $0.stepInput(-1) },
        Command(
            "open a file",
            [.character("f")],
            hint: "file",
            help: "Browse for a file, with a preview.",
            in: .main,
            footer: 29
        ) { explorer in
            explorer.main.isInspecting = false
            explorer.browse(explorer.folder)
        },
        Command(
            "type a text",
            [.character("t")],
            hint: "text",
            help: "Type a text, or edit the one shown.",
            in: .main,
            footer: 30
        ) { explorer in
            explorer.main.isInspecting = false
            explorer.openEditor()
        },
        Command(
            "models",
            [.character("M")],
            help: "Choose another model.",
            in: .main,
            footer: 31
        ) { $0.showModels() },
        Command(
            "pair of pictures",
            [.character("b")],
            hint: "pair",
            help: "Join this picture and the marked or the next one, for models that take pairs.",
            in: .main,
            footer: 32,
            unless: { $0.pairObstacle }
        ) { $0.join() },
        Command(
            "undo",
            [.character("U")],
            help: "Undo the last change to this input. The changed input stays in the list.",
            in: .main,
            unless: { $0.undoObstacle }
        ) { $0.undo() },
        Command(
            "redo",
            [.character("R")],
            help: "Redo the change that was undone.",
            in: .main,
            unless: { $0.redoObstacle }
        ) { $0.redo() },
        Command(
            "repeat the edit",
            [.character("e")],
            help:
                "Make the last change to the next input of the same kind; after S the reverse one to the other.",
            in: .main,
            unless: { $0.repetitionObstacle }
        ) { $0.repeatEdit() },
        Command(
            "compare",
            [.character("c")],
            help: "Compare this input with another one, or this view with the pinned one.",
            in: .main,
            .sheet,
            footer: 11,
            unless: {
                $0.pinned == nil && $0.list.entries.count < 2
                    ? "there is \($0.list.entries.isEmpty ? "no" : "only one") input" : nil
            }
        ) { $0.compare() },
        Command(
            "sheet of latents",
            [.character("s")],
            hint: "sheet",
            help: "Show the maps of all latents as thumbnails.",
            in: .main,
            footer: 10,
            unless: { $0.runObstacle }
        ) { explorer in
            explorer.screen = .sheet(SheetState())
            if let model = explorer.readyModel {
                explorer.set(layer: model.layers[SheetQuestion.layer(explorer.lens.layer, of: model)].name)
            }
        },
    ]

    static let sheetCommands: [Command] =
        steps(
            over: "sheet",
            [
                "Choose the latent to the left.", "Choose the latent to the right.",
                "Choose the latent above.", "Choose the latent below.",
            ],
            in: .sheet
        ) { $0.moveInSheet($1, $2) } + [
            Command(
                "open latent",
                [.enter],
                hint: "open",
                help: "Open the chosen latent's map.",
                in: .sheet,
                footer: 5
            ) {
                explorer in
                explorer.lens.method = .attention
                explorer.lens.query = .one(explorer.lens.latent)
                explorer.screen = .main
                explorer.main.focus = .attention
            },
            Command(
                "order of the sheet",
                [.character("r")],
                hint: "order",
                help: "Sort latents by number, decoder weight, concentration, or effect (after ablation).",
                in: .sheet,
                footer: 6
            ) { explorer in
                guard case .sheet(var state) = explorer.screen else { return }
                state.order = state.order.next
                if state.order == .effect,
                    explorer.current.map({ explorer.shownOrder(.effect, $0) }) != .effect
                {
                    state.order = state.order.next
                }
                explorer.screen = .sheet(state)
            },
        ]

    static let compareCommands: [Command] = [
        Command(
            "other side",
            [.tab, .backTab],
            hint: "side",
            help: "Switch to the other side.",
            in: .compare,
            footer: 8,
            unless: { $0.matrixObstacle }
        ) {
            explorer in explorer.changeComparison { $0.active = 1 - $0.active }
        },
        Command(
            "next input here",
            [.character(">"), .character("n"), .character("J")],
            hint: "input",
            help: "Put the next input on the active side.",
            in: .compare,
            footer: 10,
            unless: { $0.matrixObstacle }
        ) {
            $0.stepSide(1)
        },
        Command(
            "previous input here",
            [.character("<"), .character("N"), .character("K")],
            hint: "input",
            help: "Put the previous input on the active side.",
            in: .compare,
            footer: 9,
            unless: { $0.matrixObstacle }
        ) {
            $0.stepSide(-1)
        },
        Command(
            "table of the comparison",
            [.character("v")],
            hint: "table",
            help: "Next table: shared classes, latents, similar latents, ranking, all pairs, both views.",
            in: .compare,
            footer: 5
        ) {
            explorer in
            explorer.changeComparison {
                $0.table = $0.table.next
                $0.scroll = 0
            }
        },
        Command(
            "difference of the maps",
            [.character("d")],
            hint: "difference",
            help: "Show the left map minus the right one over both inputs, or each map.",
            in: .compare,
            footer: 5,
            unless: { $0.differenceObstacle }
        ) { explorer in explorer.changeComparison { $0.showsDifference.toggle() } },
        Command(
            "order of the table",
            [.character("r")],
            hint: "order",
            help: "Sort latents by most alike, most different, decoder weight, or number.",
            in: .compare,
            footer: 6,
            unless: { $0.orderObstacle }
        ) { explorer in
            explorer.changeComparison {
                $0.order = $0.order.next
                $0.scroll = 0
            }
        },
        Command(
            "scroll table up",
            [.pageUp],
            hint: "scroll",
            help: "Scroll the table up.",
            in: .compare,
            unless: { $0.scrollingObstacle }
        ) {
            $0.scrollTable(-5)
        },
        Command(
            "scroll table down",
            [.pageDown],
            hint: "scroll",
            help: "Scroll the table down.",
            in: .compare,
            unless: { $0.scrollingObstacle }
        ) {
            $0.scrollTable(5)
        },
    ]
}

extension CaseIterable where Self: Equatable {
    /// The case after this one; the first after the last.
    var next: Self {
        let cases = Array(Self.allCases)
        let index = cases.firstIndex(of: self) ?? 0
        return cases[(index + 1) % cases.count]
    }
}
