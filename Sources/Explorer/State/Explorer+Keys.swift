import Cells
import Media

extension Explorer {
    /// The scopes whose commands keys mean at present, the most particular first.
    var scopes: [Command.Scope] {
        if help != nil { return [.help, .everywhere] }
        switch screen {
        case .main:
            let pane: Command.Scope =
                switch main.focus {
                case .inputs: .inputs
                case .attention: .attention
                case .predictions: .predictions
                }
            return (isTurning ? [.turning] : []) + (hasRegion ? [.region] : [])
                + (main.isInspecting ? [.cursor] : []) + [
                    pane, .main, .maps, .everywhere,
                ]
        case .sheet: return [.sheet, .maps, .everywhere]
        case .trace: return [.trace, .everywhere]
        case .overview: return [.overview, .everywhere]
        case .compare(let state):
            let page: [Command.Scope] =
                switch state.table {
                case .ranking: [.ranking]
                case .matrix: [.matrix]
                case .predictions, .latents, .pairs, .views: []
                }
            return page + [.compare, .maps, .everywhere]
        case .browser: return [.browser, .everywhere]
        case .models: return [.models, .everywhere]
        case .latents: return [.latents, .everywhere]
        case .attenders: return [.attenders, .everywhere]
        case .editor: return []
        }
    }

    /// Commands that keys mean at present, the most particular first; each key's first one counts.
    var activeCommands: [Command] {
        scopes.flatMap { scope in Command.all.filter { $0.scopes.contains(scope) } }
    }

    /// Does what a key means here.
    mutating func press(_ key: Key) {
        if key == .control("l") { return pending.append(.redraw) }
        if key == .control("z") { return pending.append(.suspend) }
        // ^J is a line feed, which some programs that type for a person send as Enter.
        let enter: Key = key == .control("j") ? .enter : key
        if prompt != nil { return type(enter) }
        if case .editor(let state) = screen, help == nil { return type(key, into: state) }
        if goesBack(enter) { return goBack() }
        guard let command = activeCommands.first(where: { $0.keys.contains(enter) }) else { return }
        perform(command)
    }

    /// Puts a pasted text where something is being typed.
    ///
    /// Elsewhere it is taken for dropped files if it is their paths, and nowhere for keys.
    mutating func insert(_ paste: Paste) {
        if prompt == nil, case .editor(var state) = screen, help == nil {
            state.line.insert(paste.plain)
            screen = .editor(state)
        } else if var prompt {
            let line = prompt.plainPath(paste.text) ?? String(paste.plain)
            prompt.line.insert(
                line.reversed().drop(while: \.isNewline).reversed().map { $0.isWhitespace ? " " : $0 }
            )
            adopt(&prompt)
        } else if !paste.isCut, open(dropped: paste.text) {
            return
        } else {
            notice = Notice(
                text: "Nothing here takes pasted text but paths of files. Press t first.",
                isError: true
            )
            return
        }
        if paste.isCut {
            let limit = Paste.limit.grouped
            notice = Notice(text: "Only the first \(limit) characters were pasted.", isError: true)
        }
    }

    /// Does a command, or says why that is not possible.
    mutating func perform(_ command: Command) {
        if let obstacle = command.obstacle(self) {
            notice = Notice(text: "\(command.name): \(obstacle)", isError: true)
            return
        }
        command.perform(&self)
    }

    /// Out of the innermost thing that is open.
    mutating func goBack() {
        if prompt != nil {
            prompt = nil
            return
        }
        if help != nil {
            help = nil
            return
        }
        if shownWork != nil { return giveUpShownWork() }
        if main.isPlaying {
            main.isPlaying = false
            return
        }
        switch screen {
        case .main:
            if list.rest != nil {
                list.rest = nil
            } else if isTurning {
                main.isTurning = false
            } else if current?.mark != nil || hasRegion {
                changeCurrent { $0.deselect() }
            } else if current.flatMap(asking) != nil {
                endAsking()
            } else if main.isInspecting {
                main.isInspecting = false
            } else if main.isExpanded {
                main.isExpanded = false
                main.classFilter = ""
            } else if main.box != .latent {
                main.box = .latent
            } else if showsDecoded {
                lens.method = nil
            } else if !list.filter.isEmpty {
                list.filter = ""
            } else {
                main.focus = .inputs
            }
        case .browser(let state) where !state.filter.isEmpty:
            changeBrowser { $0.filter = "" }
        case .browser(let state):
            screen = state.models.map { .models($0) } ?? .main
        case .latents(let state): leave(state)
        case .sheet, .trace, .overview, .compare, .editor, .models, .attenders:
            screen = .main
        }
    }

    /// Whether there is something on the main screen that Escape closes or cancels.
    var hasSomethingOpen: Bool { shownWork != nil || hasSomethingToLeave }

    /// The same without work: what `q` leaves, too, before it ends the program.
    var hasSomethingToLeave: Bool {
        main.isPlaying || main.isInspecting || isTurning || main.isExpanded || main.box != .latent
            || !list.filter.isEmpty
            || current?.mark != nil || hasRegion || current.flatMap(asking) != nil || showsDecoded
    }

    /// Whether what the model decoded stands in the place of a map.
    private var showsDecoded: Bool {
        lens.method == .output && current?.run?.output.readsInputBack == true
    }

    /// Whether a key goes back one level in the place of what it means elsewhere.
    private func goesBack(_ key: Key) -> Bool {
        guard case .main = screen, help == nil else { return false }
        return key == .character("q") && shownWork == nil && hasSomethingToLeave
    }

    mutating func scrollHelp(_ lines: Int) {
        guard let state = help else { return }
        let last = HelpView.lastStart(self, state.page)
        help?.scroll = min(max(0, state.scroll + lines), last)
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
