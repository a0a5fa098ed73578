import ArgumentParser
import Explorer

struct GlossaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glossary",
        abstract: "Explain the words, as docs/glossary.md has them.",
        discussion: """
            EXAMPLES
              perceiver glossary
            """
    )

    func run() {
        for entry in Glossary.entries { print("**\(entry.term)**: \(entry.meaning)\n") }
    }
}
