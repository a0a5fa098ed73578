import ArgumentParser
import Explanation
import Explorer
import FoundationEssentials
import Media

/// Where an option writes: a file whose name says what is in it, or a folder with a file for each input.
struct OutputPath {
    /// What stands on the command line.
    let path: String
    /// The ends that a file's name may have, without their dots.
    private let endings: [String]

    private init(_ path: String, endings: [String]) { (self.path, self.endings) = (path, endings) }

    /// Refuses options of which two write to the same place.
    ///
    /// - Throws: a `ValidationError` that names both.
    static func requireDistinct(_ options: [(name: String, path: OutputPath?)]) throws {
        var seen: [String: String] = [:]
        for (name, output) in options {
            guard let output, !output.isDevice, output.path != TableOutput.standardOutput else { continue }
            let place = output.path.hasSuffix("/") ? String(output.path.dropLast()) : output.path
            if let other = seen[place] {
                throw ValidationError("\(other) and \(name): both write to \(output.path); give two places")
            }
            seen[place] = name
        }
    }

    /// A path behind an option that writes files of one kind.
    ///
    /// - Parameter orFolder: whether a folder may be named, too. One that is not there yet is told by the slash at its end,
    ///   or by having no ending.
    /// - Returns: what reads the option's value, and throws a `ValidationError` if the ending says another kind.
    static func parser(_ endings: String..., orFolder: Bool = false)
        -> @Sendable (String) throws -> OutputPath
    {
        parser(endings, orFolder: orFolder)
    }

    /// A path behind an option that writes files of one of several kinds.
    static func parser(_ endings: [String], orFolder: Bool) -> @Sendable (String) throws -> OutputPath {
        { path in
            let output = OutputPath(path, endings: endings)
            let isPrinted = endings == ["csv"] && path == TableOutput.standardOutput
            let fits = isPrinted || output.isFile || output.isDevice || orFolder && output.canBeFolder
            guard fits else { throw ValidationError(output.expectation(orFolder: orFolder)) }
            return output
        }
    }

    private func expectation(orFolder: Bool) -> String {
        "the file's name must end in \(endings.map { ".\($0)" }.alternatives)"
            + (orFolder ? "; a folder's name in /" : "")
    }

    /// The end of the file's name, if it is one of those that it may have.
    var ending: String? { endings.first { path.lowercased().hasSuffix(".\($0)") } }
    private var isFile: Bool { ending != nil }
    private var isFolder: Bool { path.hasSuffix("/") || Source.isFolder(path) }
    private var folder: String { path.hasSuffix("/") ? path : path + "/" }
    private var canBeFolder: Bool { isFolder || URL(filePath: path).pathExtension.isEmpty }

    /// Whether it is a device or a pipe, which may be called anything.
    private var isDevice: Bool {
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        return type.map { ![.typeRegular, .typeDirectory].contains($0) } ?? false
    }

    /// The one file that is named; `nil` of a folder.
    var file: String? { !isFolder && (isFile || isDevice) ? path : nil }

    /// The folder in which several files are written of one input, or a folder in it for each of several inputs.
    ///
    /// - Throws: ``WrongUsage`` if a file is named.
    func folders(_ option: String, for sources: [Source]) throws -> OutputPlaces {
        guard canBeFolder else {
            throw WrongUsage("\(option) \(path): several files are written; name a folder, such as clip/")
        }
        return sources.count > 1
            ? OutputPlaces(folder: folder, sources, ending: "") : OutputPlaces(file: path)
    }

    /// Where something is written for each of some inputs.
    ///
    /// - Parameters:
    ///   - option: the option, for messages.
    ///   - ending: the end of the names of files in a folder; without it the first that they may have.
    /// - Throws: ``WrongUsage`` if there are several and a file is named, or one and a folder is not told as such.
    func places(_ option: String, for sources: [Source], ending: String? = nil) throws -> OutputPlaces {
        if isFolder || sources.count > 1 && !isFile && !isDevice {
            return OutputPlaces(folder: folder, sources, ending: ".\(ending ?? endings[0])")
        }
        guard sources.count <= 1 else {
            throw WrongUsage(
                "\(option) \(path): \(sources.count) inputs are named; name a folder, such as maps/, for a file each"
            )
        }
        guard isFile || isDevice else {
            throw WrongUsage("\(option) \(path): \(expectation(orFolder: true))")
        }
        return OutputPlaces(file: path)
    }
}

/// The files that are written for the inputs of a command.
struct OutputPlaces {
    private let folder: String?
    /// By what the inputs are called in results, which is unlike for all that differ.
    private let paths: [String: String]
    private let file: String

    fileprivate init(file: String) { (folder, paths, self.file) = (nil, [:], file) }

    /// Files in a folder, named after the inputs: `dog.png` of `photos/dog.jpg`, or `dog.jpg.png` where there is a
    /// `dog.ogg`, too.
    fileprivate init(folder: String, _ sources: [Source], ending: String) {
        let names = sources.map(\.fileName)
        let stems = names.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
        let counts = Dictionary(grouping: stems, by: \.self).mapValues(\.count)
        var (taken, paths): (Set<String>, [String: String]) = ([], [:])
        for (index, source) in sources.enumerated() where paths[source.given] == nil {
            let name = counts[stems[index]] == 1 ? stems[index] : names[index]
            var (free, number) = (name, 2)
            while !taken.insert(free).inserted { (free, number) = ("\(name)-\(number)", number + 1) }
            paths[source.given] = folder + free + ending
        }
        (self.folder, self.paths, file) = (folder, paths, folder)
    }

    /// The file for an input, in a folder that is there.
    ///
    /// - Throws: `MediaError` if the folder cannot be made.
    func path(for source: Source) throws -> String {
        if let folder { try Folder.make(folder) }
        return paths[source.given] ?? file
    }
}

extension Source {
    /// What files that are made from it are called.
    fileprivate var fileName: String {
        switch origin {
        case .file("-"), .standardInput: "input"
        case .text: "text"
        case .file, .pair: root.name
        }
    }
}
