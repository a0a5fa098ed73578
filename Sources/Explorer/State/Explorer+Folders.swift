import Explanation
import Models

// Folders, whose files become inputs as soon as the model is there that shall get them.
extension Explorer {
    /// What must be known of an entry that is a folder.
    func folderQuestion(_ entry: Entry) -> FolderInputsQuestion? {
        guard entry.isFolder, case .file(let path) = entry.source.origin else { return nil }
        return FolderInputsQuestion(path: path, model: models.place)
    }

    /// Opens what paths or patterns name, once that is known.
    mutating func openFiles(_ words: [String]) {
        ledger.forget(NamedFilesQuestion(words))
        wantedFiles = words
    }

    /// Lists the files that were found, those of folders in the place of these, and runs the first.
    mutating func found(_ question: NamedFilesQuestion) {
        guard wantedFiles == question.words else { return }
        wantedFiles = nil
        guard let files = ledger[question], let first = files.first else { return }
        screen = .main
        let rest = files.dropFirst()
        if first.isFolder { openFolder(first.path) } else { openAndRun(.file(path: first.path)) }
        for file in rest where !list.entries.contains(where: { $0.source == .file(path: file.path) }) {
            let id = list.add(.file(path: file.path))
            change(id) { $0.isFolder = file.isFolder }
        }
    }

    /// Lists the files of a folder, and runs the first of them.
    mutating func openFolder(_ path: String) {
        list.filter = ""
        let id = list.add(.file(path: path))
        change(id) { $0.isFolder = true }
        screen = .main
        main.focus = .inputs
        select(id)
        run(id)
    }

    /// Lists the files of the folder under the browser's cursor, or of the browser's own.
    mutating func openBrowsedFolder() {
        guard case .browser(let state) = screen else { return }
        let item = state.current(in: items(state))
        openFolder(item.map { $0.isFolder ? state.path(of: $0) : state.path } ?? state.path)
    }

    /// Takes in a folder that was looked at: its files stand in its place, or it is a clip.
    mutating func listed(_ question: FolderInputsQuestion) {
        guard let found = ledger[question] else { return }
        for folder in list.entries where folderQuestion(folder) == question {
            guard !found.isClip else {
                change(folder.id) { ($0.isFolder, $0.modality) = (false, .clip) }
                continue
            }
            let isShown = list.selected == folder.id
            let first = list.open(folder.id, found.files)
            if isShown, let first {
                select(first)
                if folder.wantsRun { run(first) }
            }
        }
        if let note = found.note { notice = Notice(text: "\(question.path): \(note)", isError: false) }
        guard readyModel?.modalities == [.pair] else { return }
        joinPictures()
        if let selected = list.selected { run(selected) }
    }
}
