import ArgumentParser
import Files

/// The program's command, with all others below it.
package struct PerceiverCommand: ParsableCommand {
    static let version = "1.0"

    package static let configuration = CommandConfiguration(
        commandName: "perceiver",
        abstract: "Shows what a Perceiver makes of an image, a sound or a text, and where it looked.",
        discussion: """
            Without a command it opens the explorer, on the bundled samples or on the given files.

            EXAMPLES
              perceiver                              explore the samples
              perceiver photo.jpg bark.wav           explore your own files
              perceiver predict photo.jpg            what is on it
              perceiver attend photo.jpg             where the answer looked, as text
              perceiver compare cat.jpg meow.ogg     two inputs side by side
            """,
        version: version,
        subcommands: [
            ExploreCommand.self, PredictCommand.self, AttendCommand.self, CompareCommand.self,
            ExportCommand.self,
            ModelsCommand.self, KeysCommand.self, BenchCommand.self,
        ],
        defaultSubcommand: ExploreCommand.self
    )

    /// A command that does nothing yet.
    package init() {}

    /// Does what the arguments of the process say, and ends it with a message if that fails.
    package static func main() {
        StandardOutput.claimStreams()
        do {
            var command = try parseAsRoot(givenArguments)
            try command.run()
            // The explorer prints nothing: its screen has the terminal.
            if !(command is ExploreCommand) { try StandardOutput.finish() }
        } catch {
            end(with: error)
        }
    }

    /// The arguments of the process, with every byte of a file's name; `CommandLine.arguments` repairs what is not UTF-8.
    private static var givenArguments: [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map { PathText.text(of: $0) }
        }
    }

    /// Ends the program with a message; help and what the parser refuses keep the parser's form.
    private static func end(with error: any Error) -> Never {
        let status = exitCode(for: error)
        if status == .success { exit(withError: error) }
        if status == .validationFailure {
            for line in fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false) {
                StandardError.write(String(line))
            }
        } else if !(error is ExitCode) {
            StandardError.write("perceiver: \(error)")
        }
        exit(withError: error is WrongUsage ? ExitCode.validationFailure : status)
    }
}
