import Models

/// Where an input comes from.
public enum Source: Sendable, Hashable {
    /// A file.
    case file(path: String)
    /// A text typed in the program or given on the command line.
    case text(String)
    /// Bytes that were piped into the program.
    case standardInput([UInt8])

    /// A short name for lists.
    public var name: String {
        switch self {
        case .file(let path): path.split(separator: "/").last.map(String.init) ?? path
        case .text(let text): "\"" + text.prefix(60).replacing("\n", with: " ") + "\""
        case .standardInput: "standard input"
        }
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
    /// Whether the model shall run as soon as the input is read.
    var wantsRun = false
    var run: Run?
    /// The task that panes and class-specific maps are about.
    var task = 0
    /// The class of each task that maps are about; the most probable one unless chosen.
    var targets: [Int: Int] = [:]
    /// The token under the cursor.
    var cursor: Int?

    var opened: OpenedMedium? {
        if case .opened(let opened) = state { opened } else { nil }
    }

    /// The class that class-specific maps of a task are about.
    func target(task: Int) -> Int? {
        guard let run, task < run.predictions.count else { return nil }
        return targets[task] ?? run.predictions[task].best
    }
}
