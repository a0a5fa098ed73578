import Explanation

/// Tab in a path that is typed.
extension Explorer {
    /// What is typed as a path, and what stands before it.
    private func typedPath(_ prompt: Prompt) -> (head: String, path: String)? {
        let typed = prompt.line.string
        switch prompt.purpose {
        case .filter, .replacement: return nil
        case .save: return ("", typed)
        case .command:
            let named = NamedCommand.all.first { $0.takesPath && typed.hasPrefix($0.name + " ") }
            return named.map { ($0.name + " ", String(typed.dropFirst($0.name.count + 1))) }
        }
    }

    /// Asks for the items of the folder that the typed path lies in; puts a row that was chosen into the line.
    ///
    /// - Returns: whether a path is typed.
    mutating func completePath(_ prompt: inout Prompt) -> Bool {
        guard let (_, path) = typedPath(prompt) else { return false }
        if prompt.isChosen, prompt.cursor > 0, prompt.paths.indices.contains(prompt.cursor - 1) {
            prompt.change(to: LineEditor(prompt.paths[prompt.cursor - 1]))
            return true
        }
        let start = path.upToLastSlash
        let folder = start.isEmpty ? "." : start.count == 1 ? "/" : setting.expanded(String(start.dropLast()))
        prompt.awaited = folder
        ledger.forget(FolderQuestion(path: folder))
        return true
    }

    /// Completes the path as far as the items that it may mean agree, and lists them if there are several.
    mutating func complete(with items: [FolderItem], of folder: String) {
        guard var prompt, prompt.awaited == folder, let (head, path) = typedPath(prompt) else { return }
        prompt.awaited = nil
        let start = path.upToLastSlash
        let beginning = path.dropFirst(start.count)
        let names = items.filter { item in
            item.name.hasPrefix(beginning) && (item.name.hasPrefix(".") == beginning.hasPrefix("."))
        }
        .map { $0.isFolder ? $0.name + "/" : $0.name }
        if let first = names.first {
            let common = names.dropFirst().reduce(first) { $0.commonBeginning($1) }
            prompt.change(to: LineEditor(head + start + common))
            prompt.paths = names.count == 1 ? [] : names.prefix(500).map { head + start + $0 }
        }
        self.prompt = prompt
    }

    /// The paths that Tab found, below what is typed.
    func pathSuggestions(_ prompt: Prompt, _ named: NamedCommand) -> [Suggestion] {
        prompt.paths.map { line in
            suggestion(named, argument: String(line.dropFirst(named.name.count + 1)), help: "")
        }
    }
}

extension String {
    /// The scalars with which both begin.
    fileprivate func commonBeginning(_ other: String) -> String {
        let common = zip(unicodeScalars, other.unicodeScalars).prefix { $0 == $1 }
        return String(String.UnicodeScalarView(common.lazy.map(\.0)))
    }

    fileprivate var upToLastSlash: String { lastIndex(of: "/").map { String(self[...$0]) } ?? "" }
}
