import ArgumentParser
import Assets
import Explanation
import Files
import FoundationEssentials
import Glibc
import Models

/// The program's command, with all others below it.
package struct PerceiverCommand: ParsableCommand {
    /// The program's version; nothing else says it.
    package static let version = "1.1.0"

    package static let configuration = CommandConfiguration(
        commandName: "perceiver",
        abstract: "Shows what a Perceiver makes of an image, a sound or a text, and where it looked.",
        discussion: """
            Without a command it opens the explorer, on the bundled samples or on the given files.

            EXAMPLES
              perceiver                              explore the samples
              perceiver photo.jpg bark.wav           explore your own files
              perceiver photos                       explore a folder of them
              perceiver predict photo.jpg            what is on it
              perceiver attend photo.jpg             where the answer looked, as text
              perceiver compare cat.jpg meow.ogg     two inputs side by side
              perceiver help predict                 what a command can do

            EXIT STATUS
              0   Everything was answered.
              1   Some inputs failed; the others were answered.
              2   Nothing was answered: all inputs failed, or the model or a file could
                  not be used.
              64  The command was not understood, or an option means nothing for the
                  inputs or the model.
            """,
        version: version,
        subcommands: [
            ExploreCommand.self, PredictCommand.self, AttendCommand.self, CompareCommand.self,
            TraceCommand.self,
            FaithfulCommand.self, ExportCommand.self, ReplayCommand.self,
            LatentsCommand.self, ProbeCommand.self,
            ModelsCommand.self, KeysCommand.self, MethodsCommand.self, GlossaryCommand.self,
            BenchCommand.self,
        ],
        defaultSubcommand: ExploreCommand.self
    )

    /// A command that does nothing yet.
    package init() {}

    /// Does what the arguments of the process say, and ends it with a message if that fails.
    package static func main() {
        StandardOutput.claimStreams()
        do {
            let arguments = givenArguments
            try checkNames(arguments)
            var command = try parseAsRoot(arguments)
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

    /// Ends the program with a message that begins with the program's name, also where the parser wrote it.
    private static func end(with error: any Error) -> Never {
        let status = exitCode(for: error)
        if status == .success { tell(error) }
        if error is ExitCode { exit(withError: error) }
        if status == .validationFailure {
            let (full, label) = (fullMessage(for: error), _errorPrefix)
            let message = full.hasPrefix(label) ? "perceiver: " + full.dropFirst(label.count) : full
            for line in message.split(separator: "\n", omittingEmptySubsequences: false) {
                StandardError.write(String(line))
            }
            exit(withError: status)
        }
        StandardError.write("perceiver: \(error)")
        exit(withError: error.isMisuse ? ExitCode.validationFailure : .nothingDone)
    }

    /// Prints help or the version, and ends the program.
    private static func tell(_ request: any Error) -> Never {
        // Only who asks for the version waits for the model's.
        guard message(for: request) == version else { exit(withError: request) }
        print("perceiver \(version)")
        if let title = try? Model.title(folder: Assets.model) { print("model \(title)") }
        exit(withError: ExitCode.success)
    }
}

// MARK: names of commands

extension PerceiverCommand {
    /// The names of commands.
    private static var names: [String] {
        configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    }

    /// Refuses a first word that is nearly a command's name, where no file has it, and behind `help` what is no command.
    ///
    /// Such a word would be taken for an input, and `help` would pass over it.
    ///
    /// - Throws: ``WrongUsage`` with the command that was meant.
    private static func checkNames(_ words: [String]) throws(WrongUsage) {
        guard let word = words.first, !word.hasPrefix("-") else { return }
        if word == "help" {
            guard words.count > 1, !words[1].hasPrefix("-"), !names.contains(words[1]) else { return }
            let hint = commandName(near: words[1]).map { "did you mean \($0)?" }
            throw WrongUsage("no command '\(words[1])'; \(hint ?? "perceiver --help lists them")")
        }
        guard !FileManager.default.fileExists(atPath: word) else { return }
        guard Pattern(word) == nil, let name = commandName(near: word) else { return }
        throw WrongUsage("no command '\(word)'; did you mean \(name)?")
    }

    /// The command whose name is most like a word that is none.
    static func commandName(near word: String) -> String? {
        guard !names.contains(word) else { return nil }
        let distances = names.map { (name: $0, distance: $0.edits(to: word.lowercased())) }
        // One letter in three may be wrong.
        return distances.filter { $0.distance <= max(1, $0.name.count / 3) }.min {
            $0.distance < $1.distance
        }?.name
    }
}

extension String {
    /// How many letters must be added, left out, exchanged or swapped with their neighbour to make another word of it.
    fileprivate func edits(to other: String) -> Int {
        let (a, b) = (Array(self), Array(other))
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var least = Swift.min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    least = Swift.min(least, rows[i - 1][j - 1] + 1)
                }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
