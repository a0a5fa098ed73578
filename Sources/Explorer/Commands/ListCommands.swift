extension Command {
    static let inputCommands: [Command] = [
        Command("input above", Key.ups, hint: "choose", help: "The input above.", in: .inputs, footer: 1) {
            $0.stepInput(-1)
        },
        Command("input below", Key.downs, hint: "choose", help: "The input below.", in: .inputs, footer: 2) {
            $0.stepInput(1)
        },
        Command("inputs page up", Key.pageUps, help: "Ten inputs up.", in: .inputs) { $0.stepInput(-10) },
        Command("inputs page down", Key.pageDowns, help: "Ten inputs down.", in: .inputs) {
            $0.stepInput(10)
        },
        Command("first input", Key.tops, help: "The first input.", in: .inputs) { $0.stepInput(-10_000) },
        Command("last input", Key.bottoms, help: "The last input.", in: .inputs) { $0.stepInput(10_000) },
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
            explorer.focus = .attention
            return explorer.selected.map { explorer.run($0) } ?? []
        },
        Command(
            "filter",
            [.character("/")],
            help: "List only inputs whose name contains a text.",
            in: .inputs,
            footer: 35
        ) {
            explorer in
            explorer.prompt = Prompt(purpose: .filter, line: LineEditor(explorer.filter))
            return []
        },
        Command(
            "mark for comparing",
            [.character(" ")],
            help: "Compare others with this input (again: no longer).",
            in: .inputs
        ) { explorer in
            explorer.partner = explorer.partner == explorer.selected ? nil : explorer.selected
            return []
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
            help: "The task before.",
            in: .predictions,
            footer: 3,
            unless: { $0.classObstacle }
        ) { $0.stepTask(-1) },
        Command(
            "task after",
            Key.rights,
            hint: "task",
            help: "The task after.",
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
            explorer.isExpanded.toggle()
            explorer.classFilter = ""
            return []
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
            explorer.isExpanded = true
            explorer.prompt = Prompt(purpose: .filter, line: LineEditor(explorer.classFilter))
            return []
        },
    ]

    static let modelCommands: [Command] = [
        Command("model above", Key.ups, hint: "choose", help: "The model above.", in: .models, footer: 1) {
            $0.stepModel(-1)
        },
        Command("model below", Key.downs, hint: "choose", help: "The model below.", in: .models, footer: 2) {
            $0.stepModel(1)
        },
        Command("first model", Key.tops, help: "The first model.", in: .models) { $0.stepModel(-100_000) },
        Command("last model", Key.bottoms, help: "The last model.", in: .models) { $0.stepModel(100_000) },
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

    static let browserCommands: [Command] = [
        Command("file above", Key.ups, hint: "choose", help: "The file above.", in: .browser, footer: 1) {
            $0.stepFile(-1)
        },
        Command("file below", Key.downs, hint: "choose", help: "The file below.", in: .browser, footer: 2) {
            $0.stepFile(1)
        },
        Command("files page up", Key.pageUps, help: "Ten files up.", in: .browser) { $0.stepFile(-10) },
        Command("files page down", Key.pageDowns, help: "Ten files down.", in: .browser) { $0.stepFile(10) },
        Command("first file", Key.tops, help: "The first file.", in: .browser) { $0.stepFile(-100_000) },
        Command("last file", Key.bottoms, help: "The last file.", in: .browser) { $0.stepFile(100_000) },
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
                guard case .browser(let state) = $0.screen, state.current?.isFolder == true else {
                    return "choose a folder"
                }
                return $0.readyModel?.modalities.contains(.clip) == true ? nil : "the model takes no clips"
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
            return []
        },
    ]
}
