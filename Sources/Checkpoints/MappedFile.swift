import Glibc

/// The bytes of a file, mapped into memory and only ever read.
///
/// The bytes stay where they are as long as this object lives, even if the file is removed or replaced by
/// another. Nothing is read before it is looked at, so what is written into the file itself may show, and a
/// look at what was cut off ends the program: ``checkUnchanged()`` tells before that.
final class MappedFile: Sendable {
    /// The whole file; at least one byte.
    var bytes: UnsafeRawBufferPointer { memory.bytes }

    /// The file, as it was named.
    let path: String

    private let memory: Memory
    private let file: Int32
    private let version: Version

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
        self.path = path
        guard !path.utf8.contains(0) else { throw failure("no file name has a zero byte in it") }
        // Without O_NONBLOCK, opening a named pipe would wait for someone to write to it.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw failure("cannot be opened: \(systemError()); expected \(wanted)") }
        var isKept = false
        defer { if !isKept { close(file) } }
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
        self.file = file
        version = Version(status)
        isKept = true
    }

    /// Throws if the file has been written to since it was opened.
    func checkUnchanged() throws(CheckpointError) {
        var status = stat()
        guard fstat(file, &status) == 0, Version(status) == version else {
            let advice = "read it again when whatever writes it is done"
            throw CheckpointError(path: path, .inaccessible("was changed while it was read; \(advice)"))
        }
    }

    /// Gives back the memory of bytes that will not be looked at soon; they are read again when they are.
    func release(_ part: UnsafeRawBufferPointer) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        guard let start = part.baseAddress, let first = bytes.baseAddress, page > 0 else { return }
        // Whole pages only: others may hold what is still needed.
        let begin = (start - first + page - 1) / page * page
        let end = (start - first + part.count) / page * page
        guard begin < end else { return }
        madvise(UnsafeMutableRawPointer(mutating: first + begin), end - begin, Int32(MADV_DONTNEED))
    }

    deinit {
        close(file)
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
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
