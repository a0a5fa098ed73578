import Explanation
import Explorer
import Synchronization

/// Does what the explorer asks for away from the keyboard, and posts what comes of it as events.
package final class Worker: Sendable {
    private let post: @Sendable (Event) -> Void
    /// What is being answered, by the number of its asking.
    ///
    /// Nobody waits for what is not here.
    private let running = Mutex<[Int: Task<Void, Never>]>([:])
    private let files: FileThreads
    private let quick = SerialThread("quick questions")
    private let long = SerialThread("long work")
    private let recorder: SessionRecorder?

    /// A worker.
    ///
    /// - Parameters:
    ///   - files: the threads that read and write files.
    ///   - recorder: notes what is saved.
    ///   - post: takes events from any thread.
    package init(
        files: FileThreads = FileThreads(),
        recorder: SessionRecorder? = nil,
        post: @escaping @Sendable (Event) -> Void
    ) {
        (self.files, self.recorder, self.post) = (files, recorder, post)
    }

    /// Begins an effect; those that concern the terminal are the caller's.
    package func begin(_ effect: Effect) {
        switch effect {
        case .ask(let ask): begin(ask)
        case .cancel(let id): running.withLock { $0.removeValue(forKey: id) }?.cancel()
        case .save(let path, let figure): save(figure, path)
        case .saveTable(let path, let table): save(table, path)
        case .savePage(let path, let page): save(page, path)
        case .savePair(let path, let pair): save(pair, path)
        case .tick(let seconds, let number):
            Task { [post] in
                try? await Task.sleep(for: .seconds(seconds))
                post(.ticked(number))
            }
        case .setMouse, .redraw, .suspend, .quit: break
        }
    }

    private func save(_ content: some FileContent, _ path: String) {
        Task(executorPreference: files) { [post, recorder] in
            let result = Self.result { try content.write(toNew: path) }
            if case .success(let file) = result { recorder?.note(content.step, savedTo: file) }
            post(.saved(path: path, result))
        }
    }

    private func begin(_ ask: Ask) {
        guard let threads = threads(of: ask) else {
            let result = Self.result { try ask.question.answer(ask.known) { _ in } }
            return post(.answered(ask.id, ask.question, result))
        }
        running.withLock { running in
            running[ask.id] = Task(executorPreference: threads) { [self] in
                if !Task.isCancelled { answer(ask) }
            }
        }
    }

    /// Where a question is answered; `nil` for at once.
    private func threads(of ask: Ask) -> (any TaskExecutor)? {
        switch ask.lane {
        case .instant: nil
        case .files: files
        case .quick: quick
        case .long: long
        }
    }

    private func answer(_ ask: Ask) {
        let throttle = Mutex(Throttle(of: ask.question.question, in: ask.lane))
        let result = Self.result {
            try ask.question.answer(ask.known) { [post] share in
                if throttle.withLock({ $0.lets() }) { post(.progressed(ask.id, ask.question, share)) }
            }
        }
        // What was cancelled meanwhile is answered to nobody.
        guard running.withLock({ $0.removeValue(forKey: ask.id) }) != nil else { return }
        post(.answered(ask.id, ask.question, result))
    }

    private static func result<Value>(_ body: () throws -> Value) -> Result<Value, Failure> {
        do { return .success(try body()) } catch { return .failure(Failure("\(error)")) }
    }
}

extension Ask {
    /// Where the question is computed.
    var lane: Lane { question.question.lane(known) }
}

/// Chooses which notes of progress are told: none in the beginning, then ten each second.
package struct Throttle: Sendable {
    private var next: ContinuousClock.Instant

    /// A throttle that tells nothing until some time has passed.
    package init(patience: Duration, from start: ContinuousClock.Instant = .now) { next = start + patience }

    /// The throttle for a question: most take no time, and tell nothing then; long work that runs the model many times
    /// tells its progress at once.
    package init(of question: any Question, in lane: Lane, from start: ContinuousClock.Instant = .now) {
        let runsOften =
            question is RelevanceQuestion || question is ReconstructionQuestion
            || question is MapRemovalsQuestion || question is ControlCurvesQuestion
            || question is RandomisationQuestion
        let tellsAtOnce = lane == .long && runsOften
        self.init(patience: tellsAtOnce ? .zero : .milliseconds(150), from: start)
    }

    /// Whether a note is told; if so, none is for a while.
    package mutating func lets(_ now: ContinuousClock.Instant = .now) -> Bool {
        guard now >= next else { return false }
        next = now + .milliseconds(100)
        return true
    }
}
