import ArgumentParser
import Explanation
import FoundationEssentials
import Media
import Models

struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List what can be run: the bundled models, or those in a folder.",
        discussion: """
            Of a model's own folder it also tells what became of every tensor, which sizes follow from the \
            configuration, and how media are made ready.

            EXAMPLES
              perceiver models
              perceiver models ~/checkpoints
              perceiver models ~/checkpoints/language-perceiver --json
            """
    )

    @Argument(
        help: "A model's folder, one with models' folders in it, or the name of a bundled model.",
        completion: .directory
    )
    var folder: String?
    @Flag(help: "One JSON object a line for each model.")
    var json = false

    func run() throws {
        var answers = CommandAnswers()
        guard let folder else {
            for place in ModelPlace.allBundled {
                try print(
                    ModelReport(answers(ModelQuestion(place)), place: place.bundledName),
                    isWhole: false
                )
                answers.forget(allBut: .bundled)
            }
            return
        }
        let named = ModelPlace(named: folder)
        if case .supplied = named {
            return try print(
                ModelReport(answers(ModelQuestion(named)), place: named.bundledName),
                isWhole: true
            )
        }
        let found = try Self.candidates(in: folder)
        guard !found.isEmpty else {
            throw Failure("\(folder): holds no model; expected config.json, here or in a folder below")
        }
        let isWhole = found.map(\.path) == [URL(filePath: folder).path]
        var failures = 0
        for candidate in found {
            do {
                let model = try answers(ModelQuestion(.folder(path: candidate.path)))
                try print(ModelReport(model, place: candidate.path), isWhole: isWhole)
            } catch {
                failures += 1
                let mapping = isWhole ? try? Model.report(folder: candidate) : nil
                let report = UnusableModelReport(
                    place: candidate.path,
                    problem: "\(error)",
                    mapping: mapping
                )
                if json { Swift.print(try report.json()) } else if isWhole { Swift.print(report.text) }
                StandardError.write("perceiver: \(error)")
            }
            answers.forget(allBut: .bundled)
        }
        if failures > 0 { throw failures < found.count ? .someFailed : ExitCode.nothingDone }
    }

    private func print(_ report: ModelReport, isWhole: Bool) throws {
        if json {
            Swift.print(try report.json())
        } else {
            Swift.print(report.text)
            if isWhole, let mapping = report.mapping { Swift.print(mapping.text) }
        }
    }

    /// The folder itself if it is a model's, otherwise those below it that are, by name.
    private static func candidates(in folder: String) throws -> [URL] {
        let root = URL(filePath: folder)
        if ModelListing.isModel(root.path) { return [root] }
        return try Folder.names(in: folder).map { root.appending(path: $0) }
            .filter { ModelListing.isModel($0.path) }.sorted { $0.path < $1.path }
    }
}

extension ModelPlace {
    /// What a model that comes with the program is called in lists.
    fileprivate var bundledName: String { self == .bundled ? "bundled" : "bundled: \(name)" }
}
