internal import Files

/// Writing whole files.
public enum OutputFile {
    /// Writes the bytes to a file, in place of what is there; if that fails, what is there stays.
    ///
    /// - Throws: ``MediaError`` with the reason that the system gives.
    public static func write(_ bytes: [UInt8], to path: String) throws(MediaError) {
        try write(to: path) { file throws(MediaError) in
            try told(path) { () throws(SystemError) in try file.write(bytes) }
        }
    }

    /// Writes parts one after the other, each of which is asked for when those before it are written.
    ///
    /// - Parameter next: gives the next part; `nil` after the last one.
    /// - Throws: ``MediaError`` with the reason that the system gives, or what `next` throws.
    public static func writeParts(
        to path: String,
        _ next: () throws(MediaError) -> [UInt8]?
    ) throws(MediaError) {
        try write(to: path) { file throws(MediaError) in
            while let bytes = try next() {
                try told(path) { () throws(SystemError) in try file.write(bytes) }
            }
        }
    }

    /// Writes a file by whatever `body` does with it.
    static func write(
        to path: String,
        _ body: (FileInProgress) throws(MediaError) -> Void
    ) throws(MediaError) {
        let file = try told(path) { () throws(SystemError) in try FileInProgress(path: path) }
        try body(file)
        try told(path) { () throws(SystemError) in try file.finish() }
    }

    private static func told<Result>(
        _ path: String,
        _ body: () throws(SystemError) -> Result
    ) throws(MediaError) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw MediaError(path, .unwritable(error.reason.lowercased()))
        }
    }
}
