internal import Files
import Glibc

/// A file that stays open, to tell whether it has been written to since.
final class OpenedFile: Sendable {
    /// The file, as it was named.
    let path: String
    /// The number it is open under.
    let descriptor: Int32

    private let version: Version

    /// How many bytes it had when it was opened; at least one.
    var size: Int { version.size }

    /// Opens a regular file that is not empty.
    ///
    /// - Parameter wanted: what the file should be, for messages, such as "a safetensors file".
    init(path: String, wanted: String) throws(CheckpointError) {
        func failure(_ reason: String) -> CheckpointError {
            CheckpointError(path: path, .inaccessible(reason))
        }
        self.path = path
        guard !path.utf8.contains(0) else { throw failure("no file name has a zero byte in it") }
        // Without O_NONBLOCK, opening a named pipe would wait for someone to write to it.
        let file = path.withSystemPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard file >= 0 else {
            throw failure("cannot be opened: \(SystemError().reason); expected \(wanted)")
        }
        var isKept = false
        defer { if !isKept { close(file) } }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("cannot be opened: \(SystemError().reason)") }
        let kind = PathKind(status)
        guard kind == .regular else { throw failure("is \(kind.rawValue), expected \(wanted)") }
        guard status.st_size > 0 else { throw failure("is empty, expected \(wanted)") }
        descriptor = file
        version = Version(status)
        isKept = true
    }

    /// Throws if the file has been written to since it was opened.
    func checkUnchanged() throws(CheckpointError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, Version(status) == version else {
            let advice = "read it again when whatever writes it is done"
            throw CheckpointError(path: path, .inaccessible("was changed while it was read; \(advice)"))
        }
    }

    deinit { close(descriptor) }
}

/// The files that tensors were read from; they may be looked at when the tensors are no longer needed.
public struct TensorFiles: Sendable {
    let files: [OpenedFile]

    /// Throws if one of the files has been written to since it was opened: what was computed meanwhile may be wrong.
    public func checkUnchanged() throws(CheckpointError) {
        for file in files { try file.checkUnchanged() }
    }
}

/// What changes when a file is written to.
private struct Version: Equatable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
        (size, seconds, nanoseconds) = (status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}

/// What a name in the file system stands for.
enum PathKind: String {
    case regular = "a file"
    case folder = "a folder"
    case pipe = "a pipe"
    case other = "a device or a socket"

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        case S_IFIFO: self = .pipe
        default: self = .other
        }
    }
}
