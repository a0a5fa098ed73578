import ArgumentParser
import Explorer

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List the explorer's keys, as docs/keys.md has them.",
        discussion: """
            EXAMPLES
              perceiver keys
            """
    )

    func run() {
        for scope in Command.Scope.allCases {
            print("**\(scope.title)**\n\n| keys | what they do |\n|---|---|")
            for command in Command.all where command.scopes.contains(scope) {
                let keys = command.keys.map { "`\($0.label)`" }.joined(separator: " ")
                print("| \(keys) | \(command.help) |")
            }
            print("")
        }
    }
}
