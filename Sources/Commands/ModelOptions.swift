import ArgumentParser
import Explanation

/// Which model a command uses.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder with config.json and weights, or the name of a bundled model; `perceiver models` lists those.",
            valueName: "dir"
        ),
        completion: .directory
    )
    var model: String?

    /// Where the model is, as it was named.
    var place: ModelPlace { model.map { ModelPlace(named: $0) } ?? .bundled }
}
