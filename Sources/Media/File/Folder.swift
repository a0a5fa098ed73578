internal import Glibc

/// Folders, with the system's own words where something cannot be done.
public enum Folder {
    /// The names of all that is in a folder, in no order.
    ///
    /// - Throws: ``MediaError`` if it cannot be listed.
    public static func names(in path: String) throws(MediaError) -> [String] {
        guard let folder = opendir(path) else {
            throw MediaError(path, .unlistable(ByteSource.reason(errno)))
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
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
            guard mkdir(made, 0o777) == 0 || errno == EEXIST else { throw refuse(errno) }
        }
        // What was there may be a file.
        guard let folder = opendir(path) else { throw refuse(errno) }
        closedir(folder)
    }
}
