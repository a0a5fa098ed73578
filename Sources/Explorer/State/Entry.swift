import Explanation
import Media
import Models

/// Names an entry for as long as the program runs.
public struct EntryID: Sendable, Hashable {
    let number: Int
}

/// One row of the list of inputs, and what was chosen there.
struct Entry: Sendable {
    let id: EntryID
    private(set) var source: Source
    /// The heading below which it is listed, if any.
    let section: String?
    /// What kind of input it is, as soon as that is known.
    var modality: Modality?
    /// Whether it is a folder, in whose place its files will stand.
    var isFolder = false
    /// Whether its file was not there when the program began.
    var isMissing = false
    /// Whether the model shall run on it.
    var wantsRun = false
    /// What the model answered, for the list.
    var answer: EntryAnswer?
    /// Whether a clip shall be decoded.
    var decodes = false
    /// The task that was chosen for panes and class-specific maps of this input.
    var chosenTask: Int?
    /// The class of each task that maps are about; the most probable one unless chosen.
    var targets: [Int: Int] = [:]
    /// The class of each task that its target is set against, if any.
    var opponents: [Int: Int] = [:]
    /// The token under the cursor.
    var cursor: Int?
    /// The token under which a region begins that grows to the cursor.
    var mark: Int?
    /// The region that is selected.
    var region: TokenRegion?

    /// Gives up the region, whether it is selected or grows.
    mutating func deselect() { (mark, region) = (nil, nil) }

    /// Asks for something else; what was chosen of the former answer is forgotten.
    mutating func ask(_ asking: PixelAsking) {
        source = source.asking(asking)
        (chosenTask, point, self.asking, drawn) = (nil, nil, nil, nil)
        (targets, opponents) = ([:], [:])
    }

    /// The decoder query that maps are about, where it is a place and was chosen.
    var point: Int?
    /// What was looked at before the cursor's place was asked.
    var asking: Asking?
    /// The frame of a clip that is shown.
    var frame = 0
    /// How many pixels of a completed picture are drawn; `nil` for all.
    var drawn: Int?
    /// The map that is drawn: the last one that was there.
    var seen: SeenMap?

    init(id: EntryID, source: Source, section: String? = nil) {
        self.id = id
        self.source = source
        self.section = section
        modality = source.modality
    }
}

/// A place that was asked with the cursor, and what was looked at before.
struct Asking: Sendable {
    /// The place, as a decoder query or where tokens ask as one of these.
    let point: Int?
    let query: QueryChoice
    /// What is looked at again afterwards.
    let lens: Lens
    let formerPoint: Int?

    /// Whether maps of an entry are still about the place.
    func isShown(of entry: Entry, _ lens: Lens) -> Bool {
        point == nil ? lens.query == query : entry.point == point
    }
}

/// What the model answered to an input: the best class of each task, none if it has no classes; or what was said.
struct EntryAnswer: Sendable, Hashable {
    private let tasks: [String]
    private let labels: [String]
    /// What was said, if that is what the model writes.
    private let said: String?
    /// The task that is shown unless another was chosen.
    private let leading: Int

    init(_ run: Run) {
        tasks = run.predictions.map(\.task)
        labels = run.predictions.map { $0.labels[$0.best] }
        leading = run.predictions.leading
        said = if case .transcript(let transcript) = run.output { transcript.text } else { nil }
    }

    /// The answer to the task that is shown of an input, or what was said; `nil` if it has none.
    func label(of entry: Entry, _ lens: Lens) -> String? {
        let task = entry.chosenTask ?? lens.task.flatMap { tasks.firstIndex(of: $0) } ?? leading
        return labels.indices.contains(task) ? labels[task] : said.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// A map that was drawn.
enum SeenMap: Sendable, Hashable {
    case attention(MapQuestion)
    case relevance(RelevanceQuestion)
    case difference(DifferenceQuestion)

    /// The question whose answer it is.
    var question: any Question {
        switch self {
        case .attention(let question): question
        case .relevance(let question): question
        case .difference(let question): question
        }
    }
}

/// An entry with what is known of it at present.
@dynamicMemberLookup
struct Input: Sendable {
    let entry: Entry
    let subject: Subject
    /// The input as the model gets it.
    let opened: OpenedMedium?
    let run: Run?
    /// The task that was chosen for this input, or else for another one that has it, too.
    let chosenTask: Int?
    /// Why it cannot be read, or the model cannot run on it.
    var failure: Failure?
    /// Whether it could not be read.
    var isUnreadable = false
    /// The map of a view that stays; `nil` of one that follows the lens.
    var held: SeenMap?
    /// By how large parts that map is shown.
    var heldCoarseness: Int?
    /// Whether it is being read or run.
    var isBusy = false

    subscript<Value>(dynamicMember path: KeyPath<Entry, Value>) -> Value { entry[keyPath: path] }

    /// The task that panes and class-specific maps are about: the leading one unless another was chosen.
    var task: Int { chosenTask ?? run?.predictions.leading ?? 0 }

    /// The class that class-specific maps of a task are about.
    func target(task: Int) -> Int? {
        guard let run, task < run.predictions.count else { return nil }
        return entry.targets[task] ?? run.predictions[task].best
    }

    /// What class-specific maps of the task are about, by name: a class, or a class and the one it is set against.
    var targetName: String? {
        guard let run, let target = target(task: task) else { return nil }
        return Explained(run, task: task, class: target, against: entry.opponents[task]).name
    }

    /// Whose answer maps are about, if it was chosen.
    var asker: Asker? { entry.point.map { .query($0) } ?? chosenTask.map { .task($0) } }

    /// Whose answer maps are about.
    var found: FoundAsker? { run?.found(asker) }

    /// The token that is asked for, if it is one and not a task.
    var askedToken: Int? { found?.token }
}
