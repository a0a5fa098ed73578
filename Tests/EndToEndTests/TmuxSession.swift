import Foundation
import TestData
import Testing

/// A terminal of its own, in which a test runs programs, presses keys and looks at the screen.
///
///     let terminal = try TmuxSession(columns: 80, rows: 24, type: "xterm-256color")
///     try terminal.run("TerminalProbe")
///     try terminal.wait(for: "probe")
///     try terminal.press("q")
///     #expect(try terminal.exitStatus() == 0)
///
/// It is a shell in a detached tmux with a socket of its own and an environment that holds nothing
/// but what is given here. Whatever is waited for is waited for only so long.
final class TmuxSession {
    /// Something that did not come within its time, with the screen as it was then.
    struct TimedOut: Error, CustomStringConvertible {
        let wanted: String
        let screen: String
        var description: String { "waited in vain for \(wanted); the screen was:\n\(screen)" }
    }

    /// tmux did not do as told.
    struct Failed: Error {
        let arguments: [String]
        let status: Int
    }

    /// Whether there is a tmux to run.
    static let isAvailable = (try? Programs.output(of: "tmux -V").status) == 0

    /// Where the files of the session are: the script, the status, and what tests put there.
    let directory: URL

    private static let prompt = "ready>"
    private let socket = "perceiver-test-\(UUID().uuidString.prefix(8))"
    private let environment: [String: String]

    /// Starts a shell in a terminal of the given size and type.
    init(
        columns: Int = 80,
        rows: Int = 24,
        type: String = "xterm-256color",
        environment: [String: String] = [:]
    ) throws {
        let own = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"]
        let inherited = ProcessInfo.processInfo.environment.filter { own.contains($0.key) }
        // tmux itself needs a type it knows, and a UTF-8 locale to keep what it is sent.
        let basis = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]
        directory = FileManager.default.temporaryDirectory.appendingPathComponent(socket)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        // tmux leaves its sockets behind; this one goes with the directory.
        self.environment = inherited.merging(basis.merging(["TMUX_TMPDIR": directory.path]) { $1 }) { $1 }
        var shell = ["TERM=\(type)", "PS1=\(Self.prompt)"] + environment.map { "\($0.key)=\($0.value)" }
        shell += ["bash", "--norc", "--noprofile", "-i"]
        let command = "exec env " + shell.map(Programs.quoted).joined(separator: " ")
        try tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", command)
        try wait(for: Self.prompt)
        // Only now, for a small terminal has no room for the prompt.
        if (columns, rows) != (80, 24) { try resize(columns: columns, rows: rows) }
    }

    deinit {
        _ = try? tmux("kill-server")
        try? FileManager.default.removeItem(at: directory)
    }

    // MARK: Doing

    /// Starts a program in the shell: one of this package's by its name, or any command.
    ///
    /// What follows the name is read by the shell, so it may hold pipes and redirections.
    func run(_ program: String, _ arguments: String = "", before: String = "") throws {
        try? FileManager.default.removeItem(at: file("status"))
        let path = Programs.path(of: program) ?? program
        let script = """
            clear; stty -g > \(file("modes.before").path)
            \(before) sh -c 'echo $$ > \(file("pid").path); exec "$@"' - \(Programs.quoted(path)) \(arguments)
            echo $? > \(file("status.new").path); stty -g > \(file("modes.after").path)
            mv \(file("status.new").path) \(file("status").path)
            """
        try script.write(to: file("r"), atomically: true, encoding: .utf8)
        try type(". \(file("r").path)\n")
    }

    /// Goes on with a stopped program.
    func continueInForeground() throws {
        try? FileManager.default.removeItem(at: file("status"))
        let script =
            "fg; echo $? > \(file("status.new").path); mv \(file("status.new").path) \(file("status").path)"
        try script.write(to: file("r"), atomically: true, encoding: .utf8)
        try type(". \(file("r").path)\n")
    }

    /// Presses keys, by the names tmux has for them: `Up`, `C-c`, `BTab`, `x`.
    func press(_ keys: String...) throws {
        try tmux(["send-keys"] + keys)
    }

    /// Types text as it is.
    func type(_ text: String) throws {
        try tmux("send-keys", "-l", text)
    }

    /// Pastes text, as a person does with the mouse: marked as pasted where the program has asked for that.
    func paste(_ text: String) throws {
        try tmux("set-buffer", "--", text)
        try tmux("paste-buffer", "-p")
    }

    /// Does something with the left button at a cell, as a terminal in SGR mode reports it.
    func click(x: Int, y: Int) throws {
        try type("\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<0;\(x + 1);\(y + 1)m")
    }

    /// Gives the terminal another size, and waits until it has it: tmux takes its time.
    func resize(columns: Int, rows: Int) throws {
        try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
        let tty = try tmux("display-message", "-p", "#{pane_tty}").trimmingCharacters(in: .newlines)
        try wait("the size") { _ in
            try Programs.output(of: "stty size < \(tty)").output == "\(rows) \(columns)\n"
        }
    }

    /// Opens another window in front of the program's.
    func openWindow() throws { try tmux("new-window", "exec cat") }

    /// Closes the window in front.
    func closeWindow() throws { try tmux("kill-window") }

    /// Sends a signal to the program started last.
    func send(signal: Int32) throws {
        kill(try pid(), signal)
    }

    /// Takes the terminal away from the program, as closing its window does.
    func hangUp() throws {
        try tmux("kill-server")
    }

    /// Writes all that programs send to the terminal from now on to a file of the session as well.
    func record(into name: String) throws {
        try tmux("pipe-pane", "-O", "exec cat > \(Programs.quoted(file(name).path))")
    }

    // MARK: Looking

    /// The screen as lines of text; with `styled`, each with the escape sequences of its colours; with
    /// `history`, after the lines that have scrolled off.
    func screen(styled: Bool = false, history: Bool = false) throws -> String {
        try tmux(["capture-pane", "-p"] + (styled ? ["-e"] : []) + (history ? ["-S", "-"] : []))
    }

    /// Waits until the screen holds a text, and returns the screen.
    @discardableResult
    func wait(for texts: String..., timeout: Duration = .seconds(10)) throws -> String {
        try wait("“\(texts.joined(separator: "”, “"))”", timeout: timeout) { screen in
            texts.allSatisfy(screen.contains)
        }
    }

    /// Waits until the screen is as described.
    @discardableResult
    func wait(
        _ wanted: String,
        timeout: Duration = .seconds(10),
        until isThere: (String) throws -> Bool
    ) throws -> String {
        let deadline = ContinuousClock.now + timeout
        while true {
            let now = try screen()
            if try isThere(now) { return now }
            guard .now < deadline else { throw TimedOut(wanted: wanted, screen: now) }
            usleep(10_000)
        }
    }

    /// The exit status of the program started last, as a shell reports it, once it has ended or stopped.
    func exitStatus(timeout: Duration = .seconds(10)) throws -> Int? {
        try wait("the program's end", timeout: timeout) { _ in
            FileManager.default.fileExists(atPath: file("status").path)
        }
        return try Int(contents(of: "status"))
    }

    /// What a screen program changes in a terminal, and has to change back.
    struct Modes: Equatable {
        var alternateScreen: Bool
        var mouse: Bool
        var cursor: Bool
        var keypad: Bool

        /// A terminal as a shell has it.
        static let whole = Modes(alternateScreen: false, mouse: false, cursor: true, keypad: false)
        /// A terminal while a screen is shown on it.
        static let taken = Modes(alternateScreen: true, mouse: true, cursor: false, keypad: true)
    }

    /// Waits until the terminal is in the given modes; tmux reads what a program wrote a little later.
    func wait(for modes: Modes) throws {
        try wait("\(modes)") { _ in try self.modes() == modes }
    }

    /// The modes the terminal is in.
    func modes() throws -> Modes {
        let format = "#{alternate_on} #{mouse_any_flag} #{cursor_flag} #{keypad_flag}"
        let flags = try tmux("display-message", "-p", format).split(whereSeparator: \.isWhitespace).map {
            $0 == "1"
        }
        try #require(flags.count == 4)
        return Modes(alternateScreen: flags[0], mouse: flags[1], cursor: flags[2], keypad: flags[3])
    }

    /// Whether `stty` says the same after the program as it did before.
    func hasKeptItsSettings() throws -> Bool {
        try contents(of: "modes.before") == contents(of: "modes.after")
    }

    /// The process of the program started last.
    func pid() throws -> pid_t {
        try wait("the program's start") { _ in (try? contents(of: "pid").isEmpty) == false }
        return try #require(pid_t(contents(of: "pid")))
    }

    /// The text in a file of the session, without white space around it.
    func contents(of name: String) throws -> String {
        try String(contentsOf: file(name), encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A file of the session.
    func file(_ name: String) -> URL {
        directory.appendingPathComponent(name)
    }

    // MARK: tmux

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String {
        try tmux(arguments)
    }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        try Self.execute(["-L", socket] + arguments, environment: environment)
    }

    private static func execute(_ arguments: [String], environment: [String: String]) throws -> String {
        // Not Foundation's Process: it waits for the end of all that was started, tmux's server included.
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let words = ["env", "-i"] + variables + ["tmux"] + arguments
        let (output, status) = try Programs.output(of: words.map(Programs.quoted).joined(separator: " "))
        guard status == 0 else { throw Failed(arguments: arguments, status: status) }
        return output
    }
}
