internal import Files
internal import Glibc

/// Folders, with the system's own words where something cannot be done.
public enum Folder {
    /// The names of all that is in a folder, in no order.
    ///
    /// - Throws: ``MediaError`` if it cannot be listed.
    public static func names(in path: String) throws(MediaError) -> [String] {
        guard let folder = path.withSystemPath(opendir) else {
            throw MediaError(path, .unlistable(ByteSource.reason(errno)))
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                PathText.text(of: bytes.prefix { $0 != 0 })
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a folder and those above it, as far as they are not there.
    ///
    /// - Throws: ``MediaError`` if one cannot be made.
    public static func make(_ path: String) throws(MediaError) {
        func refuse(_ code: Int32) -> MediaError { MediaError(path, .unwritable(ByteSource.reason(code))) }
        if path.isEmpty { throw refuse(ENOENT) }
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            let failed = made.withSystemPath { mkdir($0, 0o777) } != 0
            if failed && errno != EEXIST { throw refuse(errno) }
        }
        // What was there may be a file.
        guard let folder = path.withSystemPath(opendir) else { throw refuse(errno) }
        closedir(folder)
    }
}
