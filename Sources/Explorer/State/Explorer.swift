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
    /// How far the list of classes is scrolled.
    var help: HelpState?
    var prompt: Prompt?
    var notice: Notice?
    var isMouseOn = true
    /// Where the file browser was left.
    var folder: String

    var maps = Cache<MapKey, AttentionMap>(capacity: 48)
    var relevances = Cache<RelevanceKey, Relevance>(capacity: 64)
    var comparisons = Cache<ComparisonKey, Comparison>(capacity: 16)
    var requestedMaps: Set<MapKey> = []
    var requestedComparisons: Set<ComparisonKey> = []
    /// The class-specific map in the making, and how far it is, 0…1.
    var explaining: (key: RelevanceKey, progress: Double)?
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

    /// Begins with some inputs; the first of them is run as soon as the model is there.
    public mutating func start(with sources: [Source]) -> [Effect] {
        for source in sources { add(source) }
        selected = entries.first?.id
        return [.loadModel]
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
        let id = EntryID(number: nextNumber)
        nextNumber += 1
        entries.append(Entry(id: id, source: source))
        return id
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
        selected = id
        isInspecting = false
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
