import Cells

extension Explorer {
    /// The scopes whose commands keys mean at present, the most particular first.
    var scopes: [Command.Scope] {
        if help != nil { return [.help, .everywhere] }
        switch screen {
        case .main:
            let pane: Command.Scope =
                switch focus {
                case .inputs: .inputs
                case .attention: .attention
                case .predictions: .predictions
                }
            return (isInspecting ? [.cursor] : []) + [pane, .main, .maps, .everywhere]
        case .sheet: return [.sheet, .maps, .everywhere]
        case .compare(let state):
            let page: [Command.Scope] =
                switch state.table {
                case .ranking: [.ranking]
                case .matrix: [.matrix]
                case .predictions, .latents, .pairs: []
                }
            return page + [.compare, .maps, .everywhere]
        case .browser: return [.browser, .everywhere]
        case .models: return [.models, .everywhere]
        case .editor: return []
        }
    }

    /// Commands that keys mean at present, the most particular first; each key's first one counts.
    var activeCommands: [Command] {
        scopes.flatMap { scope in Command.all.filter { $0.scopes.contains(scope) } }
    }

    /// Does what a key means here.
    mutating func press(_ key: Key) -> [Effect] {
        if key == .control("l") { return [.redraw] }
        if key == .control("z") { return [.suspend] }
        // ^J is a line feed, which some programs that type for a person send as Enter.
        let enter: Key = key == .control("j") ? .enter : key
        if prompt != nil { return type(enter) }
        if case .editor(let state) = screen, help == nil { return type(key, into: state) }
        guard let command = activeCommands.first(where: { $0.keys.contains(enter) }) else { return [] }
        return perform(command)
    }

    /// Puts a pasted text where something is being typed; nowhere else it is taken for keys.
    mutating func insert(_ paste: Paste) -> [Effect] {
        if prompt == nil, case .editor(var state) = screen, help == nil {
            state.line.insert(paste.plain)
            screen = .editor(state)
        } else if var prompt {
            let line = paste.plain.reversed().drop(while: \.isNewline).reversed()
            prompt.line.insert(line.map { $0.isWhitespace ? " " : $0 })
            adopt(&prompt)
        } else {
            notice = Notice(text: "nothing here takes pasted text; t lets you type a text", isError: true)
            return []
        }
        if paste.isCut {
            let limit = Numbers.grouped(Paste.limit)
            notice = Notice(text: "only \(limit) characters were pasted", isError: true)
        }
        return []
    }

    /// Does a command, or says why that is not possible.
    mutating func perform(_ command: Command) -> [Effect] {
        if let obstacle = command.obstacle(self) {
            notice = Notice(text: "\(command.name): \(obstacle)", isError: true)
            return []
        }
        return command.perform(&self)
    }

    /// Out of the innermost thing that is open.
    mutating func goBack() -> [Effect] {
        if prompt != nil {
            prompt = nil
            return []
        }
        if help != nil {
            help = nil
            return []
        }
        if shownWork != nil { return cancelShownWork() }
        if isPlaying {
            isPlaying = false
            return []
        }
        switch screen {
        case .main:
            if current?.mark != nil {
                changeCurrent { $0.mark = nil }
            } else if isInspecting {
                isInspecting = false
            } else if isExpanded {
                isExpanded = false
                classFilter = ""
            } else if !filter.isEmpty {
                filter = ""
            } else {
                focus = .inputs
            }
        case .browser(let state) where !state.filter.isEmpty:
            changeBrowser { $0.filter = "" }
        default:
            screen = .main
        }
        return []
    }

    mutating func scrollHelp(_ lines: Int) -> [Effect] {
        if let state = help {
            help = HelpState(scroll: min(max(0, state.scroll + lines), HelpView.lastStart(self)))
        }
        return []
    }
}

extension Paste {
    /// Its characters without controls; lines end in line feeds, whatever they ended in, and tabs stay.
    fileprivate var plain: [Character] {
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return Array(
            String(
                lines.unicodeScalars.filter {
                    $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
                }
            )
        )
    }
}
