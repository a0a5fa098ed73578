import Files
import Glibc
import Synchronization

/// How far some work is, in a line on standard error that is overwritten; nothing if that is no terminal.
final class ProgressLine: Sendable {
    private let isShown = isatty(STDERR_FILENO) == 1
    /// Which of several inputs is worked on; empty if there is one.
    private let place: String
    private let shown = Mutex("")

    /// A line that is not shown yet.
    init(_ place: String? = nil) { self.place = place.map { printable($0, limit: 50) } ?? "" }

    /// Shows which input is worked on, if there are several.
    func begin() { if !place.isEmpty { show(place) } }

    /// Shows what is being done and how far it is, from 0 to 1.
    func report(_ what: String, _ share: Double) {
        show((place.isEmpty ? "" : place + ", ") + "\(what): \(Int(share * 100)) %")
    }

    private func show(_ now: String) {
        guard isShown else { return }
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
