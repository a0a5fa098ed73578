import Glibc

/// The bytes of a file, mapped into memory and only ever read.
///
/// The bytes stay where they are as long as this object lives. Nothing is read before it is looked at.
final class MappedFile: Sendable {
    /// The whole file; at least one byte.
    var bytes: UnsafeRawBufferPointer { memory.bytes }

    private let memory: Memory

    // The mapping is private and read-only, so any thread may look at it at any time.
    private struct Memory: @unchecked Sendable {
        let bytes: UnsafeRawBufferPointer
    }

    /// Maps a regular file that is not empty.
    ///
    /// - Parameter wanted: what the file should be, for messages, such as "a safetensors file".
    init(path: String, wanted: String) throws(CheckpointError) {
        func failure(_ reason: String) -> CheckpointError {
            CheckpointError(path: path, .inaccessible(reason))
        }
        guard !path.utf8.contains(0) else { throw failure("no file name has a zero byte in it") }
        // Without O_NONBLOCK, opening a named pipe would wait for someone to write to it.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw failure("cannot be opened: \(systemError()); expected \(wanted)") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("cannot be opened: \(systemError())") }
        let kind = FileKind(status)
        guard kind == .regular else { throw failure("is \(kind.rawValue), expected \(wanted)") }
        guard status.st_size > 0 else { throw failure("is empty, expected \(wanted)") }
        let count = Int(status.st_size)
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
            throw failure("cannot be mapped into memory: \(systemError())")
        }
        memory = Memory(bytes: UnsafeRawBufferPointer(start: start, count: count))
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}

/// What a name in the file system stands for.
enum FileKind: String {
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

/// What the system says about the call that just failed.
func systemError() -> String {
    String(cString: strerror(errno))
}
