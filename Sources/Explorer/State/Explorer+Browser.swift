import Models

extension Explorer {
    /// Opens the file browser on a folder.
    ///
    /// - Parameter wanted: the item to put the cursor on.
    mutating func browse(_ path: String, wanted: String? = nil) -> [Effect] {
        var state = BrowserState(path: path)
        if case .browser(let before) = screen { state.showsHidden = before.showsHidden }
        state.wanted = wanted
        screen = .browser(state)
        return [.list(path: path)]
    }

    @discardableResult
    mutating func changeBrowser(_ change: (inout BrowserState) -> Void) -> [Effect] {
        guard case .browser(var state) = screen else { return [] }
        let before = state.current
        change(&state)
        if state.current != before { state.preview = .none }
        screen = .browser(state)
        return []
    }

    var browserFilter: String {
        if case .browser(let state) = screen { state.filter } else { "" }
    }

    /// Takes in a folder that was read.
    mutating func listed(_ path: String, _ result: Result<[FolderItem], Failure>) -> [Effect] {
        complete(with: (try? result.get()) ?? [], of: path)
        guard case .browser(var state) = screen, state.path == path else { return [] }
        switch result {
        case .success(let items):
            state.items = items
            folder = path
            modelFolders.insert(path)
            state.cursor = state.wanted.flatMap { name in state.listed.firstIndex { $0.name == name } } ?? 0
        case .failure(let failure):
            state.items = []
            state.failure = failure.description
        }
        screen = .browser(state)
        return []
    }

    /// Takes in the preview of a file or a folder, unless the cursor has moved on.
    mutating func previewed(_ path: String, _ result: Result<FilePreview, Failure>) {
        guard case .browser(var state) = screen, let item = state.current, state.path(of: item) == path else {
            return
        }
        state.preview =
            switch result {
            case .success(let opened): .opened(opened)
            case .failure(let failure): .failed(failure.description)
            }
        screen = .browser(state)
    }

    /// Asks for the preview of what is under the cursor.
    mutating func wantedPreview(_ model: Model) -> [Effect] {
        guard case .browser(var state) = screen, case .none = state.preview, let item = state.current else {
            return []
        }
        state.preview = .reading
        screen = .browser(state)
        return [.preview(path: state.path(of: item), model)]
    }

    mutating func stepFile(_ step: Int) -> [Effect] {
        changeBrowser { state in
            state.cursor = min(max(state.cursor + step, 0), max(0, state.listed.count - 1))
        }
    }

    mutating func openFile() -> [Effect] {
        guard case .browser(let state) = screen, let item = state.current else { return [] }
        let path = state.path(of: item)
        if item.isFolder { return browse(path) }
        screen = .main
        focus = .attention
        return openAndRun(.file(path: path))
    }

    /// Runs the model on the frames and the sound in the folder under the cursor.
    mutating func openClip() -> [Effect] {
        guard case .browser(let state) = screen, let item = state.current, item.isFolder else { return [] }
        screen = .main
        focus = .attention
        return openAndRun(.file(path: state.path(of: item)))
    }

    mutating func leaveFolder() -> [Effect] {
        guard case .browser(let state) = screen, state.path != "/" else { return [] }
        let parts = state.path.split(separator: "/")
        return browse("/" + parts.dropLast().joined(separator: "/"), wanted: parts.last.map(String.init))
    }
}
