import Foundation
import TestData
import Testing

/// Results that do not reach anyone.
@Suite struct StandardOutputTests {
    private let runner = CommandTests()

    @Test(
        "Results that cannot be written are a failure",
        arguments: [
            "predict dog.txt", "predict dog.txt --json", "attend dog.txt", "attend dog.jpg --json",
            "compare dog.txt cat.txt", "keys", "models",
        ]
    )
    func fullDisk(arguments: String) throws {
        let outcome = try runner.perceiver("\(arguments) >/dev/full")
        #expect(outcome.status == 2)
        #expect(
            outcome.messages.hasPrefix("perceiver: standard output: cannot be written"),
            "\(outcome.messages)"
        )
    }

    /// Nobody can be told that messages cannot be written; results are.
    @Test("Messages that cannot be written do no harm", arguments: ["2>/dev/full", "2>&-"])
    func messages(redirection: String) throws {
        let outcome = try runner.perceiver("predict missing.png dog.txt \(redirection)")
        #expect(outcome.status == 1 && outcome.output.contains("dog.txt (text, "), "\(outcome.output)")
    }

    /// A file that the program opens must not be taken for its standard input or output.
    @Test("Standard streams that are closed are not other files")
    func closedStreams() throws {
        let input = try runner.perceiver("predict - <&-")
        #expect(
            input.status == 2 && input.messages.contains("standard input: cannot be read"),
            "\(input.messages)"
        )
        let output = try runner.perceiver("predict dog.txt >&-")
        #expect(
            output.status == 2 && output.messages.contains("standard output: cannot be written"),
            "\(output.messages)"
        )
    }

    /// The reader is gone before anything is written: it opens the gate after it has closed the pipe.
    @Test("A reader that wants no more is left in peace")
    func closedPipe() throws {
        let folder = runner.temporary("pipe")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let program = Programs.quoted(try #require(Programs.path(of: "perceiver")))
        let script = """
            cd \(folder) && mkfifo gate && {
                { read gate <gate; \(program) keys 2>messages; echo $? >status; } | { exec <&-; echo >gate; }
            }
            """
        #expect(try Programs.output(of: script).output.isEmpty)
        #expect(try String(contentsOfFile: "\(folder)/messages", encoding: .utf8).isEmpty)
        #expect(!["1\n", "2\n"].contains(try String(contentsOfFile: "\(folder)/status", encoding: .utf8)))
    }
}
