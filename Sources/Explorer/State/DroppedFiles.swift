import Cells

/// The paths of files that were dropped into the terminal, which pastes them as a shell would want them.
///
/// Terminals differ: one puts the path into quotation marks, another puts backslashes before spaces, a third pastes it as it
/// is or as an address that begins with `file://`. Several files have spaces or line ends between them.
struct DroppedFiles {
    /// In the order in which they were dropped.
    let paths: [String]

    /// The paths in a text; `nil` if it is anything else.
    init?(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
        guard !lines.isEmpty, lines.count <= Self.most else { return nil }
        var paths: [String] = []
        for line in lines {
            guard let found = Self.paths(in: line) else { return nil }
            paths += found
        }
        self.paths = paths
    }

    /// More were not dropped, but copied from somewhere.
    private static let most = 1000

    private static func paths(in line: Substring) -> [String]? {
        if let words = words(of: line), !words.isEmpty {
            let paths = words.compactMap(path)
            if paths.count == words.count { return paths }
        }
        // A path with spaces as it is.
        return line.contains { "'\"\\".contains($0) } ? nil : path(String(line)).map { [$0] }
    }

    /// The path that a word is: from the root, from home, or as an address.
    private static func path(_ word: String) -> String? {
        if word.hasPrefix("file://") {
            let rest = word.dropFirst("file://".count)
            // Between both lies the name of a machine, or nothing.
            guard let start = rest.firstIndex(of: "/") else { return nil }
            return decoded(rest[start...])
        }
        let isPath = word.count > 1 && word.hasPrefix("/") && !word.hasPrefix("//") || word.hasPrefix("~/")
        return isPath ? word : nil
    }

    /// An address without its escapes, such as `%20`.
    private static func decoded(_ address: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(address.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The words of a line as shells read them; `nil` if a quotation mark is not closed.
    private static func words(of line: Substring) -> [String]? {
        var (words, word): ([String], String?) = ([], nil)
        var quote: Character?
        var rest = line
        while let character = rest.popFirst() {
            switch (character, quote) {
            case ("\\", nil), ("\\", "\""):
                guard let next = rest.popFirst() else { return nil }
                word = (word ?? "") + String(next)
            case (let mark, .some(let open)) where mark == open: quote = nil
            case ("'", nil), ("\"", nil): (quote, word) = (character, word ?? "")
            case (let space, nil) where space.isWhitespace:
                if let done = word { words.append(done) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        return words + [word].compactMap { $0 }
    }
}

extension Substring {
    /// Without white space at both ends.
    fileprivate var trimmed: Substring {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}

extension Explorer {
    /// Opens the files that were dropped; returns whether any were.
    mutating func open(dropped text: String) -> Bool {
        guard let dropped = DroppedFiles(text) else { return false }
        help = nil
        openFiles(dropped.paths.map(setting.expanded))
        return true
    }
}

extension Prompt {
    /// The path of a file that was dropped, without what a shell would need around it; `nil` where no path is to be typed.
    func plainPath(_ text: String) -> String? {
        let takesPath =
            switch purpose {
            case .save: true
            case .command:
                NamedCommand.all.contains { $0.takesPath && line.string.hasPrefix($0.name + " ") }
            case .filter, .replacement: false
            }
        guard takesPath, let paths = DroppedFiles(text)?.paths, paths.count == 1 else { return nil }
        return paths[0]
    }
}
