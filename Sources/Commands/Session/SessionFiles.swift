import Explanation
import Explorer
import Files
import Media

/// The files that a step of a session is computed from.
struct SessionFiles {
    private var fingerprints = FileFingerprints()

    /// Notes which files a step is computed from, and what is in them; one that cannot be read keeps the step from being
    /// made again.
    mutating func note(in step: inout SessionRecord.Step) {
        do {
            step.inputFiles = try step.inputPaths.map {
                SessionRecord.File(path: $0, sha256: try fingerprint($0))
            }
            step.modelFiles = try files(of: step.place)
            if let first = step.firstModel { step.firstModel?.files = try files(of: first.place) }
        } catch {
            step.content = .nothing(why: "\(error)")
        }
    }

    private mutating func files(of model: ModelPlace) throws(SessionError) -> [SessionRecord.File] {
        var files: [SessionRecord.File] = []
        for path in model.paths {
            files.append(SessionRecord.File(path: Self.name(path), sha256: try fingerprint(path)))
        }
        return files
    }

    /// Refuses a step whose files are not what they were.
    ///
    /// - Throws: ``SessionError`` with the first such file.
    mutating func check(_ step: SessionRecord.Step) throws(SessionError) {
        try check(step.inputPaths, step.inputFiles) { $0 }
        try check(step.place.paths, step.modelFiles, Self.name)
        if let first = step.firstModel { try check(first.place.paths, first.files, Self.name) }
    }

    private mutating func check(
        _ paths: [String],
        _ files: [SessionRecord.File],
        _ name: (String) -> String
    ) throws(SessionError) {
        let known = Dictionary(files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { $1 })
        let found = Dictionary(paths.map { (name($0), $0) }, uniquingKeysWith: { $1 })
        if let gone = files.first(where: { found[$0.path] == nil }) { throw .missingFile(gone.path) }
        for path in paths {
            guard let then = known[name(path)] else { throw .addedFile(path) }
            if try fingerprint(path) != then { throw .changedFile(path) }
        }
    }

    /// The fingerprint of a file.
    ///
    /// - Throws: ``SessionError/missingFile(_:)`` if it is none, or cannot be read.
    mutating func fingerprint(_ path: String) throws(SessionError) -> String {
        guard let text = fingerprints(path) else { throw .missingFile(path) }
        return text
    }

    private static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

extension SessionRecord.Step {
    /// The files of the inputs; of a folder those that are in it.
    fileprivate var inputPaths: [String] {
        inputs.flatMap(\.paths).flatMap { Source.isFolder($0) ? SessionFiles.files(in: $0) : [$0] }
    }
}

extension ModelPlace {
    /// The files that make a model what it is: its configuration and weights.
    fileprivate var paths: [String] {
        let endings = [".json", ".safetensors", ".bin"]
        return SessionFiles.files(in: (try? url.path) ?? "")
            .filter { path in endings.contains(where: path.hasSuffix) }
    }
}

extension SessionFiles {
    /// The files in a folder that are not hidden, in an order that is always the same.
    fileprivate static func files(in folder: String) -> [String] {
        let names = ((try? Folder.names(in: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        return names.map { folder + "/" + $0 }.filter { FileStatus($0)?.isRegular ?? false }
    }
}
