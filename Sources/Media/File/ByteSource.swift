internal import Files
internal import Glibc

/// A file's bytes, which can be read from any place: those of an open file, or some in memory.
///
/// The bytes of an open file are read when they are asked for and not mapped, because a mapped file that
/// another program cuts short meanwhile would end this one.
final class ByteSource {
    /// How messages call it.
    let name: String
    /// How many bytes there are.
    let count: Int

    private let memory: [UInt8]
    private let descriptor: Int32?

    /// Bytes in memory.
    init(_ bytes: [UInt8], name: String) {
        self.name = name
        count = bytes.count
        memory = bytes
        descriptor = nil
    }

    /// The regular file at a path.
    ///
    /// Nothing else is opened: a pipe would wait, a device may act on it.
    init(path: String) throws(MediaError) {
        var status = stat()
        guard path.withSystemPath({ stat($0, &status) }) == 0 else { throw ByteSource.systemError(path) }
        try ByteSource.checkRegular(status, path)
        // Should the file be exchanged for a pipe between these lines, opening it still does not wait.
        let descriptor = path.withSystemPath { open($0, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw ByteSource.systemError(path) }
        do throws(MediaError) {
            guard fstat(descriptor, &status) == 0 else { throw ByteSource.systemError(path) }
            try ByteSource.checkRegular(status, path)
        } catch {
            close(descriptor)
            throw error
        }
        name = path
        count = Int(status.st_size)
        memory = []
        self.descriptor = descriptor
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    /// Copies bytes from `offset` on into `target`.
    ///
    /// - Returns: how many; fewer than asked for only at the end or when the system fails.
    func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        let wanted = min(target.count, count - offset)
        guard offset >= 0 && wanted > 0 else { return 0 }
        guard let descriptor else {
            memory.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[offset..<offset + wanted])) }
            return wanted
        }
        var done = 0
        while done < wanted {
            let part = UnsafeMutableRawBufferPointer(rebasing: target[done..<wanted])
            let got = pread(descriptor, part.baseAddress, part.count, off_t(offset + done))
            if got < 0 && errno == EINTR { continue }
            if got <= 0 { break }
            done += got
        }
        return done
    }

    /// The first bytes, as many as it takes to recognise a kind.
    func head() -> [UInt8] {
        bytes(upTo: FileKind.headLength)
    }

    /// All bytes, as long as there are not more than accepted.
    func bytes(limit: SizeLimit) throws(MediaError) -> [UInt8] {
        guard count <= limit.bytes else {
            throw error(.tooLarge(kind: limit.kind, bytes: count, limit: limit.bytes))
        }
        return descriptor == nil ? memory : bytes(upTo: count)
    }

    /// An error about this file.
    func error(_ problem: MediaError.Problem) -> MediaError {
        MediaError(name, problem)
    }

    private func bytes(upTo length: Int) -> [UInt8] {
        let length = min(length, count)
        return Array(unsafeUninitializedCapacity: length) { buffer, filled in
            filled = read(
                into: UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: length),
                at: 0
            )
        }
    }
}

/// How large a file of some kind may be.
struct SizeLimit {
    /// The kind, in words: "a picture".
    let kind: String
    let bytes: Int
}

extension ByteSource {
    /// The most that is taken from standard input.
    static let standardInputLimit = SizeLimit(kind: "standard input", bytes: 512 << 20)

    /// What is piped into the program, read to its end.
    convenience init(standardInput: Void) throws(MediaError) {
        let name = "standard input", limit = ByteSource.standardInputLimit
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = Glibc.read(STDIN_FILENO, &block, block.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw ByteSource.systemError(name) }
            if got == 0 { break }
            bytes += block[..<got]
            guard bytes.count <= limit.bytes else {
                throw MediaError(name, .tooLarge(kind: limit.kind, bytes: bytes.count, limit: limit.bytes))
            }
        }
        self.init(bytes, name: name)
    }

    /// The error of the last call to the system.
    static func systemError(_ name: String) -> MediaError {
        let code = errno
        let isMissing = code == ENOENT || code == ENOTDIR
        return MediaError(name, isMissing ? .missing : .unreadable(reason(code)))
    }

    /// The system's words for an error number.
    static func reason(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
    }

    private static func checkRegular(_ status: stat, _ path: String) throws(MediaError) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: throw MediaError(path, .notAFile("a folder"))
        case S_IFIFO: throw MediaError(path, .notAFile("a pipe"))
        case S_IFSOCK: throw MediaError(path, .notAFile("a socket"))
        default: throw MediaError(path, .notAFile("a device"))
        }
    }
}
