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

    /// What docs/glossary.md begins with.
    private static let heading = """
        # Glossary

        Printed by `perceiver glossary`. In the explorer press `?`, then `Tab`.
        """

    func run() {
        if DrawingOptions.terminalWidth == nil { print(Self.heading, terminator: "\n\n") }
        for entry in Glossary.entries { print("**\(entry.term)**: \(entry.meaning)\n") }
    }
}
