public import Cells
import Explanation
import Models

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
        case compare(CompareState)
        case browser(BrowserState)
        case editor(EditorState)
        case models(ModelsState)
    }

    /// Whether the model can be used.
    enum ModelState: Sendable {
        case loading
        case ready(Model)
        case failed(String)
    }

    /// The screen's size.
    public internal(set) var size: Size
    /// What the terminal can show.
    public let appearance: Appearance
    /// The program's name and version, for the title line.
    let program: String

    var model = ModelState.loading
    /// Where the model comes from that can be used, or is the first to be read.
    var modelPlace = ModelPlace.bundled
    /// The model that is being read while another one can still be used.
    var loadingPlace: ModelPlace?
    /// The models that were found so far.
    var listings: [ModelListing] = []
    /// Folders in which models may be.
    var modelFolders: Set<String> = []
    /// Whether a model that takes pairs shall get neighbouring pictures of those the program began with.
    var joinsPictures = false
    /// Whether the first input that the model takes shall be shown rather than the selected one that it does not take.
    var choosesInput = false
    /// Entries of which it is being found out what kind of input they are.
    var recognising: Set<EntryID> = []
    /// Whether the frames of a clip follow each other by themselves.
    var isPlaying = false
    /// The number of the timer that they wait for; others are of clips that were stopped.
    var timer = 0
    var entries: [Entry] = []
    var selected: EntryID?
    /// Only inputs whose name contains this are listed.
    var filter = ""
    /// The input that Compare puts beside the selected one.
    var partner: EntryID?
    var lens = Lens()
    var focus = Pane.inputs
    var screen = Screen.main
    /// Whether the arrows move the cursor over the map.
    var isInspecting = false
    /// The key latent under the cursor in maps over latents.
    var keyCursor = 0
    /// Whether the predictions show all classes of the current task.
    var isExpanded = false
    var classFilter = ""
    var help: HelpState?
    var prompt: Prompt?
    var notice: Notice?
    var isMouseOn = true
    /// Where the file browser was left.
    var folder: String

    /// The most numbers of an encoder's map that is made whole.
    package var largestMap = AttentionMap.largestWhole
    /// The most numbers that inputs and runs may hold together: 512 MB.
    package var largestMemory = 1 << 27
    /// Entries in the order in which they were looked at.
    var recent: [EntryID] = []
    var maps = Cache<MapKey, AttentionMap>(capacity: 48)
    var rows = Cache<RowKey, RankedRelevance>(capacity: 24)
    var pooledMaps = Cache<PooledKey, PooledMap>(capacity: 2)
    var relevances = Cache<RelevanceKey, Relevance>(capacity: 64)
    var comparisons = Cache<ComparisonKey, Comparison>(capacity: 16)
    /// What is kept of inputs to tell how alike they are; the failures of those that could not be run.
    var portraits: [EntryID: Result<Portrait, Failure>] = [:]
    var requestedMaps: Set<MapKey> = []
    var requestedRows: Set<RowKey> = []
    var requestedPooled: PooledKey?
    /// The input that is being run to tell how alike it is to others.
    var requestedPortrait: EntryID?
    /// The comparison in the making.
    var comparing: ComparisonKey?
    /// The class-specific map in the making.
    var explaining: RelevanceKey?
    /// Work that has told its progress, and how far it is, 0…1.
    var working: [(work: Work, progress: Double)] = []
    private var nextNumber = 0

    /// An application that has not begun; ``start(with:)`` begins it.
    ///
    /// - Parameters:
    ///   - program: name and version, for the title line.
    ///   - size: the screen's size.
    ///   - appearance: what the terminal can show.
    ///   - folder: where the file browser begins.
    public init(program: String, size: Size, appearance: Appearance, folder: String) {
        self.program = program
        self.size = size
        self.appearance = appearance
        self.folder = folder
    }

    /// Begins with some inputs; the first of them, or the first that the model takes, is run as soon as the model is there.
    ///
    /// - Parameters:
    ///   - sources: the inputs.
    ///   - place: where the model is.
    ///   - joinsPictures: whether a model that takes pairs shall get neighbouring pictures of them.
    ///   - choosesInput: whether the first one may be passed over if the model does not take it.
    public mutating func start(
        with sources: [Source],
        model place: ModelPlace = .bundled,
        joinsPictures: Bool = false,
        choosesInput: Bool = false
    ) -> [Effect] {
        self.joinsPictures = joinsPictures
        self.choosesInput = choosesInput
        for source in sources { add(source) }
        selected = entries.first?.id
        modelPlace = place
        return [.loadModel(place)]
    }

    // MARK: what the views ask

    var readyModel: Model? {
        if case .ready(let model) = model { model } else { nil }
    }

    /// The entry that panes show.
    var current: Entry? { selected.flatMap(entry) }

    func entry(_ id: EntryID) -> Entry? { entries.first { $0.id == id } }

    /// The entries that the filter lets through.
    var listed: [Entry] {
        filter.isEmpty ? entries : entries.filter { $0.source.name.localizedCaseInsensitiveContains(filter) }
    }

    /// The number of latents; 1 while there is no model.
    var latentCount: Int { readyModel?.latentCount ?? 1 }

    // MARK: entries

    /// Adds an input to the list.
    @discardableResult
    mutating func add(_ source: Source) -> EntryID {
        let id = newID()
        entries.append(Entry(id: id, source: source))
        return id
    }

    private mutating func newID() -> EntryID {
        nextNumber += 1
        return EntryID(number: nextNumber - 1)
    }

    /// Forgets everything that a model made of the inputs.
    ///
    /// They get new names: whatever is still on its way to the old ones is dropped when it comes.
    mutating func forgetResults() {
        var renamed: [EntryID: EntryID] = [:]
        entries = entries.map { old in
            var entry = Entry(id: newID(), source: old.source)
            entry.modality = old.modality
            renamed[old.id] = entry.id
            return entry
        }
        selected = selected.flatMap { renamed[$0] }
        partner = partner.flatMap { renamed[$0] }
        (maps, rows) = (Cache(capacity: 48), Cache(capacity: 24))
        (pooledMaps, relevances) = (Cache(capacity: 2), Cache(capacity: 64))
        comparisons = Cache(capacity: 16)
        (portraits, requestedPortrait) = ([:], nil)
        (requestedMaps, requestedRows, working, recognising) = ([], [], [], [])
        (requestedPooled, explaining, comparing) = (nil, nil, nil)
        (isInspecting, isExpanded, isPlaying, classFilter) = (false, false, false, "")
    }

    mutating func change(_ id: EntryID, _ change: (inout Entry) -> Void) {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
        change(&entries[index])
    }

    mutating func changeCurrent(_ change: (inout Entry) -> Void) {
        if let selected { self.change(selected, change) }
    }

    /// Reads and runs an entry, as far as that has not been done.
    mutating func run(_ id: EntryID) -> [Effect] {
        guard let model = readyModel, let entry = entry(id), entry.run == nil else { return [] }
        if entry.wantsRun, entry.opened != nil { return [] }
        change(id) { $0.wantsRun = true }
        switch entry.state {
        case .opened(let opened): return [.run(id, opened.input, model)]
        case .reading: return []
        case .unread, .failed: return read(id)
        }
    }

    /// Reads an entry again if it could not be read before.
    mutating func read(_ id: EntryID) -> [Effect] {
        guard let model = readyModel, let entry = entry(id) else { return [] }
        change(id) { $0.state = .reading }
        return [.open(id, entry.source, model)]
    }

    /// Makes an entry the one that panes show.
    mutating func select(_ id: EntryID) {
        changeCurrent { $0.mark = nil }
        selected = id
        choosesInput = false
        noteUse(id)
        isInspecting = false
        isPlaying = false
        isExpanded = false
        classFilter = ""
    }

    /// Adds a source, shows it and runs it.
    mutating func openAndRun(_ source: Source) -> [Effect] {
        if let known = entries.first(where: { $0.source == source }) {
            select(known.id)
            return run(known.id)
        }
        let id = add(source)
        filter = ""
        select(id)
        return run(id)
    }
}

/// A sentence for the user that stays until the next key.
struct Notice: Sendable, Hashable {
    let text: String
    let isError: Bool
}

/// The results that were asked for last; older ones are forgotten.
struct Cache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let capacity: Int
    private var values: [Key: Value] = [:]
    private var order: [Key] = []

    init(capacity: Int) { self.capacity = capacity }

    subscript(key: Key) -> Value? { values[key] }

    mutating func store(_ value: Value, for key: Key) {
        if values.updateValue(value, forKey: key) == nil { order.append(key) }
        if order.count > capacity { values[order.removeFirst()] = nil }
    }

    mutating func remove(where condition: (Key) -> Bool) {
        order.removeAll(where: condition)
        values = values.filter { !condition($0.key) }
    }
}
