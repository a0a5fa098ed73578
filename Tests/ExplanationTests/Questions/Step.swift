import Explanation
import Synchronization

/// A made-up question, which notes that it was answered.
struct Step: Question {
    let name: String
    var before: [Step] = []
    var helping: [Step] = []
    var failure: StepFailure?
    let log: Log

    var needs: [any Question] { before }
    var helps: [any Question] { helping }
    var title: String { "step \(name)" }

    func answer(_ known: Known, progress: @escaping Progress) throws -> String {
        log.add(name)
        progress(0.5)
        switch failure {
        case .always: throw Failure(name)
        case .cancelledOnce where log.names.count { $0 == name } == 1: throw CancellationError()
        case .cancelledOnce, nil: break
        }
        return (before.map { known($0) } + helping.compactMap { known[$0] } + [name]).joined(separator: " ")
    }

    static func size(of answer: String) -> Int { answer.utf8.count }
}

enum StepFailure: Hashable { case always, cancelledOnce }

/// The names of steps in the order in which they were answered.
final class Log: Sendable, Hashable {
    private let list = Mutex<[String]>([])

    var names: [String] { list.withLock { $0 } }
    func add(_ name: String) { list.withLock { $0.append(name) } }

    static func == (a: Log, b: Log) -> Bool { a === b }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
