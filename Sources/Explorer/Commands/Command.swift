public import Cells

/// Something the user can do: its keys, its words, and what it does.
///
/// Footer, help page, command palette, manual page and docs/keys.md are printed from ``all``.
public struct Command: Sendable {
    /// The part of the program in which a command means something.
    public enum Scope: String, Sendable, CaseIterable {
        case everywhere, main, maps, inputs, attention, cursor, predictions, sheet, compare, ranking, matrix,
            browser, models, help

        /// As a heading.
        public var title: String {
            switch self {
            case .everywhere: "Everywhere"
            case .main: "Main screen"
            case .maps: "Maps (main screen, sheet, compare)"
            case .inputs: "Inputs"
            case .attention: "Attention"
            case .cursor: "Cursor on the map"
            case .predictions: "Predictions"
            case .sheet: "Sheet of latents"
            case .compare: "Compare"
            case .ranking: "Compare, ranking of inputs"
            case .matrix: "Compare, matrix of inputs"
            case .browser: "File browser"
            case .models: "Models"
            case .help: "Help"
            }
        }
    }

    /// The name in the command palette.
    public let name: String
    /// What the footer says beside the keys.
    public let hint: String
    /// What it does, in a sentence.
    public let help: String
    /// Keys that do it; each of them alone.
    public let keys: [Key]
    /// Where it can be done.
    public let scopes: [Scope]
    /// Its place in the footer, the least first; `nil` keeps it out.
    let footer: Int?
    private let ownObstacle: @Sendable (Explorer) -> String?
    let perform: @Sendable (inout Explorer) -> Void

    init(
        _ name: String,
        _ keys: [Key],
        hint: String? = nil,
        help: String,
        in scopes: Scope...,
        footer: Int? = nil,
        unless obstacle: @escaping @Sendable (Explorer) -> String? = { _ in nil },
        perform: @escaping @Sendable (inout Explorer) -> Void
    ) {
        self.name = name
        self.hint = hint ?? name
        self.help = help
        self.keys = keys
        self.scopes = scopes
        self.footer = footer
        ownObstacle = obstacle
        self.perform = perform
    }

    /// Why it cannot be done now, if so.
    func obstacle(_ explorer: Explorer) -> String? {
        (scopes.contains(.maps) ? explorer.mapObstacle : nil) ?? ownObstacle(explorer)
    }

    /// Every command.
    public static let all: [Command] =
        generalCommands + screenCommands + mapCommands + inputCommands + attentionCommands + cursorCommands
        + predictionCommands + sheetCommands + compareCommands + likenessCommands + browserCommands
        + modelCommands + helpCommands

    /// Those that the footer names where a scope is heard, the most useful first.
    static let hinted: [Scope: [Command]] = Dictionary(
        uniqueKeysWithValues: Scope.allCases.map { scope in
            let commands = all.filter { $0.scopes.contains(scope) && $0.footer != nil }
            return (scope, commands.sorted { ($0.footer ?? 0) < ($1.footer ?? 0) })
        }
    )

    static let generalCommands: [Command] = [
        Command("quit", [.character("q")], help: "Leave the program.", in: .everywhere, footer: 90) {
            $0.pending.append(.quit)
        },
        Command(
            "help",
            [.character("?")],
            help: "List all keys, those of this screen first.",
            in: .everywhere,
            footer: 80
        ) { explorer in
            explorer.help = explorer.help == nil ? HelpState() : nil
        },
        Command(
            "commands",
            [.character(":"), .control("p")],
            help: "Find a command by name and do it.",
            in: .everywhere,
            footer: 70
        ) { explorer in
            explorer.prompt = Prompt(purpose: .command)
        },
        Command("back", [.escape], help: "Cancel, close, or go back.", in: .everywhere) { $0.goBack() },
        Command(
            "cancel or quit",
            [.control("c")],
            help: "Cancel what is running; otherwise quit.",
            in: .everywhere
        ) {
            if $0.shownWork == nil && $0.prompt == nil { $0.pending.append(.quit) } else { $0.goBack() }
        },
        Command("redraw", [.control("l")], help: "Draw the whole screen anew.", in: .everywhere) {
            $0.pending.append(.redraw)
        },
        Command(
            "suspend",
            [.control("z")],
            help: "Stop, and let the shell continue (fg comes back).",
            in: .everywhere
        ) { $0.pending.append(.suspend) },
        Command(
            "mouse",
            [.character("m")],
            help: "Let the terminal have the mouse, to select text; or take it back.",
            in: .everywhere
        ) { explorer in
            explorer.isMouseOn.toggle()
            let state = explorer.isMouseOn ? "the program uses the mouse" : "the terminal has the mouse"
            explorer.notice = Notice(text: state, isError: false)
            explorer.pending.append(.setMouse(explorer.isMouseOn))
        },
    ]

    static let helpCommands: [Command] = [
        Command("scroll help up", Key.ups, hint: "scroll", help: "Earlier lines.", in: .help, footer: 1) {
            $0.scrollHelp(-1)
        },
        Command("scroll help down", Key.downs, hint: "scroll", help: "Later lines.", in: .help, footer: 2) {
            $0.scrollHelp(1)
        },
        Command("help page up", Key.pageUps, help: "A screen of earlier lines.", in: .help) {
            $0.scrollHelp(-HelpView.height($0))
        },
        Command("help page down", Key.pageDowns, help: "A screen of later lines.", in: .help) {
            $0.scrollHelp(HelpView.height($0))
        },
        Command("help top", Key.tops, help: "The first lines.", in: .help) { $0.scrollHelp(-10_000) },
        Command("help end", Key.bottoms, help: "The last lines.", in: .help) { $0.scrollHelp(10_000) },
    ]
}

extension Key {
    static let ups: [Key] = [.up, .character("k")]
    static let downs: [Key] = [.down, .character("j")]
    static let lefts: [Key] = [.left, .character("h")]
    static let rights: [Key] = [.right, .character("l")]
    static let pageUps: [Key] = [.pageUp, .control("u")]
    static let pageDowns: [Key] = [.pageDown, .control("d")]
    static let tops: [Key] = [.home, .character("g")]
    static let bottoms: [Key] = [.end, .character("G")]

    /// As written in the footer and in tables.
    public var label: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "^" + character.uppercased()
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "S-Tab"
        case .backspace: "Bksp"
        case .delete: "Del"
        }
    }
}
