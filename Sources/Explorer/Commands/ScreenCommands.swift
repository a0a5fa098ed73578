import Cells
import Explanation

extension Command {
    static let screenCommands: [Command] = [
        Command("next pane", [.tab], hint: "pane", help: "Go to the next pane.", in: .main, footer: 60) {
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
            "open a file",
            [.character("f")],
            hint: "file",
            help: "Choose a file, with a preview.",
            in: .main,
            footer: 30
        ) { explorer in
            explorer.main.isInspecting = false
            explorer.browse(explorer.folder)
        },
        Command(
            "type a text",
            [.character("t")],
            hint: "text",
            help: "Type a text for the model, or change the one shown.",
            in: .main,
            footer: 31
        ) { explorer in
            explorer.main.isInspecting = false
            explorer.screen = .editor(EditorState(line: LineEditor(explorer.currentText)))
        },
        Command(
            "models",
            [.character("M")],
            help: "Choose another model.",
            in: .main,
            footer: 36
        ) { $0.showModels() },
        Command(
            "pair of pictures",
            [.character("b")],
            hint: "pair",
            help: "Join the picture with the marked one (Space) or the next, for models that take pairs.",
            in: .main,
            footer: 34,
            unless: { $0.pairObstacle }
        ) { $0.join() },
        Command(
            "undo",
            [.character("U")],
            help: "Go back to the input before its last change, which stays in the list.",
            in: .main,
            unless: { $0.undoObstacle }
        ) { $0.undo() },
        Command(
            "redo",
            [.character("R")],
            help: "Go to the changed input that undo came from.",
            in: .main,
            unless: { $0.redoObstacle }
        ) { $0.redo() },
        Command(
            "compare",
            [.character("c")],
            help: "Put another input beside this one.",
            in: .main,
            .sheet,
            footer: 33,
            unless: {
                $0.list.entries.count < 2
                    ? "there is \($0.list.entries.isEmpty ? "no" : "only one") input" : nil
            }
        ) { $0.compare() },
        Command(
            "sheet of latents",
            [.character("s")],
            hint: "sheet",
            help: "Show the maps of all latents as thumbnails.",
            in: .main,
            footer: 32,
            unless: { $0.runObstacle }
        ) { explorer in
            explorer.screen = .sheet(SheetState())
            explorer.lens.method = .attention
            if let model = explorer.readyModel {
                explorer.set(layer: model.layers[SheetQuestion.layer(explorer.lens.layer, of: model)].name)
            }
        },
    ]

    static let sheetCommands: [Command] = [
        Command(
            "sheet left",
            Key.lefts,
            hint: "choose",
            help: "The latent to the left.",
            in: .sheet,
            footer: 1
        ) {
            $0.moveInSheet(-1, 0)
        },
        Command(
            "sheet right",
            Key.rights,
            hint: "choose",
            help: "The latent to the right.",
            in: .sheet,
            footer: 2
        ) {
            $0.moveInSheet(1, 0)
        },
        Command("sheet up", Key.ups, hint: "choose", help: "The latent above.", in: .sheet, footer: 3) {
            $0.moveInSheet(0, -1)
        },
        Command("sheet down", Key.downs, hint: "choose", help: "The latent below.", in: .sheet, footer: 4) {
            $0.moveInSheet(0, 1)
        },
        Command(
            "open latent",
            [.enter],
            hint: "open",
            help: "Show the chosen latent large.",
            in: .sheet,
            footer: 5
        ) {
            explorer in
            explorer.lens.query = .one(explorer.lens.latent)
            explorer.screen = .main
            explorer.main.focus = .attention
        },
        Command(
            "order of the sheet",
            [.character("r")],
            hint: "order",
            help: "Order latents by number, by the answer's attention, or by concentration.",
            in: .sheet,
            footer: 6
        ) { explorer in
            guard case .sheet(var state) = explorer.screen else { return }
            state.order = state.order.next
            explorer.screen = .sheet(state)
        },
    ]

    static let compareCommands: [Command] = [
        Command(
            "other side",
            [.tab, .backTab],
            hint: "side",
            help: "Make the other input the active one.",
            in: .compare,
            footer: 1,
            unless: { $0.matrixObstacle }
        ) {
            explorer in explorer.changeComparison { $0.active = 1 - $0.active }
        },
        Command(
            "next input here",
            [.character(">"), .character("n")],
            hint: "input",
            help: "Put the next input on the active side.",
            in: .compare,
            footer: 3,
            unless: { $0.matrixObstacle }
        ) {
            $0.stepSide(1)
        },
        Command(
            "previous input here",
            [.character("<"), .character("N")],
            hint: "input",
            help: "Put the previous input on the active side.",
            in: .compare,
            footer: 2,
            unless: { $0.matrixObstacle }
        ) {
            $0.stepSide(-1)
        },
        Command(
            "table of the comparison",
            [.character("v")],
            hint: "table",
            help: "Names both can give, latents, latents that behave alike, all inputs ranked, all by all.",
            in: .compare,
            footer: 4
        ) {
            explorer in
            explorer.changeComparison {
                $0.table = $0.table.next
                $0.scroll = 0
            }
        },
        Command(
            "scroll table up",
            [.pageUp],
            hint: "scroll",
            help: "Earlier rows of the table.",
            in: .compare,
            unless: { $0.scrollingObstacle }
        ) {
            $0.scrollTable(-5)
        },
        Command(
            "scroll table down",
            [.pageDown],
            hint: "scroll",
            help: "Later rows of the table.",
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
