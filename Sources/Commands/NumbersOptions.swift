import ArgumentParser

/// Results as numbers for other programs.
struct NumbersOptions: ParsableArguments {
    @Flag(help: "Print JSON: an object a line for each input, or one for inputs that are compared.")
    var json = false
    @Option(
        help: ArgumentHelp("Write one table of all inputs; - prints it.", valueName: "file.csv"),
        completion: .file(extensions: ["csv"]),
        transform: OutputPath.parser("csv")
    )
    var csv: OutputPath?

    func validate() throws {
        if json, csv?.path == TableOutput.standardOutput {
            throw ValidationError("--json and --csv - both print; name a file for the table")
        }
    }
}

/// How long lists are.
struct ListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many are listed: of each task's classes, of shared classes, latents and other inputs.",
            valueName: "k"
        )
    )
    var top = 5

    func validate() throws {
        if top < 1 { throw ValidationError("--top must be at least 1") }
    }
}
