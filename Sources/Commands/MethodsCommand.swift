import ArgumentParser
import Explanation

/// `perceiver methods`: the ways to explain an answer, with what is said of each.
struct MethodsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "methods",
        abstract: "List the ways to explain an answer: what each does, what it costs, what it does not say."
    )

    func run() { print(Self.text, terminator: "") }

    /// A paragraph for each method.
    static var text: String { ExplanationMethod.all.map(described).joined(separator: "\n") }

    private static func described(_ method: ExplanationMethod) -> String {
        let label = method.label
        let kind = [
            label.seesClass ? "sees the class" : "the same for every class",
            label.isSigned ? "signed" : "not negative", label.cost,
        ]
        return """
            \(method.name) (\(kind.joined(separator: "; ")))
              \(label.summary)
              \(label.caveat)
              \(label.source)

            """
    }
}
