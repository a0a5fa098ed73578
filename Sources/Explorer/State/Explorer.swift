public import Cells
public import Explanation
import Media
import Models
import Perceiver

/// The application without a terminal: what is shown and what is known, and how events change it.
///
/// `apply` and `view` are pure. They touch no file, no clock, no model and no terminal: whatever must be
/// done outside is returned as effects, whose results come back as events.
public struct Explorer: Sendable {
    /// The parts of the main screen.
    enum Pane: Int, Sendable, CaseIterable {
        case inputs, attention, predictions
    }

    /// What fills the screen.
    enum Screen: Sendable {
        case main
        case sheet(SheetState)
        case trace(TraceState)
        case overview(OverviewState)
        case compare(CompareState)
        case browser(BrowserState)
        case editor(EditorState)
        case models(ModelsState)
        case latents(LatentsState)
        case attenders(AttendersState)
    }

    /// What the program is called, and what it can reach.
    public struct Setting: Sendable {
        /// The program's name and version, for the title line.
        let program: String
        /// What the terminal can show.
        var appearance: Appearance
        /// A path whose `~` is a home folder, as shells have it.
        let expanded: @Sendable (String) -> String
        /// The most numbers of an encoder's map that are kept apart.
        let largestMap: Int

        /// A setting.
        public init(
            program: String,
            appearance: Appearance,
            expanded: @escaping @Sendable (String) -> String = { $0 },
            largestMap: Int = PooledMap.largestWhole
        ) {
            self.program = program
            self.appearance = appearance
            self.expanded = expanded
            self.largestMap = largestMap
        }
    }

    var setting: Setting
    /// The screen's size.
    public internal(set) var size: Size
    /// What is known and what is being found out.
    package internal(set) var ledger: Ledger
    /// Which model is used, and which is being read.
    var models: ModelsInUse
    /// The list of inputs.
    var list = InputList()
    var lens = Lens()
    /// The view that stays while others are looked at, if one was pinned.
    var pinned: PinnedView?
    /// The focus and the cursors of the main screen.
    var main = MainState()
    var screen = Screen.main
    var help: HelpState?
    var prompt: Prompt?
    var notice: Notice?
    var isMouseOn = true
    /// Where the file browser was left.
    var folder: String
    /// The words whose files shall be opened as soon as it is known which these are.
    var wantedFiles: [String]?
    /// A text that was typed and not run.
    var draft: Draft?
    /// The number of the last timer that was set.
    private var lastTimer = 0
    /// What must be done outside besides answering questions, since the last event.
    var pending: [Effect] = []
    /// ``current`` and ``readyModel`` while a frame is drawn, for which they are asked a hundred times.
    private var drawn: (input: Input?, model: Model?)?

    /// An application that has not begun; ``start(with:joinsPictures:choosesInput:)-(inputs,_,_)`` begins it.
    ///
    /// - Parameters:
    ///   - setting: what it is called, and what it can reach.
    ///   - size: the screen's size.
    ///   - model: where the model is.
    ///   - folder: where the file browser begins.
    ///   - memory: about how many bytes of answers are kept that no screen needs.
    public init(
        _ setting: Setting,
        size: Size,
        model: ModelPlace = .bundled,
        folder: String,
        memory: Int = 512 << 20
    ) {
        self.setting = setting
        self.size = size
        self.folder = folder
        models = ModelsInUse(place: model)
        ledger = Ledger(limit: memory)
    }

    /// Begins with some inputs without headings.
    public mutating func start(
        with sources: [Source],
        joinsPictures: Bool = false,
        choosesInput: Bool = false
    ) -> [Effect] {
        start(with: [InputSection(sources)], joinsPictures: joinsPictures, choosesInput: choosesInput)
    }

    /// Begins with some inputs; the first of them, or the first that the model takes, is run as soon as the model is there.
    ///
    /// - Parameters:
    ///   - inputs: the inputs, in sections.
    ///   - joinsPictures: whether a model that takes pairs shall get neighbouring pictures of them.
    ///   - choosesInput: whether the first one may be passed over if the model does not take it.
    public mutating func start(
        with inputs: [InputSection],
        joinsPictures: Bool = false,
        choosesInput: Bool = false
    ) -> [Effect] {
        models.joinsPictures = joinsPictures
        list.choosesInput = choosesInput
        for section in inputs { list.append(section) }
        list.selected = list.entries.first?.id
        return settle()
    }

    // MARK: what views ask

    var appearance: Appearance { setting.appearance }

    /// The model that is used, once it was read.
    var readyModel: Model? {
        if let drawn { return drawn.model }
        return ledger[ModelQuestion(models.place)]
    }

    /// The input that panes show.
    var current: Input? {
        if let drawn { return drawn.input }
        return list.selected.flatMap(input)
    }

    /// The same, to be drawn and not to be changed.
    var toBeDrawn: Explorer {
        var copy = self
        copy.drawn = (current, readyModel)
        return copy
    }

    /// An entry with what is known of it.
    func input(_ id: EntryID) -> Input? { list.entry(id).map(input) }

    /// An entry with what is known of it.
    func input(_ entry: Entry) -> Input {
        let subject = Subject(entry.source, model: models.place)
        if let folder = folderQuestion(entry) {
            var input = Input(entry: entry, subject: subject, opened: nil, run: nil, chosenTask: nil)
            input.failure = ledger.failure(of: folder)
            (input.isUnreadable, input.isBusy) = (input.failure != nil, ledger.isAwaiting(folder))
            return input
        }
        let task = entry.chosenTask ?? ledger[RunQuestion(subject)].flatMap(lens.task)
        return input(entry, subject, task: task)
    }

    /// An entry as a model gets it, with what is known of it.
    ///
    /// - Parameter task: the task that was chosen, if one was.
    func input(_ entry: Entry, _ subject: Subject, task: Int?) -> Input {
        let (open, run) = (OpenQuestion(subject), RunQuestion(subject))
        var input = Input(
            entry: entry,
            subject: subject,
            opened: ledger[open],
            run: ledger[run],
            chosenTask: task
        )
        if input.opened != nil && input.run != nil { return input }
        let readFailure = ledger.failure(of: open)
        input.failure = readFailure ?? ledger.failure(of: run)
        input.isUnreadable = readFailure != nil
        input.isBusy = ledger.isAwaiting(open) || ledger.isAwaiting(run)
        return input
    }

    /// The entries that the filter lets through.
    var listed: [Entry] {
        list.entries.filter { $0.source.name.hasInIt(list.filter) }
    }

    /// The layer that the lens is on; `nil` while there is no model.
    var layer: Layer? { readyModel.map { $0.layers[$0.layer(lens.layer)] } }

    /// Who asks in the layer that the lens is on, as far as that makes a difference there.
    var shownQuery: QueryChoice {
        guard let layer else { return lens.query }
        if layer.queries == .outputs || layer.usualQuery == .all { return layer.usualQuery }
        return lens.query == .all && !layer.isSelfAttention ? layer.usualQuery : lens.query
    }

    /// The numbers of those that can ask there: tokens that were removed cannot.
    var askers: [Int] {
        guard layer?.queries == .input, let kept = current?.opened?.input.kept else {
            return Array(0..<askerCount)
        }
        return kept
    }

    /// How many latents, or tokens, ask in the layer that the lens is on; 1 while that is not known.
    var askerCount: Int {
        guard let layer else { return 1 }
        let space = layer.queries == .outputs ? Space.latents : layer.queries
        if space == .input { return max(1, current?.opened?.input.tokens.rows ?? 1) }
        return max(1, readyModel?.latentCount ?? 1)
    }

    /// Whether the model has latents, as most have; in others tokens attend to each other.
    var hasLatents: Bool { readyModel?.latentCount != 0 }

    /// What asks in the layer that the lens is on, in a word.
    var askerWord: String { (layer?.queries ?? .latents).askerWord }

    // MARK: timers

    /// Sets a timer, and returns its number.
    mutating func tick(after seconds: Double) -> Int {
        lastTimer += 1
        pending.append(.tick(after: seconds, number: lastTimer))
        return lastTimer
    }

    // MARK: entries

    mutating func change(_ id: EntryID, _ change: (inout Entry) -> Void) { list.change(id, change) }

    mutating func changeCurrent(_ change: (inout Entry) -> Void) {
        if let selected = list.selected { list.change(selected, change) }
    }

    /// Lets the model run on an entry, once more if it could not be read or run before.
    mutating func run(_ id: EntryID) {
        guard let input = input(id) else { return }
        if list.visited == id { list.visited = nil }
        if input.failure != nil {
            ledger.forgetFailure(of: RunQuestion(input.subject))
            if let folder = folderQuestion(input.entry) { ledger.forgetFailure(of: folder) }
        }
        change(id) { $0.wantsRun = true }
    }

    /// Makes an entry the one that panes show.
    mutating func select(_ id: EntryID) {
        changeCurrent { $0.deselect() }
        leaveVisited(for: id)
        list.selected = id
        list.choosesInput = false
        main.leaveInput()
    }

    /// Adds a source, shows it and runs it.
    mutating func openAndRun(_ source: Source) {
        let known = list.entries.first { $0.source == source }
        if known == nil { list.filter = "" }
        let id = known?.id ?? list.add(source)
        select(id)
        run(id)
    }
}

/// A sentence for the user that stays until the next key.
struct Notice: Sendable, Hashable {
    let text: String
    let isError: Bool
}
