import Commands
import Dispatch
import Explanation
import Explorer
import Foundation
import Synchronization
import TestData
import Testing

/// An explorer that is led by keys while a session file is written, and saves what is wanted as the program does.
struct RecordedScreen {
    private(set) var screen: KeyedExplorer
    let folder: ParityFolder
    private let recorder: SessionRecorder
    private let worker: Worker
    private let posted: Posted

    /// What the worker says of files.
    private final class Posted: Sendable {
        private let result = Mutex<Result<String, Failure>?>(nil)
        private let isThere = DispatchSemaphore(value: 0)

        func post(_ event: Event) {
            guard case .saved(_, let found) = event else { return }
            result.withLock { $0 = found }
            isThere.signal()
        }

        func next() throws -> String {
            isThere.wait()
            let found = result.withLock { $0 }
            return try #require(found).get()
        }
    }

    /// The screen of some inputs; the session file and everything saved is put into a folder.
    init(_ inputs: [ParityInput], in folder: ParityFolder) throws {
        self.folder = folder
        let recorder = try SessionRecorder(path: folder.path("s.json"), program: "perceiver 1", folder: "/")
        let posted = Posted()
        (self.recorder, self.posted) = (recorder, posted)
        worker = Worker(recorder: recorder) { posted.post($0) }
        screen = try KeyedExplorer(inputs)
        look()
    }

    private func look() { recorder.note(lookedAt: screen.explorer.figuresInSight) }

    /// Presses keys one after the other, and looks after each.
    mutating func press(_ keys: String) {
        for key in keys {
            screen.press(String(key))
            look()
        }
    }

    /// Saves what is shown under a name.
    ///
    /// - Parameter keys: those that save it, whatever name they give.
    mutating func save(_ name: String, by keys: String = "w\n") throws {
        for effect in screen.press(keys) {
            switch effect {
            case .save(_, let figure): worker.begin(.save(path: folder.path(name), figure))
            case .saveTable(_, let table): worker.begin(.saveTable(path: folder.path(name), table))
            case .savePage(_, let page): worker.begin(.savePage(path: folder.path(name), page))
            case .savePair(_, let pair): worker.begin(.savePair(path: folder.path(name), pair))
            default: continue
            }
            #expect(try posted.next() == folder.path(name))
            return
        }
        Issue.record("\(name): nothing was to be saved")
    }

    /// Ends the session.
    ///
    /// - Returns: what the program says of it.
    @discardableResult
    func finish() throws -> [String] { try recorder.finish() }

    /// The steps of the session file, as people read them.
    func steps() throws -> [[String: Any]] {
        let object = try JSONSerialization.jsonObject(with: folder.contents("s.json"))
        return try #require((object as? [String: Any])?["steps"] as? [[String: Any]])
    }

    /// Replays the session into a folder, or without one.
    func replayed(_ options: String...) throws -> CommandTests.Outcome {
        try CommandTests().perceiver(
            (["replay", folder.path("s.json")] + options).map(Programs.quoted).joined(separator: " ")
        )
    }
}
