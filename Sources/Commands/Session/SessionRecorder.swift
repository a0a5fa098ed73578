import Dispatch
import Explanation
import Explorer
import Glibc
import Media
import Synchronization

/// Writes down in a session file what is looked at and saved, on a thread of its own.
package final class SessionRecorder: Sendable {
    private struct State {
        var record: SessionRecord
        var files = SessionFiles()
        /// Whether there is something that the file does not have yet.
        var isBehind = false
        var failure: Failure?
    }

    private let path: String
    private let state: Mutex<State>
    /// What was looked at last.
    private let last = Mutex<[SessionRecord.Step]>([])
    private let queue = DispatchQueue(label: "session file")

    /// Begins a session file, in place of what is there.
    ///
    /// - Parameters:
    ///   - program: the program with its version.
    ///   - folder: the folder that paths are in.
    /// - Throws: ``Failure`` if the file cannot be written.
    package init(path: String, program: String, folder: String) throws(Failure) {
        self.path = path
        let record = SessionRecord(program: program, folder: folder)
        state = Mutex(State(record: record))
        try Self.write(record, to: path)
    }

    private static func write(_ record: SessionRecord, to path: String) throws(Failure) {
        do { try OutputFile.write(Array(record.json), to: path) } catch { throw Failure("\(error)") }
    }

    /// Notes what is looked at, unless it is what was looked at before; of nothing there is nothing to note.
    package func note(lookedAt figures: [DrawnFigure]) {
        let steps = figures.compactMap(\.step)
        guard !steps.isEmpty else { return }
        let new = last.withLock { last in
            defer { last = steps }
            return steps.filter { !last.contains($0) }
        }
        for step in new { queue.async { self.add(step, savedTo: nil) } }
    }

    /// Notes what was written to a file.
    package func note(_ step: SessionRecord.Step?, savedTo file: String) {
        guard let step else { return }
        queue.async { self.add(step, savedTo: file) }
    }

    /// Waits until everything is written.
    ///
    /// - Returns: why some of it cannot be made again, each reason once: sentences.
    /// - Throws: ``Failure`` if something could not be written.
    package func finish() throws(Failure) -> [String] {
        // What is added last lets itself be written behind all that was waiting.
        for _ in 0..<2 { queue.sync {} }
        let (steps, failure) = state.withLock { ($0.record.steps, $0.failure) }
        if let failure { throw failure }
        let reasons = steps.compactMap { step -> String? in
            if case .nothing(let reason) = step.content { reason } else { nil }
        }
        var told: Set<String> = []
        return reasons.filter { told.insert($0).inserted }.map { reason in
            let count = reasons.count { $0 == reason }
            return "\(path): \(count == 1 ? "a step" : "\(count) steps") cannot be replayed: \(reason)"
        }
    }

    private func add(_ step: SessionRecord.Step, savedTo file: String?) {
        let isFirst = state.withLock { state in
            var step = step
            state.files.note(in: &step)
            if let file {
                // What cannot be read back has no fingerprint that anything could have.
                let fingerprint = (try? state.files.fingerprint(file)) ?? ""
                step.saved = SessionRecord.File(path: file, sha256: fingerprint)
            }
            state.record.steps.append(step)
            defer { state.isBehind = true }
            return !state.isBehind
        }
        // What is waiting already is added before, and written with it.
        if isFirst { queue.async { self.catchUp() } }
    }

    private func catchUp() {
        let record = state.withLock { state in
            state.isBehind = false
            return state.record
        }
        var failure: Failure?
        do { try Self.write(record, to: path) } catch { failure = error }
        // The file is written whole each time: what could not be written before is in it.
        state.withLock { $0.failure = failure }
    }
}
