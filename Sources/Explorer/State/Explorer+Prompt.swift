import Cells
import Explanation
import Glibc

/// A command that takes something typed after its name.
package struct NamedCommand: Sendable {
    package let name: String
    /// What is to be typed, for the list.
    let argument: String
    let help: String
    /// Whether a path is to be typed, which Tab completes.
    var takesPath = false
    /// Why it cannot be done now, if so.
    var obstacle: @Sendable (Explorer) -> String? = { _ in nil }
    /// Does it; throws what is wrong with the argument.
    let perform: @Sendable (inout Explorer, String) throws(Failure) -> Void

    package static let all = general + completing

    private static let general: [NamedCommand] = [
        NamedCommand(
            name: "open",
            argument: "FILE",
            help: "Open a file and run the model on it, or list the files of a folder or a pattern.",
            takesPath: true
        ) {
            explorer,
            path throws(Failure) in
            explorer.openFiles([explorer.setting.expanded(path)])
        },
        NamedCommand(name: "text", argument: "TEXT", help: "Run the model on a text.") {
            explorer,
            text throws(Failure) in
            explorer.screen = .main
            explorer.openAndRun(.text(text))
        },
        NamedCommand(name: "model", argument: "DIR", help: "Load another model.", takesPath: true) {
            explorer,
            path throws(Failure) in
            explorer.screen = .main
            let place = ModelPlace(named: path)
            if case .folder = place {
                explorer.load(.folder(path: explorer.setting.expanded(path)))
            } else {
                explorer.load(place)
            }
        },
        NamedCommand(name: "frame", argument: "NUMBER", help: "Go to a frame of a clip, counted from 1.") {
            explorer,
            text throws(Failure) in
            guard explorer.frameCount > 0 else { throw Failure("frame: this input has no frames") }
            guard let frame = Int(text), frame >= 1, frame <= explorer.frameCount else {
                throw Failure("frame: give a number from 1 to \(explorer.frameCount)")
            }
            explorer.stepFrame(frame - 1 - explorer.frameShown)
        },
        NamedCommand(name: "latent", argument: "NUMBER|mean|output", help: "Choose whose attention is shown.")
        {
            explorer,
            name throws(Failure) in
            let last = explorer.askerCount - 1
            guard let query = QueryChoice(name: name), query != .all else {
                throw Failure("latent: give a number from 0 to \(last), mean, or output")
            }
            if case .one(let latent) = query {
                guard latent <= last else {
                    throw Failure("latent: the last one is \(last)")
                }
                guard explorer.askers.contains(latent) else {
                    throw Failure("latent: token \(latent) is removed and has no attention")
                }
                explorer.lens.latent = latent
            }
            explorer.lens.query = query
            explorer.lens.method = .attention
            if explorer.layer?.queries == .outputs { explorer.set(layer: nil) }
            explorer.showChosenLatent()
        },
        NamedCommand(
            name: "layer",
            argument: "encoder|cross.I|self.I|decoder",
            help: "Choose the layer that is shown.",
            obstacle: { $0.sheetObstacle }
        ) {
            explorer,
            name throws(Failure) in
            let names = explorer.readyModel?.layers.map(\.name) ?? []
            guard names.contains(name) else {
                throw Failure("layer: give one of \(names.joined(separator: ", "))")
            }
            explorer.lens.method = .attention
            explorer.set(layer: name)
        },
        NamedCommand(name: "head", argument: "NUMBER|mean|max", help: "Choose the head that is shown.") {
            explorer,
            name throws(Failure) in
            let heads = explorer.layer?.heads ?? 1
            guard let head = HeadChoice(name: name), head.exists(amongHeads: heads) else {
                throw Failure("head: give a number from 0 to \(heads - 1), mean, or max")
            }
            explorer.lens.head = head
            explorer.lens.method = .attention
        },
        NamedCommand(
            name: "save",
            argument: "FILE.png|svg|csv|json|npz|ans|txt",
            help: "Save the map, the table or both maps. Existing files stay.",
            takesPath: true
        ) {
            explorer,
            path throws(Failure) in
            guard let effect = explorer.saving(to: explorer.setting.expanded(path)) else {
                throw Failure("save: there is nothing to save here")
            }
            explorer.pending.append(effect)
        },
        NamedCommand(
            name: "curves",
            argument: "FILE.png|svg",
            help: "Draw the removal curves that F measured. Existing files stay.",
            takesPath: true,
            obstacle: { $0.curvesObstacle }
        ) {
            explorer,
            path throws(Failure) in
            guard let page = explorer.removalPage else {
                throw Failure("curves: \(explorer.curvesObstacle ?? "they cannot be measured")")
            }
            explorer.pending.append(.savePage(path: explorer.setting.expanded(path), page))
        },
    ]
}

/// A row of the command palette.
struct Suggestion: Sendable {
    let title: String
    let keys: String
    let help: String
    /// Why it cannot be done now, if so.
    let obstacle: String?
    /// Whether what was typed does not stand in its name, and only resembles it.
    var isNear = false
    let perform: @Sendable (inout Explorer) -> Void
}

extension Explorer {
    /// Types a key into the line at the bottom.
    mutating func type(_ key: Key) {
        guard var prompt else { return }
        switch key {
        case .escape, .control("c"):
            if case .filter = prompt.purpose { setFilter("") }
            self.prompt = nil
            return
        case .enter:
            self.prompt = nil
            return finish(prompt)
        case .up, .backTab: choose(-1, &prompt)
        case .down: choose(1, &prompt)
        case .tab:
            if !completePath(&prompt) { complete(&prompt) }
        default:
            if prompt.line.apply(key) { adopt(&prompt) }
        }
        self.prompt = prompt
    }

    /// Takes a line over that was changed.
    mutating func adopt(_ prompt: inout Prompt) {
        prompt.change(to: prompt.line)
        self.prompt = prompt
        if case .filter = prompt.purpose { setFilter(prompt.line.string) }
    }

    /// Another row of the list above; the first one if none was the chosen one.
    private func choose(_ step: Int, _ prompt: inout Prompt) {
        guard case .command = prompt.purpose else { return }
        let rows = suggestions(prompt)
        let next = chosen(of: rows, prompt).map { $0 + step } ?? 0
        prompt.cursor = min(max(next, 0), max(0, rows.count - 1))
        prompt.isChosen = true
    }

    /// The row that Enter does: the best one or one chosen with the arrows, but none that is only near what was typed.
    func chosen(of rows: [Suggestion], _ prompt: Prompt) -> Int? {
        guard let first = rows.first, prompt.isChosen || !first.isNear else { return nil }
        return min(prompt.cursor, rows.count - 1)
    }

    private mutating func finish(_ prompt: Prompt) {
        let text = prompt.line.string
        switch prompt.purpose {
        case .filter:
            if let mistake = latentsState?.mistake { notice = Notice(text: mistake, isError: true) }
        case .save:
            guard !text.isEmpty, let effect = saving(to: setting.expanded(text)) else { return }
            pending.append(effect)
        case .replacement: write(text)
        case .command:
            let rows = suggestions(prompt)
            guard let chosen = chosen(of: rows, prompt) else {
                let near = rows.prefix(3).map(\.title).joined(separator: ", ")
                let hint = near.isEmpty ? "." : ". Similar: \(near)."
                notice = Notice(text: "There is no command \"\(text)\"" + hint, isError: true)
                return
            }
            let row = rows[chosen]
            if let obstacle = row.obstacle {
                notice = Notice(text: "\(row.title): \(obstacle)", isError: true)
                return
            }
            row.perform(&self)
        }
    }

    /// Puts the chosen command's name into the line.
    private func complete(_ prompt: inout Prompt) {
        let rows = suggestions(prompt)
        // What was typed behind a name stays.
        guard case .command = prompt.purpose, rows.indices.contains(prompt.cursor),
            !NamedCommand.all.contains(where: { prompt.line.string.hasPrefix($0.name + " ") })
        else { return }
        let name = rows[prompt.cursor].title.split(separator: " ").first.map(String.init) ?? ""
        let isNamed = NamedCommand.all.contains { $0.name == name }
        prompt.change(to: LineEditor(isNamed ? name + " " : rows[prompt.cursor].title))
    }

    /// What the typed text may mean: a named command with its argument, or commands whose letters
    /// contain the typed ones in order.
    func suggestions(_ prompt: Prompt) -> [Suggestion] {
        let typed = prompt.line.string
        let parts = typed.split(separator: " ", maxSplits: 1).map(String.init)
        if let named = NamedCommand.all.first(where: { $0.name == parts.first }) {
            let paths = pathSuggestions(prompt, named)
            if parts.count == 2 || !paths.isEmpty {
                return [suggestion(named, argument: parts.dropFirst().first?.trimmingSpaces)] + paths
            }
        }
        let named = NamedCommand.all.map { suggestion($0, argument: nil) }
        var names: Set<String> = []
        let plain = activeCommands.filter { names.insert($0.name).inserted }.map { command in
            Suggestion(
                title: command.name,
                keys: command.keys.prefix(2).map(\.label).joined(separator: " "),
                help: command.help,
                obstacle: command.obstacle(self)
            ) { $0.perform(command) }
        }
        let scored = (named + plain).compactMap { row in
            fuzzyScore(typed.trimmingSpaces, row.title).map { (row, $0) }
        }
        return scored.enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
            .map { scored in
                var row = scored.element.0
                row.isNear = scored.element.1 > 2
                return row
            }
    }

    func suggestion(_ named: NamedCommand, argument: String?, help: String? = nil) -> Suggestion {
        Suggestion(
            title: "\(named.name) \(argument ?? named.argument)",
            keys: "",
            help: help ?? named.help,
            obstacle: named.obstacle(self)
        ) {
            explorer in
            guard let argument, !argument.isEmpty else {
                explorer.prompt = Prompt(purpose: .command, line: LineEditor(named.name + " "))
                return
            }
            do throws(Failure) {
                try named.perform(&explorer, argument)
            } catch {
                explorer.notice = Notice(text: error.description, isError: true)
            }
        }
    }

    // MARK: filters

    /// Narrows the list that has the focus.
    private mutating func setFilter(_ text: String) {
        switch screen {
        case .browser: changeBrowser { ($0.filter, $0.cursor) = (text, 0) }
        case .latents: filterLatents(text)
        case .main where main.focus == .predictions: main.classFilter = text
        default:
            list.filter = text
            if let first = listed.first, !listed.contains(where: { $0.id == list.selected }) {
                visit(first.id)
            }
        }
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
