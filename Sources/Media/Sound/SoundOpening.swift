internal import CSndfile
internal import Files
internal import Synchronization

/// Opens sound files, one at a time.
///
/// libsndfile keeps why opening a file failed in one place for all threads: it must be asked before
/// another thread opens one.
enum SoundOpening {
    private static let turn = Mutex(())

    /// The file that `open` opens, or what `problem` makes of the library's error number and words.
    static func file(
        _ open: () -> OpaquePointer?,
        problem: (Int32, String) -> MediaError
    ) throws(MediaError) -> OpaquePointer {
        var file: OpaquePointer?
        let error = turn.withLock { _ in
            file = open()
            return file == nil ? problem(sf_error(nil), reason(nil)) : nil
        }
        if let file { return file }
        throw error ?? problem(Int32(SF_ERR_SYSTEM), "unknown error")
    }

    /// The library's words for the last error with a file.
    static func reason(_ file: OpaquePointer?) -> String {
        let text = sf_strerror(file).map { String(cString: $0) } ?? "unknown error"
        // It says so of MPEG audio without a whole frame, too, and nothing is opened by name here.
        if text.hasPrefix("File does not exist") { return "what follows its first bytes is no sound" }
        return printable(text.hasSuffix(".") ? String(text.dropLast()) : text)
    }
}
