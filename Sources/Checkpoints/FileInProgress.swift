import Glibc

/// A file that gets its name when it is complete, and leaves nothing behind otherwise, not even if the program is
/// killed, where the file system has files without names.
final class FileInProgress {
    private let path: String
    private let target: String
    private let temporary: String
    /// Whether the file has the temporary name.
    private var isNamed: Bool
    private let file: Int32
    private var isFinished = false

    /// Begins a file that will be at `path`, beside it under another name.
    init(path: String) throws(CheckpointError) {
        self.path = path
        let target = try FileInProgress.target(of: path)
        self.target = target
        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "./"
        temporary = folder + ".unfinished-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let nameless = open(folder, O_WRONLY | FileInProgress.nameless | O_CLOEXEC, 0o666)
        isNamed = nameless < 0
        file = isNamed ? open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) : nameless
        guard file >= 0 else { throw FileInProgress.failure(path) }
    }

    /// Appends bytes.
    func write(_ bytes: UnsafeRawBufferPointer) throws(CheckpointError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw FileInProgress.failure(path) }
            rest = rest.dropFirst(written)
        }
    }

    /// Gives the file its name, once its contents are safe.
    func finish() throws(CheckpointError) {
        guard fsync(file) == 0 else { throw FileInProgress.failure(path) }
        if !isNamed {
            // A name that is taken cannot be given: rename replaces what has it.
            let own = "/proc/self/fd/\(file)"
            guard linkat(AT_FDCWD, own, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0 else {
                throw FileInProgress.failure(path)
            }
            isNamed = true
        }
        guard rename(temporary, target) == 0 else { throw FileInProgress.failure(path) }
        isFinished = true
    }

    deinit {
        guard file >= 0 else { return }
        close(file)
        if isNamed && !isFinished { unlink(temporary) }
    }

    /// `O_TMPFILE`, which Swift does not import.
    private static let nameless: Int32 = 0o20_000_000 | O_DIRECTORY

    /// The name that is to be replaced: behind symbolic links, and nothing but a file.
    private static func target(of path: String) throws(CheckpointError) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw CheckpointError(path: path, .inaccessible("cannot be written: that is no file name"))
        }
        var status = stat()
        guard stat(path, &status) == 0 else { return path }
        let kind = FileKind(status)
        guard kind == .regular else {
            throw CheckpointError(
                path: path,
                .inaccessible("cannot be written: is \(kind.rawValue), expected a file")
            )
        }
        guard let resolved = realpath(path, nil) else { throw failure(path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func failure(_ path: String) -> CheckpointError {
        CheckpointError(path: path, .inaccessible("cannot be written: \(systemError())"))
    }
}
