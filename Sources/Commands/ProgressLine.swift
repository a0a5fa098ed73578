import Foundation
import Synchronization

/// How far some work is, in a line on standard error that is overwritten; nothing if that is no terminal.
final class ProgressLine: Sendable {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let shown = Mutex("")

    /// Shows what is being done and how far it is, from 0 to 1.
    func report(_ what: String, _ share: Double) {
        guard isShown else { return }
        let now = "\(what): \(Int(share * 100)) %"
        shown.withLock { shown in
            guard now != shown else { return }
            shown = now
            StandardError.put("\r\(now)\u{1B}[K")
        }
    }

    /// Removes the line.
    func end() {
        shown.withLock { shown in
            if !shown.isEmpty { StandardError.put("\r\u{1B}[K") }
            shown = ""
        }
    }
}
