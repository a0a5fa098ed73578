import ArgumentParser
import Explanation
import Explorer
import Files
import FoundationEssentials
import Glibc
import Media

/// Computes again what a session file says was saved.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Make again what was saved in a session that explore --record wrote down.",
        discussion: """
            Each figure and table that was saved is computed from its inputs and its model, and compared with what was \
            saved: it must have the same bytes. With --output it is also written, under the name it had. What would come \
            from a file that has changed since is refused.

            EXAMPLES
              perceiver explore photos --record session.json
              perceiver replay session.json
              perceiver replay session.json --output again/
              perceiver replay session.json --output again/ --views svg
            """
    )

    @Argument(help: "The session file.", completion: .file(extensions: ["json"]))
    var file: String
    @Option(
        help: ArgumentHelp(
            "Write what comes out into this folder; without it, it is only compared.",
            valueName: "dir"
        ),
        completion: .directory
    )
    var output: String?
    @Option(
        help: ArgumentHelp(
            "Also write what was only looked at, in this format: view-1.svg, view-2.svg and so on.",
            valueName: "format"
        )
    )
    var views: DrawnFigure.FileFormat?

    func validate() throws {
        if let views, output == nil {
            throw ValidationError("--views \(views.rawValue): writes figures; give --output, too")
        }
    }

    func run() throws {
        let record = try read()
        let folder = output.map { $0.hasPrefix("/") ? $0 : FileStatus.workingFolder + "/" + $0 }
        if let folder { try Folder.make(folder) }
        // Figures say the paths of their inputs as they were given there; one that is not there is told with its step.
        _ = record.folder.withSystemPath { chdir($0) }
        var (replay, counts) = (Replay(program: record.program), (done: 0, failed: 0))
        for wanted in wanted(record) {
            do {
                let bytes = try replay.bytes(wanted.step, named: wanted.name)
                if let folder { try OutputFile.write(bytes, to: folder + "/" + wanted.name) }
                counts.done += 1
                let outcome = wanted.step.saved == nil ? "written" : "the same bytes"
                StandardOutput.write("\(wanted.name): \(outcome)\n")
                StandardOutput.flush()
            } catch {
                counts.failed += 1
                StandardError.write("perceiver: \(file): step \(wanted.number), \(wanted.name): \(error)")
            }
        }
        guard counts.failed > 0 else {
            if counts.done == 0 {
                StandardError.write("\(file): nothing was saved; --views writes what was only looked at")
            }
            return
        }
        throw counts.done > 0 ? .someFailed : ExitCode.nothingDone
    }

    /// Reads the session file.
    ///
    /// - Throws: ``Failure`` if it cannot be read, or is refused.
    private func read() throws(Failure) -> SessionRecord {
        let bytes: [UInt8]
        do { bytes = try WholeFile.bytes(file) } catch {
            throw Failure(
                "\(file): cannot be read (\(error.reason.lowercased())); name a file that explore --record wrote"
            )
        }
        do { return try SessionRecord(Data(bytes)) } catch { throw Failure("\(file): \(error)") }
    }

    /// The steps that are made again, with their numbers from 1 and the names of files that no other has.
    private func wanted(_ record: SessionRecord) -> [(number: Int, name: String, step: SessionRecord.Step)] {
        var (names, views) = (Set<String>(), 0)
        return record.steps.enumerated().compactMap { place, step in
            var name: String
            if let saved = step.saved {
                name = String(saved.path.split(separator: "/").last ?? "")
            } else {
                guard let format = self.views else { return nil }
                views += 1
                name = "view-\(views).\(format.rawValue)"
            }
            name = FileStatus.free(name) { names.contains($0) }
            names.insert(name)
            return (place + 1, name, step)
        }
    }
}

/// Computes steps of a session again.
private struct Replay {
    /// The program that recorded them.
    let program: String
    private var answers = CommandAnswers()
    private var files = SessionFiles()
    /// The step before.
    private var last: SessionRecord.Step?

    init(program: String) { self.program = program }

    /// What a step saved, or would save under a name.
    ///
    /// - Throws: an error whose description is a sentence for the user: ``SessionError`` if the step cannot be made again, or
    ///   other bytes come out.
    mutating func bytes(_ step: SessionRecord.Step, named name: String) throws -> [UInt8] {
        if case .nothing(let reason) = step.content { throw SessionError.impossible(reason) }
        try files.check(step)
        // The run of an input is kept while the steps are about it.
        if let last, last.place != step.place { answers = CommandAnswers() }
        if last?.inputs != step.inputs { answers.forget(allBut: step.place) }
        last = step
        let format = try DrawnFigure.FileFormat(of: name)
        let bytes = try answers.working(on: name) { try step.bytes(format, &$0) }
        if let saved = step.saved, saved.sha256 != Fingerprint.of(bytes) {
            throw SessionError.otherBytes(program: program)
        }
        return bytes
    }
}
