import Glibc

/// Bytes that wait on disk until all of them are there, in a file without a name.
///
/// It lies in the folder for temporary files, and is gone with the program, however that ends.
package final class Spool {
    private let descriptor: Int32
    /// How many bytes were added.
    package private(set) var count = 0

    /// Begins without any bytes.
    ///
    /// - Throws: the system's reason why there can be no such file.
    package init() throws(SystemError) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(folder)/perceiver-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw SystemError() }
        _ = unlink(name)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Adds bytes at the end; if that fails, none of them is there.
    package func append(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
                return pwrite(descriptor, rest.baseAddress, rest.count, off_t(count + done))
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw SystemError() }
            done += written
        }
        count += bytes.count
    }

    /// Reads bytes again.
    ///
    /// - Precondition: they were added.
    package func bytes(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
        precondition(range.upperBound <= count)
        var bytes = [UInt8](repeating: 0, count: range.count)
        var done = 0
        while done < range.count {
            let read = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                return pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + done))
            }
            if read < 0 && errno == EINTR { continue }
            guard read > 0 else { throw SystemError() }
            done += read
        }
        return bytes
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
