import ArgumentParser
import Explanation

struct MethodsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "methods",
        abstract: "List the ways to explain an answer, as docs/methods.md has them.",
        discussion: """
            EXAMPLES
              perceiver methods
            """
    )

    /// What docs/methods.md begins with.
    private static let heading = """
        # Methods of explanation

        Printed by `perceiver methods`. In the explorer `x` goes from one to the next; a command takes the name after \
        `--explain`. How far each can be trusted is measured in [explanations](explanations.md).
        """

    func run() {
        if DrawingOptions.terminalWidth == nil { print(Self.heading, terminator: "\n\n") }
        for method in ExplanationMethod.all { print(Self.described(method), terminator: "\n\n") }
    }

    private static func described(_ method: ExplanationMethod) -> String {
        let label = method.label
        let kind = label.seesClass ? "Depends on the class" : "The same for every class"
        return """
            **\(method.name)**: \(label.summary) \(kind), \(label.isSigned ? "signed" : "never negative"). Cost: \
            \(label.cost). \(label.caveat) Source: \(label.source).
            """
    }
}
