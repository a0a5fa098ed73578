import Glibc
import Media

/// A word such as `photos/*.jpg`, as shells read it; a shell that was given it in quotation marks leaves it as it is.
public struct Pattern {
    private let word: String

    /// The pattern that a word is; `nil` if it is none, or if it names something that is there.
    public init?(_ word: String) {
        guard word.contains(where: { "*?[".contains($0) }), access(word, F_OK) != 0 else { return nil }
        self.word = word
    }

    /// What it fits, as people sort names.
    public var paths: [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(word, GLOB_NOSORT, nil, &found) == 0 else { return [] }
        let paths = (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
        return paths.sorted(byName: \.self)
    }
}
