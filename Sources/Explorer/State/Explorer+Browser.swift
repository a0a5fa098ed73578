import Explanation
import Models

extension Explorer {
    /// Opens the file browser on a folder, which is read anew.
    ///
    /// - Parameter wanted: the item to put the cursor on.
    mutating func browse(_ path: String, wanted: String? = nil) {
        var state = BrowserState(path: path)
        switch screen {
        case .browser(let before): (state.showsHidden, state.models) = (before.showsHidden, before.models)
        case .models(let before): state.models = before
        case .main, .sheet, .trace, .overview, .compare, .editor, .latents, .attenders: break
        }
        state.wanted = wanted
        screen = .browser(state)
        ledger.forget(FolderQuestion(path: path))
    }

    mutating func changeBrowser(_ change: (inout BrowserState) -> Void) {
        guard case .browser(var state) = screen else { return }
        change(&state)
        screen = .browser(state)
    }

    var browserFilter: String {
        if case .browser(let state) = screen { state.filter } else { "" }
    }

    /// What is in the browser's folder; nothing while it is being read.
    func items(_ state: BrowserState) -> [FolderItem] { ledger[FolderQuestion(path: state.path)] ?? [] }

    /// The item under the browser's cursor.
    private var browsed: (state: BrowserState, item: FolderItem)? {
        guard case .browser(let state) = screen, let item = state.current(in: items(state)) else {
            return nil
        }
        return (state, item)
    }

    /// Whether there is something under the browser's cursor.
    var isItemChosen: Bool { browsed != nil }

    /// Whether a folder is under the browser's cursor.
    var isFolderChosen: Bool { browsed?.item.isFolder ?? false }

    /// Whether the browser was opened to find models, or a model's folder is under its cursor.
    var looksForModels: Bool {
        guard case .browser(let state) = screen else { return false }
        if state.models != nil { return true }
        guard let item = state.current(in: items(state)) else { return false }
        let preview = PreviewQuestion(path: state.path(of: item), model: models.place)
        return if case .model? = ledger[preview] { true } else { false }
    }

    /// Takes in a folder that was read.
    mutating func listed(_ question: FolderQuestion) {
        let items = ledger[question] ?? []
        complete(with: items, of: question.path)
        guard case .browser(var state) = screen, state.path == question.path, ledger[question] != nil else {
            return
        }
        folder = question.path
        models.folders.insert(question.path)
        let shown = state.listed(items)
        state.cursor =
            state.wanted.map { name in shown.firstIndex { $0.name == name } ?? 0 }
            ?? ScrolledList.moved(state.cursor, by: 0, count: shown.count)
        state.wanted = nil
        screen = .browser(state)
    }

    mutating func stepFile(_ step: Int) {
        guard case .browser(let state) = screen else { return }
        let count = state.listed(items(state)).count
        changeBrowser { $0.cursor = ScrolledList.moved($0.cursor, by: step, count: count) }
    }

    mutating func openFile() {
        guard let (state, item) = browsed else { return }
        if item.isFolder { return browse(state.path(of: item)) }
        open(state.path(of: item))
    }

    /// Runs the model on the frames and the sound in the folder under the cursor.
    mutating func openClip() {
        guard let (state, item) = browsed, item.isFolder else { return }
        open(state.path(of: item))
    }

    private mutating func open(_ path: String) {
        screen = .main
        main.focus = .attention
        openAndRun(.file(path: path))
    }

    mutating func leaveFolder() {
        guard case .browser(let state) = screen, state.path != "/" else { return }
        let parts = state.path.split(separator: "/")
        browse("/" + parts.dropLast().joined(separator: "/"), wanted: parts.last.map(String.init))
    }
}
