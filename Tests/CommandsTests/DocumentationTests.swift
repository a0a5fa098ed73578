import Foundation
import TestData
import Testing

/// What docs/commands.md says of the commands.
@Suite struct DocumentationTests {
    private let runner = CommandTests()
    private let page = Result {
        let docs = URL(filePath: CommandTests.samples).appending(path: "../../docs/commands.md")
        return try String(contentsOf: docs, encoding: .utf8)
    }

    @Test(
        "Every command and each of its options is there",
        arguments: [
            "explore", "predict", "attend", "compare", "trace", "faithful", "latents", "probe", "export",
            "replay",
            "models", "keys",
            "methods",
            "glossary", "bench",
        ]
    )
    func everything(command: String) throws {
        let page = try page.get()
        #expect(page.contains("\n## \(command)\n") && page.contains("\n    perceiver"))
        let help = try runner.perceiver("help \(command)").output
        let options = help.matches(of: /\n  (?:-[a-z], )?(--[a-z-]+)/).map { String($0.1) }
        #expect(options.contains("--version"), "\(help)")
        for option in Set(options).subtracting(["--version", "--help"]) {
            #expect(page.contains("`\(option) ") || page.contains("`\(option)`"), "\(command) \(option)")
        }
    }

    @Test("Every field of the results is there")
    func fields() throws {
        let page = try page.get()
        for arguments in [
            "predict dog.jpg --json", "attend dog.jpg --json", "compare dog.jpg dog.ogg --json",
            "compare dog.jpg dog.ogg cat.jpg --json", "attend dog.jpg --explain occlusion --json",
            "attend dog.jpg --explain ablation --json",
            "trace dog.jpg --json",
            "faithful dog.jpg --method attention --points 3 --json",
        ] {
            let object = try #require(try runner.perceiver(arguments).objects().first)
            for field in object.keys { #expect(page.contains("`\(field)`"), "\(arguments): \(field)") }
        }
        for arguments in [
            "predict dog.jpg --csv -", "compare dog.jpg cat.jpg --csv -",
            "trace dog.jpg --csv -",
            "faithful dog.jpg --method attention --points 3 --csv -",
        ] {
            let heading = try runner.perceiver(arguments).output.prefix { $0 != "\n" }
            #expect(page.contains("    \(heading)\n"), "\(heading)")
        }
    }

    @Test(
        "The pages of keys and words are what their commands print",
        arguments: ["keys", "glossary", "methods"]
    )
    func printedPages(command: String) throws {
        let docs = URL(filePath: CommandTests.samples).appending(path: "../../docs/\(command).md")
        let page = try String(contentsOf: docs, encoding: .utf8)
        let printed = try runner.perceiver(command).output
        #expect(
            printed.trimmingCharacters(in: .newlines) == page.trimmingCharacters(in: .newlines),
            "docs/\(command).md must be printed anew"
        )
    }
}
