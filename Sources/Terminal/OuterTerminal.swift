import CKernels
import Dispatch
import Glibc
import Media
import Synchronization

/// The terminal that a tmux draws on.
///
/// tmux itself answers what programs ask their terminal. But it knows what is around it, and tells its own command. That is
/// asked in the background.
final class OuterTerminal: Sendable {
    private struct State {
        var answer: TerminalAnswer?
        /// Whether nobody waits any more.
        var isOver = false
    }

    private let state = Mutex(State())

    /// Asks tmux.
    ///
    /// - Parameters:
    ///   - environment: the variables of the program that runs in tmux.
    ///   - bell: rung as soon as the answer is there; it must stay open until ``stop()``.
    init(_ environment: [String: String], bell: Int32) {
        DispatchQueue.global().async { [weak self] in
            guard let line = Self.tmuxSays(environment), let answer = TerminalAnswer(outer: line),
                let self
            else { return }
            state.withLock { state in
                guard !state.isOver else { return }
                state.answer = answer
                ck_bell_ring(bell)
            }
        }
    }

    /// What was found out since this was last asked.
    func take() -> TerminalAnswer? {
        state.withLock { state in
            defer { state.answer = nil }
            return state.answer
        }
    }

    /// Has the bell rung no more.
    func stop() { state.withLock { $0.isOver = true } }

    /// Whether tmux hands on what is meant for the terminal around it, and that terminal's name; `nil` if it does not say.
    private static func tmuxSays(_ environment: [String: String]) -> String? {
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard nothing >= 0 else { return nil }
        defer { close(nothing) }
        let pane = environment["TMUX_PANE"].map { ["-t", $0] } ?? []
        let variables = ["PATH", "TMUX"].compactMap { name in environment[name].map { "\(name)=\($0)" } }
        let result = try? BoundedProcess.run(
            "tmux",
            ["display-message", "-p"] + pane + ["#{allow-passthrough} #{client_termtype}"],
            input: nothing,
            environment: variables + ["LC_ALL=C"],
            BoundedProcess.Limits(seconds: 1, memory: 1 << 28, output: 1000)
        )
        return result.map { String(decoding: $0.output, as: UTF8.self) }
    }
}
