import Cells

extension Command {
    static let inputCommands: [Command] =
        moves(through: "input", in: .inputs) { $0.stepInput($1) } + [
            Command(
                "go to the map",
                [.enter, .right, .character("l")],
                hint: "map",
                help: "Go to the map; run the model if it has not run.",
                in: .inputs,
                footer: 8,
                unless: {
                    $0.readyModel == nil
                        ? "the model is not ready" : $0.current == nil ? "there is no input" : nil
                }
            ) { explorer in
                explorer.main.focus = .attention
                if let selected = explorer.list.selected { explorer.run(selected) }
            },
            Command(
                "filter",
                [.character("/")],
                help: "List only inputs whose name contains what you type.",
                in: .inputs,
                footer: 27
            ) {
                explorer in
                explorer.prompt = Prompt(purpose: .filter, line: LineEditor(explorer.list.filter))
                return
            },
            Command(
                "mark for comparing",
                [.character(" ")],
                help:
                    "Mark this input: Compare puts it beside others, the table of latents averages. Again: unmark.",
                in: .inputs
            ) { $0.list.toggleMark() },
            Command(
                "remove from the list",
                [.character("d"), .delete],
                hint: "remove",
                help: "Remove the input from the list. Its file is not deleted.",
                in: .inputs,
                unless: { $0.current == nil ? "there is no input" : nil }
            ) { $0.removeInput() },
        ]

    static let predictionCommands: [Command] = [
        Command(
            "class above",
            Key.ups,
            hint: "target",
            help: "Make the class above the target.",
            in: .predictions,
            footer: 15,
            unless: { $0.targetObstacle }
        ) {
            $0.stepClass(-1)
        },
        Command(
            "class below",
            Key.downs,
            hint: "target",
            help: "Make the class below the target.",
            in: .predictions,
            footer: 16,
            unless: { $0.targetObstacle }
        ) {
            $0.stepClass(1)
        },
        Command(
            "task before",
            Key.lefts,
            hint: "task",
            help: "Previous task.",
            in: .predictions,
            footer: 17,
            unless: { $0.taskObstacle }
        ) { $0.stepTask(-1) },
        Command(
            "task after",
            Key.rights,
            hint: "task",
            help: "Next task.",
            in: .predictions,
            footer: 18,
            unless: { $0.taskObstacle }
        ) { $0.stepTask(1) },
        Command("classes page up", Key.pageUps, help: "Go up ten classes.", in: .predictions) {
            $0.stepClass(-10)
        },
        Command("classes page down", Key.pageDowns, help: "Go down ten classes.", in: .predictions) {
            $0.stepClass(10)
        },
        Command("most probable class", Key.tops, help: "Go to the most probable class.", in: .predictions) {
            $0.stepClass(-10_000)
        },
        Command(
            "least probable class",
            Key.bottoms,
            help: "Go to the least probable class.",
            in: .predictions
        ) {
            $0.stepClass(10_000)
        },
        Command(
            "all classes",
            [.enter],
            hint: "all",
            help: "Show all classes of this task, or the top classes of every task.",
            in: .predictions,
            footer: 8,
            hintedIf: { $0.hasMoreClasses },
            unless: { $0.classObstacle }
        ) { explorer in
            explorer.main.isExpanded.toggle()
            explorer.main.classFilter = ""
        },
        Command(
            "set against",
            [.character("-")],
            hint: "against",
            help: "Set the target against the likeliest other class, or explain it alone again.",
            in: .predictions,
            footer: 20,
            unless: { $0.contrastObstacle }
        ) { $0.toggleContrast() },
        Command(
            "find a class",
            [.character("/")],
            hint: "find",
            help: "Show only classes whose name contains what you type.",
            in: .predictions,
            footer: 19,
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
                help: "Load this model. The current one works until it is loaded.",
                in: .models,
                footer: 5
            ) { $0.loadChosenModel() },
            Command(
                "look elsewhere",
                [.character("f")],
                hint: "folder",
                help: "Browse to a folder with models to add them to the list.",
                in: .models,
                footer: 6
            ) { $0.browse($0.folder) },
        ]

    static let browserCommands: [Command] =
        moves(through: "file", in: .browser) { $0.stepFile($1) } + [
            Command(
                "open",
                [.enter] + Key.rights,
                help: "Open the folder, or run the model on the file.",
                in: .browser,
                footer: 5,
                hintedIf: { $0.isItemChosen }
            ) {
                $0.openFile()
            },
            Command(
                "parent folder",
                [.backspace] + Key.lefts,
                hint: "up",
                help: "Go to the folder above.",
                in: .browser,
                footer: 6
            ) {
                $0.leaveFolder()
            },
            Command(
                "open as a clip",
                [.character("c")],
                hint: "clip",
                help: "Run the model on the folder as a clip: its frames and its sound.",
                in: .browser,
                footer: 7,
                unless: {
                    guard $0.isFolderChosen else { return "choose a folder first" }
                    return $0.readyModel?.modalities.contains(.clip) == true
                        ? nil : "this model does not take clips"
                }
            ) { $0.openClip() },
            Command(
                "open all files",
                [.character("a")],
                hint: "all files",
                help: "List all inputs in the folder, the chosen one or this one, and run the first.",
                in: .browser,
                footer: 8
            ) { $0.openBrowsedFolder() },
            Command(
                "models here",
                [.character("M")],
                hint: "models",
                help: "List the models in this folder.",
                in: .browser,
                footer: 4,
                hintedIf: { $0.looksForModels }
            ) { $0.showModels() },
            Command(
                "hidden files",
                [.character(".")],
                help: "Show or hide hidden files.",
                in: .browser,
                footer: 9
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
                help: "List only files whose name contains what you type.",
                in: .browser,
                footer: 8
            ) {
                explorer in
                explorer.prompt = Prompt(purpose: .filter, line: LineEditor(explorer.browserFilter))
                return
            },
        ]
}
