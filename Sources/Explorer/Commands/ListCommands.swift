import Cells

extension Command {
    /// The commands that choose another row of a list: the next, ten further, at its ends.
    private static func moves(
        through row: String,
        in scope: Scope,
        by step: @escaping @Sendable (inout Explorer, Int) -> Void
    ) -> [Command] {
        [
            Command("\(row) above", Key.ups, hint: "choose", help: "The \(row) above.", in: scope, footer: 1)
            {
                step(&$0, -1)
            },
            Command(
                "\(row) below",
                Key.downs,
                hint: "choose",
                help: "The \(row) below.",
                in: scope,
                footer: 2
            ) {
                step(&$0, 1)
            },
            Command("\(row)s page up", Key.pageUps, help: "Ten \(row)s up.", in: scope) { step(&$0, -10) },
            Command("\(row)s page down", Key.pageDowns, help: "Ten \(row)s down.", in: scope) {
                step(&$0, 10)
            },
            Command("first \(row)", Key.tops, help: "The first \(row).", in: scope) { step(&$0, -100_000) },
            Command("last \(row)", Key.bottoms, help: "The last \(row).", in: scope) { step(&$0, 100_000) },
        ]
    }

    static let inputCommands: [Command] =
        moves(through: "input", in: .inputs) { $0.stepInput($1) } + [
            Command(
                "run",
                [.enter, .right, .character("l")],
                help: "Run the model on the input.",
                in: .inputs,
                footer: 3,
                unless: {
                    $0.readyModel == nil
                        ? "the model is not ready" : $0.current == nil ? "no input is chosen" : nil
                }
            ) { explorer in
                explorer.main.focus = .attention
                if let selected = explorer.list.selected { explorer.run(selected) }
            },
            Command(
                "filter",
                [.character("/")],
                help: "List only inputs whose name contains a text.",
                in: .inputs,
                footer: 35
            ) {
                explorer in
                explorer.prompt = Prompt(purpose: .filter, line: LineEditor(explorer.list.filter))
                return
            },
            Command(
                "mark for comparing",
                [.character(" ")],
                help: "Compare others with this input (again: no longer).",
                in: .inputs
            ) { explorer in
                explorer.list.counterpart =
                    explorer.list.counterpart == explorer.list.selected ? nil : explorer.list.selected
                return
            },
            Command(
                "remove from the list",
                [.character("d"), .delete],
                hint: "remove",
                help: "Forget the input; its file stays.",
                in: .inputs,
                unless: { $0.current == nil ? "no input is chosen" : nil }
            ) { $0.removeInput() },
        ]

    static let predictionCommands: [Command] = [
        Command(
            "class above",
            Key.ups,
            hint: "target",
            help: "The class above becomes the target of maps.",
            in: .predictions,
            footer: 1
        ) {
            $0.stepClass(-1)
        },
        Command(
            "class below",
            Key.downs,
            hint: "target",
            help: "The class below becomes the target of maps.",
            in: .predictions,
            footer: 2
        ) {
            $0.stepClass(1)
        },
        Command(
            "task before",
            Key.lefts,
            hint: "task",
            help: "Previous task.",
            in: .predictions,
            footer: 3,
            unless: { $0.classObstacle }
        ) { $0.stepTask(-1) },
        Command(
            "task after",
            Key.rights,
            hint: "task",
            help: "Next task.",
            in: .predictions,
            footer: 4,
            unless: { $0.classObstacle }
        ) { $0.stepTask(1) },
        Command("classes page up", Key.pageUps, help: "Ten classes up.", in: .predictions) {
            $0.stepClass(-10)
        },
        Command("classes page down", Key.pageDowns, help: "Ten classes down.", in: .predictions) {
            $0.stepClass(10)
        },
        Command("most probable class", Key.tops, help: "The most probable class.", in: .predictions) {
            $0.stepClass(-10_000)
        },
        Command("least probable class", Key.bottoms, help: "The least probable class.", in: .predictions) {
            $0.stepClass(10_000)
        },
        Command(
            "all classes",
            [.enter],
            help: "Show all classes of the task, or the best of every task.",
            in: .predictions,
            footer: 5,
            unless: { $0.classObstacle }
        ) { explorer in
            explorer.main.isExpanded.toggle()
            explorer.main.classFilter = ""
        },
        Command(
            "find a class",
            [.character("/")],
            hint: "find",
            help: "Show only classes whose name contains a text.",
            in: .predictions,
            footer: 6,
            unless: { $0.classObstacle }
        ) {
            explorer in
            explorer.main.isExpanded = true
            explorer.prompt = Prompt(purpose: .filter, line: LineEditor(explorer.main.classFilter))
        },
    ]

    static let modelCommands: [Command] =
        moves(through: "model", in: .models) { $0.stepModel($1) } + [
            Command(
                "load",
                [.enter] + Key.rights,
                help: "Read the model; the present one stays until it is there.",
                in: .models,
                footer: 3
            ) { $0.loadChosenModel() },
            Command(
                "look elsewhere",
                [.character("f")],
                hint: "folder",
                help: "Go to a folder that has models; they are listed from then on.",
                in: .models,
                footer: 4
            ) { $0.browse($0.folder) },
        ]

    static let browserCommands: [Command] =
        moves(through: "file", in: .browser) { $0.stepFile($1) } + [
            Command(
                "open",
                [.enter] + Key.rights,
                help: "Open the folder, or run the model on the file.",
                in: .browser,
                footer: 3
            ) {
                $0.openFile()
            },
            Command(
                "parent folder",
                [.backspace] + Key.lefts,
                hint: "up",
                help: "The folder above.",
                in: .browser,
                footer: 4
            ) {
                $0.leaveFolder()
            },
            Command(
                "open as a clip",
                [.character("c")],
                hint: "clip",
                help: "Run the model on the folder's frames and sound.",
                in: .browser,
                footer: 7,
                unless: {
                    guard $0.isFolderChosen else { return "choose a folder" }
                    return $0.readyModel?.modalities.contains(.clip) == true
                        ? nil : "the model takes no clips"
                }
            ) { $0.openClip() },
            Command(
                "models here",
                [.character("M")],
                hint: "models",
                help: "List the models in the folder.",
                in: .browser
            ) { $0.showModels() },
            Command(
                "hidden files",
                [.character(".")],
                help: "Show hidden files, or hide them.",
                in: .browser,
                footer: 6
            ) {
                explorer in
                explorer.changeBrowser {
                    $0.showsHidden.toggle()
                    $0.cursor = 0
                }
            },
            Command(
                "filter files",
                [.character("/")],
                hint: "filter",
                help: "List only files whose name contains a text.",
                in: .browser,
                footer: 5
            ) {
                explorer in
                explorer.prompt = Prompt(purpose: .filter, line: LineEditor(explorer.browserFilter))
                return
            },
        ]
}
