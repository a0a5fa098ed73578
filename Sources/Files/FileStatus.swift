import Glibc

/// What a path leads to, behind symbolic links.
package struct FileStatus: Sendable, Hashable {
    /// Whether it is a folder.
    package let isFolder: Bool
    /// Whether it is a file like most, and no device or pipe.
    package let isRegular: Bool
    /// The size in bytes of a regular file; 0 of anything else, whose size says nothing of its content.
    package let size: Int
    /// When it was last written to, in nanoseconds since 1970.
    package let written: Int

    /// What is at a path; `nil` if there is nothing, or nothing that may be looked at.
    package init?(_ path: String) {
        var status = stat()
        guard path.withSystemPath({ stat($0, &status) }) == 0 else { return nil }
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        isRegular = status.st_mode & S_IFMT == S_IFREG
        size = isRegular ? Int(status.st_size) : 0
        written = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
    }

    /// Whether there is anything at a path.
    package static func exists(_ path: String) -> Bool { FileStatus(path) != nil }

    /// The path of the folder that the program works in; `.` if that is gone.
    package static var workingFolder: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return PathText.text(of: path)
    }
}
