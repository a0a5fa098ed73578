public import Explanation
import Models

/// Inputs that are listed together.
public struct InputSection: Sendable {
    /// The inputs.
    let sources: [Source]
    /// Those of them that are folders, whose files are the inputs.
    let folders: Set<Source>
    /// Those of them that are not there.
    let missing: Set<Source>
    /// The heading above them; `nil` if they need none.
    let title: String?

    /// Some inputs, with a heading or without one.
    ///
    /// - Parameters:
    ///   - folders: those that are folders, unless they are to be clips whatever is in them.
    ///   - missing: those that name a file that is not there; they are marked before one comes to them.
    public init(
        _ sources: [Source],
        folders: Set<Source> = [],
        missing: Set<Source> = [],
        title: String? = nil
    ) {
        self.sources = sources
        (self.folders, self.missing) = (folders, missing)
        self.title = title
    }
}

/// The list of inputs.
struct InputList: Sendable {
    private(set) var entries: [Entry] = []
    /// The entry that panes show.
    var selected: EntryID?
    /// Only inputs whose name contains this are listed.
    var filter = ""
    /// The inputs that are marked, in the order in which they were.
    private(set) var marked: [EntryID] = []
    /// Whether the first input that the model takes shall be shown rather than the selected one that it does not take.
    var choosesInput = false
    /// The input whose run began because the cursor came to it: the run is given up if the cursor leaves before it is over.
    var visited: EntryID?
    /// The timer after which the input under the cursor is run, where runs take long.
    var rest: Int?
    /// Of inputs that were gone back to the changed ones that this came from.
    var undone: [Source: Source] = [:]
    /// The last change that was made, to be made to others.
    var lastEdit: Edit?
    private var nextNumber = 0

    func entry(_ id: EntryID) -> Entry? { entries.first { $0.id == id } }

    /// The input that Compare puts beside the selected one: the one that was marked last.
    var counterpart: EntryID? { marked.last }

    /// Marks the selected input, or no longer.
    mutating func toggleMark() {
        guard let selected else { return }
        if marked.contains(selected) { marked.removeAll { $0 == selected } } else { marked.append(selected) }
    }

    /// Adds an input: below what it was made from and what else was made from that, above what was made from it, or at
    /// the end.
    ///
    /// - Parameter index: where it is listed instead.
    @discardableResult
    mutating func add(_ source: Source, at index: Int? = nil) -> EntryID {
        let neighbour = (index ?? related(source)).flatMap {
            entries.indices.contains($0) ? entries[$0] : nil
        }
        let hasSections = entries.contains { $0.section != nil }
        let section = neighbour == nil && hasSections ? Self.added : neighbour?.section
        return insert(source, at: index ?? place(of: source), section: section)
    }

    /// Adds inputs at the end, below their heading.
    mutating func append(_ section: InputSection) {
        for source in section.sources {
            let id = insert(source, at: entries.count, section: section.title)
            change(id) {
                $0.isFolder = section.folders.contains(source)
                $0.isMissing = section.missing.contains(source)
            }
        }
    }

    /// Puts the files of a folder in its place, but for those that are listed already.
    ///
    /// - Returns: the entry of the first file.
    mutating func open(_ id: EntryID, _ files: [FolderInputs.File]) -> EntryID? {
        guard let place = entries.firstIndex(where: { $0.id == id }) else { return nil }
        let folder = entries[place]
        let known = Dictionary(entries.map { ($0.source, $0.id) }) { first, _ in first }
        remove(id)
        var added = 0
        let ids = files.map { file -> EntryID in
            let origin = Source.Origin.file(path: file.path)
            let source = Source(origin, options: folder.source.options, edits: folder.source.edits)
            if let id = known[source] { return id }
            let id = insert(source, at: place + added, section: folder.section)
            entries[place + added].modality = file.modality
            added += 1
            return id
        }
        return ids.first
    }

    @discardableResult
    private mutating func insert(_ source: Source, at place: Int, section: String?) -> EntryID {
        let id = EntryID(number: nextNumber)
        nextNumber += 1
        entries.insert(Entry(id: id, source: source, section: section), at: place)
        return id
    }

    /// The heading of inputs that were added to a list with headings.
    private static let added = "Your inputs"

    /// The place of an entry that a source was made from, or one that was made from it.
    private func related(_ source: Source) -> Int? {
        entries.firstIndex { $0.source == source.parent || $0.source.parent == source }
    }

    private func place(of source: Source) -> Int {
        guard let parent = source.parent, let index = entries.firstIndex(where: { $0.source == parent })
        else {
            return entries.firstIndex { $0.source.parent == source } ?? entries.count
        }
        let depth = parent.edits.count
        let rest = entries[(index + 1)...].prefix { $0.source.edits.count > depth }
        return index + 1 + rest.count
    }

    mutating func change(_ id: EntryID, _ change: (inout Entry) -> Void) {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
        change(&entries[index])
    }

    /// Asks for a pixel of an input, of what it was made from, and of what was made from it: they are compared.
    mutating func ask(_ asking: PixelAsking, of root: Source) {
        for index in entries.indices where entries[index].source.root == root {
            entries[index].ask(asking)
        }
        let family = undone.filter { $0.key.root == root }
        for (before, after) in family {
            undone[before] = nil
            undone[before.asking(asking)] = after.asking(asking)
        }
    }

    mutating func remove(_ id: EntryID) {
        entries.removeAll { $0.id == id }
        marked.removeAll { $0 == id }
        if selected == id { selected = nil }
    }

    /// Forgets what was chosen of the inputs with another model.
    mutating func forgetChoices() {
        entries = entries.map { old in
            var entry = Entry(id: old.id, source: old.source, section: old.section)
            (entry.modality, entry.isFolder) = (old.modality, old.isFolder)
            return entry
        }
    }
}
