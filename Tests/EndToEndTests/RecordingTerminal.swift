import Foundation
import TestData
import Testing

/// A pseudo-terminal with a program in it, which remembers all that was sent to it and answers as it is told to.
final class RecordingTerminal {
    /// Something that did not come within its time, with the screen as it was then.
    struct TimedOut: Error, CustomStringConvertible {
        let wanted: String
        let screen: String
        var description: String { "waited in vain for \(wanted); the screen was:\n\(screen)" }
    }

    /// What a terminal answers to a request, as ``EmulatedScreen`` has it: `[c` or `]11;?`.
    typealias Answer = (_ request: String) -> String

    /// All that was sent.
    private(set) var sent: [UInt8] = []
    /// What it looks like.
    private(set) var screen: EmulatedScreen
    /// What the terminal answers.
    var answer: Answer

    private let master: Int32
    private var process = pid_t()
    private var hasEnded = false

    /// Starts a program of this package by its name, or any by its path.
    init(
        _ program: String,
        _ arguments: [String] = [],
        columns: Int = 80,
        rows: Int = 24,
        environment: [String: String] = [:],
        answer: @escaping Answer = { _ in "" }
    ) throws {
        self.answer = answer
        screen = EmulatedScreen(columns: columns, rows: rows)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        var (master, slave): (Int32, Int32) = (-1, -1)
        try #require(openpty(&master, &slave, nil, nil, &size) == 0)
        defer { close(slave) }
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        self.master = master
        let path = try #require(program.hasPrefix("/") ? program : Programs.path(of: program))
        let own = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"]
        let inherited = ProcessInfo.processInfo.environment.filter { own.contains($0.key) }
        let basis = ["TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"]
        let variables = inherited.merging(basis) { $1 }.merging(environment) { $1 }
        try spawn(["/usr/bin/setsid", "--ctty", path] + arguments, variables, on: slave)
    }

    deinit {
        if !hasEnded && process > 0 {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        close(master)
    }

    /// `setsid` makes the terminal that of its process, which then becomes the program.
    private func spawn(_ words: [String], _ variables: [String: String], on slave: Int32) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for stream in 0..<Int32(3) { posix_spawn_file_actions_adddup2(&actions, slave, stream) }
        posix_spawn_file_actions_addclose(&actions, slave)
        // Threads that tests run on keep signals from themselves, and so would the program.
        var (attributes, none) = (posix_spawnattr_t(), sigset_t())
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let arguments = words.map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + settings).forEach { free($0) } }
        try #require(posix_spawn(&process, words[0], &actions, &attributes, arguments, settings) == 0)
    }

    /// Writes to the program's keyboard.
    func type(_ text: String) { type(Array(text.utf8)) }

    /// Writes to the program's keyboard.
    func type(_ bytes: [UInt8]) { _ = write(master, bytes, bytes.count) }

    /// Writes to the program's keyboard byte by byte.
    func type(_ text: String, pausing milliseconds: UInt32) {
        for byte in text.utf8 {
            type([byte])
            usleep(milliseconds * 1000)
        }
    }

    /// Reads what comes within a time, and answers.
    @discardableResult
    func pump(_ milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, milliseconds) > 0 else { return false }
        var block = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(master, &block, block.count)
        guard count > 0 else { return false }
        sent += block.prefix(count)
        screen.take(block.prefix(count))
        let requests = screen.requests
        screen.requests = []
        for request in requests { type(answer(request)) }
        return true
    }

    /// Waits until the screen is as described.
    func wait(_ wanted: String, timeout: Duration = .seconds(10), until isThere: (RecordingTerminal) -> Bool)
        throws
    {
        let deadline = ContinuousClock.now + timeout
        while !isThere(self) {
            guard .now < deadline else {
                throw TimedOut(wanted: wanted, screen: screen.lines.joined(separator: "\n"))
            }
            pump(20)
        }
    }

    /// Waits until the screen has some texts.
    func wait(for texts: String..., timeout: Duration = .seconds(10)) throws {
        try wait(texts.joined(separator: ", "), timeout: timeout) { terminal in
            let screen = terminal.screen.lines.joined(separator: "\n")
            return texts.allSatisfy(screen.contains)
        }
    }

    /// Waits until nothing has come for a while.
    func waitForQuiet(milliseconds: Int32 = 300) {
        while pump(milliseconds) {}
    }

    /// Gives the terminal another size, which clears it.
    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        screen = EmulatedScreen(columns: columns, rows: rows)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Sends a signal to the program.
    func send(signal: Int32) { kill(process, signal) }

    /// Waits for the program's end, reading all it sends; returns its status as shells have it.
    func exitStatus(timeout: Duration = .seconds(10)) throws -> Int {
        let deadline = ContinuousClock.now + timeout
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            guard .now < deadline else {
                throw TimedOut(wanted: "the end", screen: screen.lines.joined(separator: "\n"))
            }
            pump(20)
        }
        hasEnded = true
        while pump(0) {}
        let signal = Int(status & 0x7F)
        return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + signal
    }
}
