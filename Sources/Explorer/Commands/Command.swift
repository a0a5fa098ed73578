public import Cells

/// Something the user can do: its keys, its words, and what it does.
///
/// Footer, help page, command palette, manual page and docs/keys.md are printed from ``all``.
public struct Command: Sendable {
    /// The part of the program in which a command means something.
    public enum Scope: String, Sendable, CaseIterable {
        case everywhere, main, maps, inputs, attention, turning, region, cursor, predictions, sheet, trace,
            overview,
            compare, ranking, matrix, browser, models, latents, attenders, help

        /// As a heading.
        public var title: String {
            switch self {
            case .everywhere: "Everywhere"
            case .main: "Main screen"
            case .maps: "Maps (main screen, sheet, compare)"
            case .inputs: "Inputs"
            case .attention: "Attention"
            case .turning: "Turning a point cloud"
            case .region: "Region of the map"
            case .cursor: "Cursor on the map"
            case .predictions: "Predictions"
            case .sheet: "Sheet of latents"
            case .trace: "Trace"
            case .overview: "Overview of layers and heads"
            case .compare: "Compare"
            case .ranking: "Compare, ranking of inputs"
            case .matrix: "Compare, matrix of inputs"
            case .browser: "File browser"
            case .models: "Models"
            case .latents: "Table of latents"
            case .attenders: "Who attends here"
            case .help: "Help"
            }
        }
    }

    /// The name in the command palette.
    public let name: String
    /// What the footer says beside the keys, unless that depends on what is shown.
    public let hint: String
    /// What it does, in a sentence.
    public let help: String
    /// Keys that do it; each of them alone.
    public let keys: [Key]
    /// Where it can be done.
    public let scopes: [Scope]
    /// How soon the footer names it, the least first where there is no room for all; `nil` keeps it out.
    let footer: Int?
    /// Whether it is worth a place in the footer.
    let isHinted: @Sendable (Explorer) -> Bool
    private let hinting: (@Sendable (Explorer) -> String)?
    private let ownObstacle: @Sendable (Explorer) -> String?
    let perform: @Sendable (inout Explorer) -> Void

    init(
        _ name: String,
        _ keys: [Key],
        hint: String? = nil,
        help: String,
        in scopes: Scope...,
        footer: Int? = nil,
        hintedIf isHinted: @escaping @Sendable (Explorer) -> Bool = { _ in true },
        hinting: (@Sendable (Explorer) -> String)? = nil,
        unless obstacle: @escaping @Sendable (Explorer) -> String? = { _ in nil },
        perform: @escaping @Sendable (inout Explorer) -> Void
    ) {
        self.name = name
        self.hint = hint ?? name
        self.help = help
        self.keys = keys
        self.scopes = scopes
        self.footer = footer
        self.isHinted = isHinted
        self.hinting = hinting
        ownObstacle = obstacle
        self.perform = perform
    }

    /// What the footer says beside the keys now.
    func hint(_ explorer: Explorer) -> String { hinting?(explorer) ?? hint }

    /// Why it cannot be done now, if so.
    func obstacle(_ explorer: Explorer) -> String? {
        (scopes.contains(.maps) ? explorer.mapObstacle : nil) ?? ownObstacle(explorer)
    }

    /// Every command.
    public static let all: [Command] =
        generalCommands + screenCommands + mapCommands + clipCommands + occlusionCommands + inputCommands
        + attentionCommands + turnCommands + regionCommands + cursorCommands + predictionCommands
        + sheetCommands + traceCommands
        + overviewCommands + pinCommands + compareCommands + likenessCommands + browserCommands
        + modelCommands + latentCommands + attenderCommands + helpCommands

    /// The last of the places in the footer that help and the ways out have.
    static let lastFooter = 3

    /// Those that the footer names where a scope is heard, the most useful first.
    static let hinted: [Scope: [Command]] = Dictionary(
        uniqueKeysWithValues: Scope.allCases.map { scope in
            let commands = all.filter { $0.scopes.contains(scope) && $0.footer != nil }
            return (scope, commands.sorted { ($0.footer ?? 0) < ($1.footer ?? 0) })
        }
    )

    static let generalCommands: [Command] = [
        Command(
            "quit",
            [.character("q")],
            help: "Quit the program; with something open, close that first.",
            in: .main,
            footer: 1,
            hintedIf: { !$0.hasSomethingToLeave }
        ) { $0.pending.append(.quit) },
        Command(
            "back",
            [.escape, .character("q")],
            help: "Cancel, close, or go back.",
            in: .sheet,
            .trace,
            .overview,
            .compare,
            .browser,
            .models,
            .latents,
            .attenders,
            .help,
            footer: 2
        ) { $0.goBack() },
        Command(
            "cancel or go back",
            [.escape],
            hint: "back",
            help: "Cancel, close, or go back to the inputs.",
            in: .main,
            footer: 2,
            hintedIf: { $0.hasSomethingOpen }
        ) { $0.goBack() },
        Command(
            "help",
            [.character("?")],
            help: "Explain this screen and list the keys.",
            in: .everywhere,
            footer: 3,
            hintedIf: { $0.help == nil }
        ) { explorer in
            explorer.help = explorer.help == nil ? HelpState() : nil
        },
        Command(
            "commands",
            [.character(":"), .control("p")],
            help: "Run a command by name.",
            in: .everywhere,
            footer: 25
        ) { explorer in
            explorer.prompt = Prompt(purpose: .command)
        },
        Command(
            "cancel or quit",
            [.control("c")],
            help: "Cancel what is running; quit if nothing is.",
            in: .everywhere
        ) {
            if $0.shownWork == nil && $0.prompt == nil { $0.pending.append(.quit) } else { $0.goBack() }
        },
        Command("redraw", [.control("l")], help: "Redraw the screen.", in: .everywhere) {
            $0.pending.append(.redraw)
        },
        Command(
            "suspend",
            [.control("z")],
            help: "Suspend the program; fg in the shell resumes it.",
            in: .everywhere
        ) { $0.pending.append(.suspend) },
        Command(
            "mouse",
            [.character("m")],
            help: "Give the mouse to the terminal, to select text, or take it back.",
            in: .everywhere
        ) { explorer in
            explorer.isMouseOn.toggle()
            let state =
                explorer.isMouseOn
                ? "The mouse works here again." : "The terminal has the mouse: select text with it."
            explorer.notice = Notice(text: state, isError: false)
            explorer.pending.append(.setMouse(explorer.isMouseOn))
        },
    ]

    static let helpCommands: [Command] = [
        Command("scroll help up", Key.ups, hint: "scroll", help: "Scroll up.", in: .help, footer: 6) {
            $0.scrollHelp(-1)
        },
        Command("scroll help down", Key.downs, hint: "scroll", help: "Scroll down.", in: .help, footer: 7) {
            $0.scrollHelp(1)
        },
        Command("help page up", Key.pageUps, help: "Scroll up a page.", in: .help) {
            $0.scrollHelp(-HelpView.height($0))
        },
        Command("help page down", Key.pageDowns, help: "Scroll down a page.", in: .help) {
            $0.scrollHelp(HelpView.height($0))
        },
        Command("help top", Key.tops, help: "Go to the top.", in: .help) { $0.scrollHelp(-10_000) },
        Command("help end", Key.bottoms, help: "Go to the end.", in: .help) { $0.scrollHelp(10_000) },
        Command(
            "glossary",
            [.tab, .backTab],
            help: "Explain the words, or go back to this screen's help.",
            in: .help,
            footer: 5,
            hinting: { $0.help?.page == .glossary ? "help" : "glossary" }
        ) { explorer in
            explorer.help = explorer.help.map { HelpState(page: $0.page.next) }
        },
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
