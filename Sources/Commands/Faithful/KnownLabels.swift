import Explanation
import FoundationEssentials
import Media
import Models

/// The right answers for inputs, as `--labels` names them.
enum KnownLabels {
    /// The name of the folder that a file is in.
    case folder
    /// By the file, as a table of the given path has them.
    case table(path: String, [String: String])

    /// Labels from folders' names, or from a table with the columns `file` and `label`.
    ///
    /// - Throws: ``Failure`` if the file cannot be read or has no such columns.
    init(_ argument: String) throws {
        guard argument != "folder" else {
            self = .folder
            return
        }
        let rows = Table.cells(of: try Self.text(argument))
        guard let heading = rows.first, let file = heading.firstIndex(of: "file"),
            let label = heading.firstIndex(of: "label")
        else { throw Failure("--labels \(argument): the first line must name the columns file and label") }
        let pairs = rows.dropFirst().filter { $0.count > max(file, label) }.map { ($0[file], $0[label]) }
        self = .table(path: argument, Dictionary(pairs) { $1 })
    }

    /// What is in the file of a table.
    ///
    /// - Throws: ``Failure`` if there is none, or if it is no text.
    private static func text(_ path: String) throws(Failure) -> String {
        let problem: String
        do throws(MediaError) {
            if case .text(let text) = try Medium.read(path: path) { return text.string }
            problem = "is no table"
        } catch {
            problem =
                switch error.problem {
                case .missing: "there is no such file"
                case .unreadable(let reason): "cannot be read (\(reason))"
                case .notAFile(let what): "is \(what)"
                case .empty: "is empty"
                default: "is no table"
                }
        }
        throw Failure(
            "--labels \(path): \(problem); give a CSV table with the columns file and label, or the word folder"
        )
    }

    /// The label of an input: by its path as it was given, or by the file's name.
    ///
    /// - Throws: ``Failure`` if nothing is said of it.
    func label(of source: Source) throws(Failure) -> String {
        let path = source.root.given
        let url = URL(filePath: path).standardizedFileURL
        switch self {
        case .folder:
            guard case .file = source.origin else {
                throw Failure("\(source.messageName): --labels folder is for files")
            }
            return url.deletingLastPathComponent().lastPathComponent
        case .table(let table, let labels):
            guard let label = labels[path] ?? labels[url.lastPathComponent] else {
                throw Failure("\(table): has no label for \(source.messageName)")
            }
            return label
        }
    }
}

/// A class of a run that faithfulness follows.
struct FollowedClass {
    let task: Int
    let target: Int
    /// Whether it is the model's first choice.
    let isFirstChoice: Bool

    init(_ run: Run, task: Int, target: Int) {
        (self.task, self.target) = (task, target)
        isFirstChoice = run.predictions[task].best == target
    }

    /// The class that is the right answer; of several tasks that have it the one that is most certain.
    ///
    /// - Throws: ``Failure`` if no task has such a class.
    init(_ label: String, in run: Run, task: Int?) throws(Failure) {
        let tasks = task.map { [$0] } ?? run.predictions.byCertainty
        for task in tasks {
            if let target = run.predictions[task].labels.firstIndex(of: label) {
                self.init(run, task: task, target: target)
                return
            }
        }
        let names = tasks.map { run.predictions[$0].task }.joined(separator: ", ")
        throw Failure("label \(label): no class of \(names)")
    }
}
