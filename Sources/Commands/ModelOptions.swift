import ArgumentParser
import Explanation
import FoundationEssentials

/// Which model a command uses.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A folder with config.json and weights.", valueName: "dir"),
        completion: .directory
    )
    var model: String?

    /// Where the model is, as it was named.
    var place: ModelPlace { model.map { .folder(path: $0) } ?? .bundled }

    /// Where the model is, whatever the working directory will be.
    var absolutePlace: ModelPlace {
        model.map { .folder(path: URL(filePath: $0).standardizedFileURL.path) } ?? .bundled
    }
}
