public import Foundation

/// Some of the samples, with what they have in common.
public struct SampleSection: Sendable, Hashable {
    /// The heading above them; `nil` if they need none.
    public let title: String?
    /// Their files.
    public internal(set) var files: [URL]
}

/// The files that come with the program: the bundled model and the samples.
public enum Assets {
    /// The folder of the bundled model: `config.json`, `model.safetensors` and its model card.
    public static var model: URL { root.appending(path: "models/mini") }

    /// The folder of the sample inputs.
    public static var samples: URL { root.appending(path: "samples") }

    /// The list of the samples, in the order in which the explorer shows them: `samples.txt`.
    ///
    /// Each of its lines names a file, or begins a section with a heading after `# `.
    ///
    /// - Throws: an error of Foundation if the list cannot be read.
    public static func sampleSections() throws -> [SampleSection] {
        let list = try String(contentsOf: samples.appending(path: "samples.txt"), encoding: .utf8)
        var sections: [SampleSection] = []
        for line in list.split(separator: "\n") {
            if line.hasPrefix("# ") {
                sections.append(SampleSection(title: String(line.dropFirst(2)), files: []))
            } else {
                if sections.isEmpty { sections.append(SampleSection(title: nil, files: [])) }
                sections[sections.count - 1].files.append(samples.appending(path: String(line)))
            }
        }
        return sections
    }

    private static var root: URL { Bundle.module.resourceURL ?? Bundle.module.bundleURL }
}
