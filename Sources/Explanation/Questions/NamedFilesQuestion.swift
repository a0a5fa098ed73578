import Files

/// The files and folders that words name, which may be patterns.
public struct NamedFilesQuestion: Question {
    /// One of them.
    public struct File: Sendable, Hashable {
        /// Its path.
        public let path: String
        /// Whether it is a folder.
        public let isFolder: Bool

        /// A file or a folder.
        public init(path: String, isFolder: Bool) { (self.path, self.isFolder) = (path, isFolder) }
    }

    /// Paths or patterns.
    public let words: [String]

    /// What words name.
    public init(_ words: [String]) { self.words = words }

    /// What is being done, in a word or two.
    public var title: String {
        "looking for " + (words.first ?? "") + (words.count > 1 ? " and \(words.count - 1) more" : "")
    }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .files }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if one of them names nothing.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> [File] {
        try words.flatMap { word throws(Failure) in try files(word) }
    }

    private func files(_ word: String) throws(Failure) -> [File] {
        let pattern = Pattern(word)
        let paths = pattern?.paths ?? [word].filter(FileStatus.exists)
        guard !paths.isEmpty else {
            let why = pattern == nil ? "there is no such file" : "no file has such a name"
            throw Failure("\(PathText.escaped(word)): \(why)")
        }
        return paths.map { File(path: $0, isFolder: Source.isFolder($0)) }
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: [File]) -> Int { answer.count * 128 }
}
