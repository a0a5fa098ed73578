import ArgumentParser
import Assets
import Explorer
import Foundation
import Models

struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List what can be run: the bundled model, and the models in a folder.",
        discussion: """
            EXAMPLES
              perceiver models
              perceiver models ~/checkpoints
            """
    )

    @Argument(help: "A model's folder, or one with models' folders in it.", completion: .directory)
    var folder: String?
    @Flag(help: "One JSON object a line for each model.")
    var json = false

    func run() throws {
        try describe(Model(folder: Assets.model), name: "bundled")
        guard let folder else { return }
        let found = try Self.candidates(in: folder)
        guard !found.isEmpty else {
            throw CommandFailure("\(folder): holds no model; expected config.json, here or in a folder below")
        }
        var failed = false
        for candidate in found {
            do { try describe(Model(folder: candidate), name: candidate.path) } catch {
                failed = true
                StandardError.write("perceiver: \(error)")
            }
        }
        if failed { throw ExitCode.failure }
    }

    /// The folder itself if it is a model's, otherwise those below it that are, by name.
    private static func candidates(in folder: String) throws -> [URL] {
        let root = URL(filePath: folder)
        let files = FileManager.default
        func isModel(_ url: URL) -> Bool { files.fileExists(atPath: url.appending(path: "config.json").path) }
        if isModel(root) { return [root] }
        do {
            return try files.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
                .filter(isModel).sorted { $0.path < $1.path }
        } catch {
            throw CommandFailure("\(folder): cannot be listed (\((error as NSError).localizedDescription))")
        }
    }

    private func describe(_ model: Model, name: String) throws {
        let report = ModelReport(model, place: name)
        print(json ? try report.json() : report.text)
    }
}

/// What is known of a model.
private struct ModelReport: Encodable {
    struct Task: Encodable {
        let name: String
        let input: String
        let classes: Int
    }

    let place: String
    let name: String
    let version: String
    let parameters: Int
    let latents: [Int]
    let selfAttentionLayers: Int
    let blocks: Int
    let tasks: [Task]

    init(_ model: Model, place: String) {
        self.place = place
        name = model.name
        version = model.version
        parameters = model.parameterCount
        latents = [model.encoder.latents.rows, model.encoder.latents.columns]
        selfAttentionLayers = model.encoder.depth
        blocks = model.encoder.blocks
        tasks = model.tasks.map { Task(name: $0.name, input: $0.modality.rawValue, classes: $0.labels.count) }
    }

    var text: String {
        var lines = ["\(place): \(name) \(version)"]
        lines.append(
            "  \(parameters) parameters; \(latents[0]) latents of \(latents[1]) channels; \(selfAttentionLayers) self-attention layers"
        )
        for task in tasks { lines.append("  \(task.input): \(task.name), \(task.classes) classes") }
        return lines.joined(separator: "\n")
    }
}
