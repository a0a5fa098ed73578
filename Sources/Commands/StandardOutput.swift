// The standard streams are variables, which nobody changes.
@preconcurrency import Glibc

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

    /// Writes out what was printed so far, for whoever waits for it; whether all could be written shows at the end.
    static func flush() { fflush(stdout) }

    /// Writes out what was printed and is still held back.
    ///
    /// - Throws: ``CommandFailure`` if that, or something before it, could not be written. A reader that has
    ///   closed its pipe wants no more, which is no failure.
    static func finish() throws {
        errno = 0
        fflush(stdout)
        let reason = errno
        guard ferror(stdout) != 0, reason != EPIPE else { return }
        let words = reason == 0 ? "" : strerror(reason).map { " (\(String(cString: $0).lowercased()))" }
        throw CommandFailure(
            "standard output: cannot be written\(words ?? ""); give a place that takes the results"
        )
    }
}
