// The standard streams are variables, which nobody changes.
@preconcurrency import Glibc

/// Where results go.
enum StandardOutput {
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
