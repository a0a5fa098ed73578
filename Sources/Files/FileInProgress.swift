import Glibc

/// A file that gets its name when it is complete.
///
/// Until then, and if anything fails, a file that had the name stays as it is, and nothing else is left behind, not even
/// if the program is killed, where the file system has files without names. The new file gets the permissions of the
/// one it replaces, which must be one that may be written to; it is put behind symbolic links.
///
/// What cannot be replaced is written in place: devices, pipes, what a process has open (`/dev/stdout`), and files in
/// folders where none can be made.
package final class FileInProgress {
    /// The number it is open under, for libraries that write to it.
    package let descriptor: Int32
    /// The name that it gets, and the one it has before; none if it is written in place.
    private let names: (final: String, temporary: String)?
    private var hasTemporaryName: Bool
    private var isOpen = true

    /// Begins a file.
    ///
    /// - Throws: the system's reason why there can be none.
    package init(path: String) throws(SystemError) {
        if let replacement = try Replacement(path) {
            (descriptor, hasTemporaryName) = (replacement.descriptor, replacement.hasName)
            names = (replacement.target, replacement.temporary)
        } else {
            descriptor = path.withSystemPath { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) }
            guard descriptor >= 0 else { throw SystemError() }
            (names, hasTemporaryName) = (nil, false)
        }
    }

    /// Appends bytes.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        try bytes.withUnsafeBufferPointer { bytes throws(SystemError) in
            try write(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Appends bytes.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = Glibc.write(
                descriptor,
                UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                rest.count
            )
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw SystemError() }
            rest = rest.dropFirst(written)
        }
    }

    /// Gives the file its name, once its contents are safe.
    package func finish() throws(SystemError) {
        if let names { try name(names.final, after: names.temporary) }
        isOpen = false
        // Some file systems report a full disk only now.
        guard close(descriptor) == 0 else { throw SystemError() }
    }

    private func name(_ final: String, after temporary: String) throws(SystemError) {
        guard fsync(descriptor) == 0 else { throw SystemError() }
        if !hasTemporaryName {
            // A name that is taken cannot be given: rename replaces what has it.
            let own = "/proc/self/fd/\(descriptor)"
            let linked = temporary.withSystemPath { linkat(AT_FDCWD, own, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) }
            guard linked == 0 else { throw SystemError() }
            hasTemporaryName = true
        }
        let renamed = temporary.withSystemPath { temporary in final.withSystemPath { rename(temporary, $0) } }
        guard renamed == 0 else { throw SystemError() }
        hasTemporaryName = false
    }

    deinit {
        if isOpen && descriptor >= 0 { close(descriptor) }
        if let names, hasTemporaryName { _ = names.temporary.withSystemPath(unlink) }
    }
}

/// A new file, open, that is to take the place of another one or of none.
private struct Replacement {
    let target: String
    let temporary: String
    let descriptor: Int32
    let hasName: Bool

    /// `nil` if what is there has to be written in place.
    init?(_ path: String) throws(SystemError) {
        var old = stat()
        let isThere = path.withSystemPath { stat($0, &old) } == 0
        guard !isThere || old.st_mode & S_IFMT == S_IFREG, let target = Replacement.target(of: path) else {
            return nil
        }
        self.target = target
        if isThere {
            let probe = target.withSystemPath { open($0, O_WRONLY | O_CLOEXEC) }
            guard probe >= 0 else { throw SystemError() }
            close(probe)
        }
        let folder = Replacement.folder(of: target)
        temporary = folder + ".unfinished-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let unnamed = folder.withSystemPath { open($0, O_WRONLY | Replacement.nameless | O_CLOEXEC, 0o666) }
        hasName = unnamed < 0
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        descriptor = hasName ? temporary.withSystemPath { open($0, flags, 0o666) } : unnamed
        guard descriptor >= 0 else { return nil }
        guard isThere else { return }
        // The owner first, for that clears some permissions. It can only be kept by the superuser.
        _ = fchown(descriptor, old.st_uid, old.st_gid)
        _ = fchmod(descriptor, old.st_mode & 0o7777)
    }

    /// `O_TMPFILE`, which Swift does not import.
    private static let nameless: Int32 = 0o20_000_000 | O_DIRECTORY

    /// The name behind all symbolic links; `nil` if one of them stands for an open file of a process.
    private static func target(of path: String) -> String? {
        var target = path
        for _ in 0..<40 {
            if let folder = folder(of: target).withSystemPath({ realpath($0, nil) }) {
                defer { free(folder) }
                if String(cString: folder).hasPrefix("/proc/") { return nil }
            }
            var link = [CChar](repeating: 0, count: Int(PATH_MAX))
            let length = target.withSystemPath { readlink($0, &link, Int(PATH_MAX)) }
            guard length > 0 else { return target }
            let next = PathText.text(of: link[..<length].map(UInt8.init(bitPattern:)))
            target = next.hasPrefix("/") ? next : folder(of: target) + next
        }
        return nil
    }

    /// The folder that a name is in, with a slash.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    }
}
