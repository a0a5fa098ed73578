import Explanation
import Explorer
import Foundation
import Media
import Models
import Synchronization

/// Does what the explorer asks for, away from the keyboard, and posts the results as events.
final class EffectRunner: Sendable {
    /// Work that a later request of its kind makes void.
    private struct Running {
        var explanation: Task<Void, Never>?
        var preview: Task<Void, Never>?
    }

    private let loadModel: @Sendable () throws -> Model
    private let post: @Sendable (Event) -> Void
    private let running = Mutex(Running())

    /// A runner.
    ///
    /// - Parameters:
    ///   - loadModel: reads the model that the explorer uses.
    ///   - post: takes events from any thread.
    init(loadModel: @escaping @Sendable () throws -> Model, post: @escaping @Sendable (Event) -> Void) {
        self.loadModel = loadModel
        self.post = post
    }

    /// Begins an effect; those that concern the terminal are the caller's.
    func begin(_ effect: Effect) {
        switch effect {
        case .loadModel:
            work { [loadModel] in .modelLoaded(Self.result { try loadModel() }) }
        case .open(let id, let source, let model):
            work {
                .opened(id, Self.result { try OpenedMedium(try CommandInput.read(source), model: model) })
            }
        case .run(let id, let input, let model):
            work { .ran(id, Self.result { try model.run(input) }) }
        case .map(let key, let run):
            work { .mapped(key, key.map(of: run)) }
        case .compare(let key, let first, let second):
            compare(key, first, second)
        case .explain(let key, let run):
            explain(key, run)
        case .cancelExplanations:
            running.withLock { $0.explanation?.cancel() }
        case .list(let path):
            work { .listed(path: path, Self.list(path)) }
        case .preview(let path, let model):
            preview(path, model)
        case .save(let path, let figure):
            work {
                .saved(
                    Self.result {
                        try figure.write(to: path)
                        return path
                    }
                )
            }
        case .setMouse, .redraw, .suspend, .quit:
            break
        }
    }

    private func work(_ body: @escaping @Sendable () -> Event) {
        Task.detached(priority: .userInitiated) { [post] in post(body()) }
    }

    private func compare(_ key: ComparisonKey, _ first: Run, _ second: Run) {
        Task.detached { [post] in
            guard let comparison = try? key.comparison(of: first, second) else { return }
            post(.compared(key, comparison))
        }
    }

    private func explain(_ key: RelevanceKey, _ run: Run) {
        let task = Task.detached { [post] in
            // Nobody waits for a map that was cancelled.
            guard let relevance = try? key.relevance(of: run, progress: { post(.progressed(key, $0)) }) else {
                return
            }
            post(.explained(key, relevance))
        }
        running.withLock { running in
            running.explanation?.cancel()
            running.explanation = task
        }
    }

    /// Reads a file once the cursor has rested on it for a moment.
    private func preview(_ path: String, _ model: Model) {
        let task = Task.detached { [post] in
            guard (try? await Task.sleep(for: .milliseconds(40))) != nil else { return }
            let result = Self.result { try OpenedMedium(try Medium.read(path: path), model: model) }
            if !Task.isCancelled { post(.previewed(path: path, result)) }
        }
        running.withLock { running in
            running.preview?.cancel()
            running.preview = task
        }
    }

    private static func result<Value>(_ body: () throws -> Value) -> Result<Value, Failure> {
        do { return .success(try body()) } catch { return .failure(Failure("\(error)")) }
    }

    /// A folder's items: folders first, each kind by name as people sort.
    private static func list(_ path: String) -> Result<[FolderItem], Failure> {
        let keys: Set<URLResourceKey> = [.isDirectoryKey, .fileSizeKey]
        do {
            let urls = try FileManager.default.contentsOfDirectory(
                at: URL(filePath: path),
                includingPropertiesForKeys: Array(keys)
            )
            let items = urls.map { url -> FolderItem in
                let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: keys)
                let isFolder = values?.isDirectory ?? false
                return FolderItem(
                    name: url.lastPathComponent,
                    isFolder: isFolder,
                    size: values?.fileSize ?? 0
                )
            }
            return .success(
                items.sorted { a, b in
                    a.isFolder == b.isFolder
                        ? a.name.localizedStandardCompare(b.name) == .orderedAscending : a.isFolder
                }
            )
        } catch {
            return .failure(Failure("\(path): cannot be listed (\((error as NSError).localizedDescription))"))
        }
    }
}
