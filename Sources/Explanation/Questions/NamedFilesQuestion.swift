import Files

/// The files and folders that a word names, which may be a pattern.
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

    /// A path or a pattern.
    public let word: String

    /// What a word names.
    public init(_ word: String) { self.word = word }

    /// What is being done, in a word or two.
    public var title: String { "looking for \(word)" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .files }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if it names nothing.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> [File] {
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
