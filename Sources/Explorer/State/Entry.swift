public import Media
public import Models

/// Where an input comes from.
public enum Source: Sendable, Hashable {
    /// A file, or a folder with the frames of a clip.
    case file(path: String)
    /// Two pictures, the second taken a moment after the first.
    case pair(path: String, next: String)
    /// A text typed in the program or given on the command line.
    case text(String)
    /// Bytes that were piped into the program.
    case standardInput([UInt8])
    /// An input of which the model does not get some parts, and what these are called.
    indirect case partial(of: Source, InputOptions, name: String)

    /// A short name for lists.
    public var name: String {
        switch self {
        case .file(let path): Self.last(path)
        case .pair(let path, let next): Self.last(path) + "+" + Self.last(next)
        case .text(let text): "\"" + Self.beginning(of: text).replacing("\n", with: " ") + "\""
        case .standardInput: "standard input"
        case .partial(let source, _, let name): "\(source.name) without \(name)"
        }
    }

    /// How the input is prepared: which parts of it the model does not get.
    public var options: InputOptions {
        if case .partial(_, let options, _) = self { options } else { InputOptions() }
    }

    /// The same input without one more part.
    ///
    /// - Parameters:
    ///   - name: what the part is called.
    ///   - change: notes the part.
    func without(_ name: String, _ change: (inout InputOptions) -> Void) -> Source {
        var options = options
        change(&options)
        guard case .partial(let source, _, let names) = self else {
            return .partial(of: self, options, name: name)
        }
        return .partial(of: source, options, name: "\(names) and \(name)")
    }

    /// What kind of input it is, where that shows without reading it.
    public var modality: Modality? {
        switch self {
        case .pair: .pair
        case .text: .text
        case .partial(let source, _, _): source.modality
        case .file, .standardInput: nil
        }
    }

    /// At most 60 characters of a text, cut before a word and never inside a mask, with a mark where it is cut.
    private static func beginning(of text: String) -> String {
        guard text.dropFirst(60).first != nil else { return text }
        var cut = text.index(text.startIndex, offsetBy: 59)
        // A mask that the cut goes through begins less than its length before it.
        let near = text.index(cut, offsetBy: 1 - Masking.literal.count)
        let end =
            text.index(cut, offsetBy: Masking.literal.count - 1, limitedBy: text.endIndex) ?? text.endIndex
        if let mask = text[near..<end].firstRange(of: Masking.literal) {
            cut = mask.lowerBound
        } else if text[cut] != " ", let space = text[..<cut].suffix(16).lastIndex(of: " ") {
            cut = space
        }
        return text[..<cut] + "…"
    }

    private static func last(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

/// Names an entry for as long as the program runs.
public struct EntryID: Sendable, Hashable {
    let number: Int
}

/// One row of the list of inputs.
struct Entry: Sendable {
    enum State: Sendable {
        case unread
        case reading
        case opened(OpenedMedium)
        case failed(String)
    }

    let id: EntryID
    let source: Source
    var state: State = .unread
    /// What kind of input it is, as soon as that is known.
    var modality: Modality?
    /// Whether the model shall run as soon as the input is read, or is running.
    var wantsRun = false
    var run: Run?
    /// The task that was chosen for panes and class-specific maps.
    var chosenTask: Int?
    /// The class of each task that maps are about; the most probable one unless chosen.
    var targets: [Int: Int] = [:]
    /// The token under the cursor.
    var cursor: Int?
    /// The token under which a part begins that shall be masked or removed.
    var mark: Int?
    /// The decoder query that maps are about, where queries are places and not tasks.
    var point: Int?
    /// What a language model would write at places that are not masked, as far as it was asked.
    var decoded: [Int: BytePredictions] = [:]
    /// The frame of a clip that is shown.
    var frame = 0
    var reconstruction: Reconstructed?
    var isReconstructing = false

    init(id: EntryID, source: Source) {
        self.id = id
        self.source = source
        modality = source.modality
    }

    /// The task that panes and class-specific maps are about: the leading one unless another was chosen.
    var task: Int {
        get { chosenTask ?? run?.predictions.leading ?? 0 }
        set { chosenTask = newValue }
    }

    var opened: OpenedMedium? {
        if case .opened(let opened) = state { opened } else { nil }
    }

    /// The class that class-specific maps of a task are about.
    func target(task: Int) -> Int? {
        guard let run, task < run.predictions.count else { return nil }
        return targets[task] ?? run.predictions[task].best
    }

    /// The decoder query that maps are about.
    var asker: Int {
        guard let run, let layout = run.decoderLayout else { return task }
        return min(point ?? firstAsker(run, layout), max(0, layout.count - 1))
    }

    /// The token that is asked for, if it is one and not a task.
    var askedToken: Int? { run?.token(ofDecoderQuery: asker) }

    /// The task; where there is none, the first masked place, or the picture's middle.
    private func firstAsker(_ run: Run, _ layout: Layout) -> Int {
        if let query = run.decoderQuery(task: task) { return query }
        switch run.output {
        case .bytes(let bytes): return bytes.positions.first ?? min(1, layout.count - 1)
        case .flow(let field):
            return layout.token(
                column: layout.columns.cell(at: Double(field.width) / 2),
                row: layout.rows?.cell(at: Double(field.height) / 2) ?? 0
            )
        case .clip, .classes, .tokens: return 0
        }
    }
}
