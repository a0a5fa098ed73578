import ArgumentParser
import Explorer

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List the explorer's keys.",
        discussion: """
            A terminal gets plain text, a file or a pipe the Markdown of docs/keys.md.

            EXAMPLES
              perceiver keys
              perceiver keys --markdown
            """
    )

    @Flag(help: "Print Markdown, also to a terminal.")
    var markdown = false

    func run() {
        let width = markdown ? nil : DrawingOptions.terminalWidth
        if width == nil { print(Self.heading, terminator: "\n\n") }
        for scope in Command.Scope.allCases {
            let commands = Command.all.filter { $0.scopes.contains(scope) }
            print(
                width.map { Self.plain(scope, commands, width: $0) } ?? Self.markdown(scope, commands),
                terminator: "\n\n"
            )
        }
    }

    /// What docs/keys.md begins with.
    private static let heading = """
        # Keys of the explorer

        Printed by `perceiver keys`. In the explorer `?` explains the screen you are on and lists its keys first. \
        The words are in the [glossary](glossary.md).
        """

    private static func markdown(_ scope: Command.Scope, _ commands: [Command]) -> String {
        let rows = commands.map { command in
            "| \(command.keys.map { "`\($0.label)`" }.joined(separator: " ")) | \(command.help) |"
        }
        return (["**\(scope.title)**\n", "| keys | what they do |", "|---|---|"] + rows).joined(
            separator: "\n"
        )
    }

    /// Keys, and beside them what they do, in a width.
    private static func plain(_ scope: Command.Scope, _ commands: [Command], width: Int) -> String {
        let keys = commands.map { $0.keys.map(\.label).joined(separator: " ") }
        let column = (keys.map(\.count).max() ?? 0) + 4
        let rows = zip(keys, commands).flatMap { keys, command in
            command.help.lines(width: max(20, width - column)).enumerated().map { place, line in
                ("  " + (place == 0 ? keys : "")).filled(to: column) + line
            }
        }
        return ([scope.title] + rows).joined(separator: "\n")
    }
}

extension String {
    /// With spaces behind it up to a number of characters.
    func filled(to count: Int) -> String { self + String(repeating: " ", count: max(0, count - self.count)) }

    /// The words in lines of at most so many characters, but for longer words.
    fileprivate func lines(width: Int) -> [String] {
        split(separator: " ").reduce(into: [""]) { lines, word in
            let last = lines[lines.count - 1]
            if last.isEmpty { return lines[lines.count - 1] = String(word) }
            guard last.count + 1 + word.count <= width else { return lines.append(String(word)) }
            lines[lines.count - 1] = last + " " + word
        }
    }
}
