public import FoundationEssentials

/// Some of the samples, with what they have in common.
public struct SampleSection: Sendable, Hashable {
    /// The heading above them; `nil` if they need none.
    public let title: String?
    /// Their files.
    public internal(set) var files: [URL]
}

/// The files that come with the program are in none of the folders where they may be.
public struct MissingAssets: Error, Hashable, CustomStringConvertible {
    /// The folders, in the order in which they were tried.
    public let folders: [String]

    /// What was looked for, where, and what helps.
    public var description: String {
        "the bundled model and samples are neither in \(folders.joined(separator: " nor in ")): install the program again"
    }
}

/// The files that come with the program: the bundled model and the samples.
public enum Assets {
    /// The folder of the bundled model: `config.json`, `model.safetensors` and its model card.
    ///
    /// - Throws: `MissingAssets`.
    public static var model: URL {
        get throws(MissingAssets) { try root.get().appending(path: "models/mini") }
    }

    /// The folders of the other models that come with the program, by name; each with its model card.
    ///
    /// - Throws: `MissingAssets`.
    public static var otherModels: [String: URL] {
        get throws(MissingAssets) {
            let folder = try root.get().appending(path: "models")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            let folders = names.map { ($0, folder.appending(path: $0)) }.filter { name, folder in
                name != "mini"
                    && FileManager.default.fileExists(atPath: folder.appending(path: "config.json").path)
            }
            return Dictionary(uniqueKeysWithValues: folders)
        }
    }

    /// The folder of the sample inputs.
    ///
    /// - Throws: `MissingAssets`.
    public static var samples: URL { get throws(MissingAssets) { try root.get().appending(path: "samples") } }

    /// The list of the samples, in the order in which the explorer shows them: `samples.txt`.
    ///
    /// Each of its lines names a file, or begins a section with a heading after `# `.
    ///
    /// - Throws: `MissingAssets`, or an error of Foundation if the list cannot be read.
    public static func sampleSections() throws -> [SampleSection] {
        let folder = try samples
        let list = try String(contentsOf: folder.appending(path: "samples.txt"), encoding: .utf8)
        var sections: [SampleSection] = []
        for line in list.split(separator: "\n") {
            if line.hasPrefix("# ") {
                sections.append(SampleSection(title: String(line.dropFirst(2)), files: []))
            } else {
                if sections.isEmpty { sections.append(SampleSection(title: nil, files: [])) }
                sections[sections.count - 1].files.append(folder.appending(path: String(line)))
            }
        }
        return sections
    }

    private static let root = Result<URL, MissingAssets> { () throws(MissingAssets) in
        try root(amongst: [installed].compactMap { $0 } + [source])
    }

    /// The first of some folders that has the bundled model.
    ///
    /// - Throws: `MissingAssets` if none has it.
    package static func root(amongst folders: [URL]) throws(MissingAssets) -> URL {
        for folder in folders {
            let file = folder.appending(path: "models/mini/config.json").path
            if FileManager.default.fileExists(atPath: file) { return folder }
        }
        throw MissingAssets(folders: folders.map(\.path))
    }

    /// Beside the installed program, wherever it is: PREFIX/share/perceiver-explorer for PREFIX/bin/perceiver.
    private static var installed: URL? {
        // The system's name of the running file leads through no links.
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return program.map {
            URL(filePath: $0).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "share/perceiver-explorer")
        }
    }

    /// Where it was built.
    private static var source: URL { URL(filePath: #filePath).deletingLastPathComponent() }
}
