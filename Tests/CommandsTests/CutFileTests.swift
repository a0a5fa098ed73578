import Foundation
import TestData
import Testing

/// Weights that are written to while a command uses them, which stay in the file and are looked at there.
@Suite struct CutFileTests {
    private let runner = CommandTests()

    /// What a prediction says whose input comes from a pipe, after something is done to the weights meanwhile.
    private func outcome(_ change: String) throws -> CommandTests.Outcome {
        let folder = runner.temporary("model")
        try singlePrecisionCopy(of: "published/image-learned", to: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let weights = "\(folder)/model.safetensors"
        // The program waits for its input with the weights mapped.
        let program = Programs.quoted(try #require(Programs.path(of: "perceiver")))
        let script = """
            mkfifo \(folder)/input
            \(program) predict - --model \(folder) <\(folder)/input &
            exec 3>\(folder)/input
            until grep -q model.safetensors /proc/$!/maps; do kill -0 $! || break; sleep 0.01; done
            \(change) \(weights)
            cat \(folder)/picture.png >&3
            exec 3>&-
            wait $!
            """
        try script.write(toFile: "\(folder)/script", atomically: true, encoding: .utf8)
        let messages = "\(folder)/messages"
        let (output, status) = try Programs.output(of: "timeout 60 bash \(folder)/script 2>\(messages)")
        return CommandTests.Outcome(
            output: output,
            messages: try String(contentsOfFile: messages, encoding: .utf8),
            status: status
        )
    }

    @Test("A file that is cut short ends a command with its name")
    func cut() throws {
        let outcome = try outcome("truncate -s 4096")
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.messages.contains("/model.safetensors: was c"), "\(outcome.messages)")
        #expect(outcome.messages.contains("when whatever writes it is done"))
        #expect(outcome.messages.split(separator: "\n").count == 1)
    }

    @Test("A file that is written to meanwhile is no longer the model's")
    func written() throws {
        let outcome = try outcome("printf zeros >>")
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.messages.contains("/model.safetensors: was changed while it was read"))
    }
}
