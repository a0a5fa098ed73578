internal import CKernels

/// Keeps libraries from writing to the screen.
///
/// mpg123, by which libsndfile decodes MP3, puts notes about odd frames on `stderr`, in the middle of what
/// the program shows, and libsndfile offers no way to tell it not to.
enum Silence {
    /// Calls `body` while what C code in this thread writes to `stderr` is dropped.
    ///
    /// Messages of other threads get through, and so does whatever is written to the file descriptor.
    static func during<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result
    {
        ck_silence_begin()
        defer { ck_silence_end() }
        return try body()
    }
}
