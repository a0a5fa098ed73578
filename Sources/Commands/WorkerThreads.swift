import CKernels
import Dispatch
import Synchronization

/// One job after the other, beside everything else.
final class SerialThread: TaskExecutor {
    private let queue: DispatchQueue

    /// A thread with a name for debuggers.
    init(_ name: String) { queue = DispatchQueue(label: name, qos: .userInitiated) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            ck_guard_thread()
            job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}

/// A thread for each job, as a file on a drive that does not answer may be waited for without end.
///
/// There are not more threads than some limit as long as jobs come to their end. Once none does, each new job gets a
/// thread of its own all the same.
package final class FileThreads: TaskExecutor {
    private struct State {
        var threads = 0
        var waiting: [UnownedJob] = []
        /// When a job ended last.
        var lastEnd = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let limit: Int
    private let patience: Duration

    /// Threads for files.
    ///
    /// - Parameters:
    ///   - limit: the most threads as long as jobs come to their end: enough for all that is read at once, though not
    ///     for a thousand pictures.
    ///   - patience: after which jobs are taken to be stuck if none has ended.
    package init(limit: Int = 64, patience: Duration = .seconds(1)) {
        (self.limit, self.patience) = (limit, patience)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let begins = state.withLock { state in
            guard state.threads < limit || ContinuousClock.now - state.lastEnd > patience else {
                state.waiting.append(job)
                return false
            }
            // Where nothing ran, nothing could end.
            if state.threads == 0 { state.lastEnd = .now }
            state.threads += 1
            return true
        }
        if begins { DispatchQueue(label: "files").async { self.run(job) } }
    }

    /// Runs a job and those that wait.
    private func run(_ first: UnownedJob) {
        ck_guard_thread()
        var next: UnownedJob? = first
        while let job = next {
            job.runSynchronously(on: asUnownedTaskExecutor())
            next = state.withLock { state in
                state.lastEnd = .now
                if state.waiting.isEmpty { state.threads -= 1 }
                return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
            }
        }
    }
}
