import Explanation
import Files
// The standard streams are variables, which nobody changes.
@preconcurrency import Glibc

/// What may be piped into the program.
enum StandardInput {
    /// Whether it is a pipe or a file, and not a terminal or a device such as `/dev/null`.
    static var isPiped: Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        return [S_IFIFO, S_IFREG, S_IFSOCK].contains(status.st_mode & S_IFMT)
    }
}

/// Where results go.
enum StandardOutput {
    /// Makes sure that the numbers of the standard streams are theirs.
    ///
    /// If one was closed, the next file that is opened would get its number, and would be taken for it. What stands in
    /// its place cannot be read, or written, either.
    static func claimStreams() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes lines as they are, but to a terminal without what in names and texts could disturb it.
    static func write(_ lines: String) {
        guard isatty(STDOUT_FILENO) == 1 else { return print(lines, terminator: "") }
        for line in lines.split(separator: "\n") { print(printable(String(line))) }
    }

    /// Writes out what was printed so far, for whoever waits for it; whether all could be written shows at the end.
    static func flush() { fflush(stdout) }

    /// Writes out what was printed and is still held back.
    ///
    /// - Throws: ``Failure`` if that, or something before it, could not be written. A reader that has
    ///   closed its pipe wants no more, which is no failure.
    static func finish() throws {
        errno = 0
        fflush(stdout)
        let reason = errno
        guard ferror(stdout) != 0, reason != EPIPE else { return }
        let words = reason == 0 ? "" : strerror(reason).map { " (\(String(cString: $0).lowercased()))" }
        throw Failure(
            "standard output: cannot be written\(words ?? ""); give a place that takes the results"
        )
    }
}

/// Messages that are no results.
enum StandardError {
    /// Writes a sentence on a line of its own, without what in names could disturb a terminal.
    static func write(_ sentence: String) { put(printable(sentence) + "\n") }

    /// Writes characters as they are.
    ///
    /// Where they cannot be written nobody can be told.
    static func put(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// An option that means nothing for this model or input, in a sentence for standard error; the exit status is 64.
struct WrongUsage: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension Error {
    /// Whether an option is at fault, and not an input; the exit status is 64.
    var isMisuse: Bool { self is WrongUsage || (self as? Failure)?.isMisuse == true }
}

extension [String] {
    /// Lines for people, without what in names and texts could disturb a terminal.
    var printed: String { map { printable($0) }.joined(separator: "\n") }
}
