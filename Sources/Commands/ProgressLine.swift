import Foundation
import Synchronization

/// How far some work is, in a line on standard error that is overwritten; nothing if that is no terminal.
final class ProgressLine: Sendable {
    private let what: String
    private let isShown = isatty(STDERR_FILENO) == 1
    private let percent = Mutex(-1)

    init(_ what: String) { self.what = what }

    /// Shows how far it is, from 0 to 1.
    func report(_ share: Double) {
        guard isShown else { return }
        let now = Int(share * 100)
        percent.withLock { percent in
            guard now != percent else { return }
            percent = now
            StandardError.put("\r\(what): \(now) %\u{1B}[K")
        }
    }

    /// Removes the line.
    func end() {
        percent.withLock { percent in
            guard percent >= 0 else { return }
            StandardError.put("\r\u{1B}[K")
            percent = -1
        }
    }
}
