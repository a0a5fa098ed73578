import Assets
import Explanation
import Explorer
import Foundation
import Models
import Synchronization

/// Does what the explorer asks for, away from the keyboard, and posts the results as events.
final class EffectRunner: Sendable {
    private let post: @Sendable (Event) -> Void
    /// Work that can be cancelled.
    ///
    /// What may take seconds runs one after the other. Each has a number, by which it knows whether it was replaced.
    private let running = Mutex(Running())
    private let preview = Mutex<Task<Void, Never>?>(nil)
    private let longWork = SerialExecutor()

    /// A runner.
    ///
    /// - Parameter post: takes events from any thread.
    init(post: @escaping @Sendable (Event) -> Void) {
        self.post = post
    }

    /// Begins an effect; those that concern the terminal are the caller's.
    func begin(_ effect: Effect) {
        switch effect {
        case .loadModel(let place):
            work { .modelLoaded(place, Self.result { try Model(place) }) }
        case .findModels(let places):
            work { .foundModels(ModelListing.find(in: places)) }
        case .recognise(let id, let source):
            work { .recognised(id, SourceReading.modality(source)) }
        case .open(let id, let source, let model):
            work { .opened(id, Self.result { try SourceReading.open(source, model) }) }
        case .preview(let path, let model):
            beginPreview(path, model)
        case .list(let path):
            work { .listed(path: path, FolderListing.items(path)) }
        case .save(let path, let figure):
            work {
                .saved(path: path, Self.result { try figure.write(toNew: path) })
            }
        case .tick(let seconds, let number):
            Task.detached { [post] in
                try? await Task.sleep(for: .seconds(seconds))
                post(.ticked(number))
            }
        case .cancel(let work):
            running.withLock { $0.tasks.removeValue(forKey: work)?.task.cancel() }
        case .cancelAll:
            running.withLock { running in
                running.tasks.values.forEach { $0.task.cancel() }
                running.tasks = [:]
            }
        case .setMouse, .redraw, .suspend, .quit:
            break
        default:
            compute(effect)
        }
    }

    /// Begins what is computed from a run, or makes one.
    private func compute(_ effect: Effect) {
        switch effect {
        case .run(let id, let input, let model):
            longWork(.run(id)) { progress in
                do {
                    return .ran(id, .success(try model.run(input, progress: progress)))
                } catch let error as CancellationError {
                    throw error
                } catch {
                    return .ran(id, .failure(Failure("\(error)")))
                }
            }
        case .map(let key, let run):
            work { .mapped(key, key.map(of: run)) }
        case .decode(let id, let position, let run):
            work { .decoded(id, run.model.bytes(run, positions: [position])) }
        case .mapRow(let key, let run):
            longWork(.row(key)) { .mappedRow(key, try key.row(of: run, progress: $0)) }
        case .pool(let key, let run):
            longWork(.pooled(key)) { .pooled(key, try key.map(of: run, progress: $0)) }
        case .explain(let key, let run):
            longWork(.relevance(key), tellsAtOnce: true) {
                .explained(key, try key.relevance(of: run, progress: $0))
            }
        case .reconstruct(let id, let opened, let run):
            longWork(.reconstruction(id), tellsAtOnce: true) {
                .reconstructed(id, try Reconstructed(opened, run, progress: $0))
            }
        case .compare(let key, let first, let second):
            longWork(.comparison(key)) {
                .compared(key, try key.comparison(of: first, second, progress: $0))
            }
        case .portray(let id, let source, let run, let model):
            portray(id, source, run, model)
        default: break
        }
    }

    /// Tells what is kept of an input, of which the model may have to run first.
    private func portray(_ id: EntryID, _ source: Source, _ run: Run?, _ model: Model) {
        longWork(.portraits) { progress in
            do {
                let run = try run ?? Self.run(source, on: model, progress)
                return .portrayed(id, .success(Portrait(run, names: SharedNames(model))))
            } catch let error as CancellationError {
                throw error
            } catch {
                return .portrayed(id, .failure(Failure("\(error)")))
            }
        }
    }

    private static func run(
        _ source: Source,
        on model: Model,
        _ progress: @escaping @Sendable (Double) -> Void
    ) throws -> Run {
        let input = try model.prepare(SourceReading.read(source, for: model), options: source.options)
        return try model.run(input, progress: progress)
    }

    private func work(_ body: @escaping @Sendable () -> Event?) {
        Task.detached(priority: .userInitiated) { [post] in
            if let event = body() { post(event) }
        }
    }

    /// Runs what may take long, after what was begun before it.
    ///
    /// - Parameters:
    ///   - work: what it is.
    ///   - tellsAtOnce: whether progress is told from the beginning, not only of what takes a while.
    ///   - body: is given a function that tells its progress; what it throws is a cancellation, for whose
    ///     answer nobody waits.
    private func longWork(
        _ work: Work,
        tellsAtOnce: Bool = false,
        _ body: @escaping @Sendable (@escaping @Sendable (Double) -> Void) throws -> Event
    ) {
        running.withLock { running in
            running.tasks[work]?.task.cancel()
            running.begun += 1
            let number = running.begun
            let task = Task(executorPreference: longWork) { [self, post] in
                guard !Task.isCancelled else { return }
                let throttle = Throttle(patience: tellsAtOnce ? .zero : .milliseconds(150))
                let event = try? body { progress in
                    if throttle.isDue() { post(.progressed(work, progress)) }
                }
                if isEnding(work, number), let event { post(event) }
            }
            running.tasks[work] = (number, task)
        }
    }

    /// Forgets a work that has come to its end, unless it was cancelled or replaced before.
    private func isEnding(_ work: Work, _ number: Int) -> Bool {
        running.withLock { running in
            guard running.tasks[work]?.number == number else { return false }
            running.tasks[work] = nil
            return true
        }
    }

    /// Reads a file or a folder once the cursor has rested on it for a moment.
    private func beginPreview(_ path: String, _ model: Model) {
        let task = Task.detached { [post] in
            guard (try? await Task.sleep(for: .milliseconds(40))) != nil else { return }
            let result = Self.result { try SourceReading.preview(path, model) }
            if !Task.isCancelled { post(.previewed(path: path, result)) }
        }
        preview.withLock { preview in
            preview?.cancel()
            preview = task
        }
    }

    private static func result<Value>(_ body: () throws -> Value) -> Result<Value, Failure> {
        do { return .success(try body()) } catch { return .failure(Failure("\(error)")) }
    }
}

/// The work that has begun and not ended.
private struct Running {
    var tasks: [Work: (number: Int, task: Task<Void, Never>)] = [:]
    /// How many were begun so far.
    var begun = 0
}

/// A thread for work that may take seconds: reading files and small maps do not wait for it.
private final class SerialExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "long work", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Lets through a note of progress when it is due: none at the beginning, then some each second.
private final class Throttle: Sendable {
    private let next: Mutex<ContinuousClock.Instant>

    init(patience: Duration) { next = Mutex(.now + patience) }

    func isDue() -> Bool {
        next.withLock { next in
            let now = ContinuousClock.now
            guard now >= next else { return false }
            next = now + .milliseconds(100)
            return true
        }
    }
}
