internal import CSndfile
internal import Glibc
internal import Synchronization

/// Keeps libraries from writing to the screen.
///
/// mpg123, by which libsndfile decodes MP3, puts notes about odd frames on `stderr`, in the middle of what
/// the program shows, and libsndfile offers no way to tell it not to.
enum Silence {
    private struct State {
        /// How many calls are going on; the first silences, the last restores.
        var calls = 0
        var stderr: UnsafeMutablePointer<FILE>?
        let nowhere = fopen("/dev/null", "w")
    }

    private static let state = Mutex(State())

    /// Calls `body` while what C code writes to `stderr` is dropped.
    ///
    /// The file descriptor is left alone: whatever writes to that still gets through.
    static func during<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result
    {
        state.withLock { state in
            guard let nowhere = state.nowhere else { return }
            if state.calls == 0 { state.stderr = csndfile_exchange_stderr(nowhere) }
            state.calls += 1
        }
        defer {
            state.withLock { state in
                guard state.nowhere != nil else { return }
                state.calls -= 1
                if state.calls == 0 { _ = csndfile_exchange_stderr(state.stderr) }
            }
        }
        return try body()
    }
}
