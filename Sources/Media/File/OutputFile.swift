internal import Glibc

/// Writing whole files.
public enum OutputFile {
    /// Writes the bytes to a file, in place of what is there.
    ///
    /// - Throws: ``MediaError`` with the reason that the system gives.
    public static func write(_ bytes: [UInt8], to path: String) throws(MediaError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw error(path) }
        var done = 0
        while done < bytes.count {
            let put = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else {
                let failure = error(path)
                close(descriptor)
                throw failure
            }
            done += put
        }
        // Some file systems report a full disk only now.
        guard close(descriptor) == 0 else { throw error(path) }
    }

    private static func error(_ path: String) -> MediaError {
        MediaError(path, .unwritable(ByteSource.reason(errno)))
    }
}
