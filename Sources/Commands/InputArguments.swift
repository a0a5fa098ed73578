import ArgumentParser
import Explanation
import Files
import Media
import Models

/// The inputs of a command, and what is changed in them.
struct InputArguments: ParsableArguments {
    @Argument(
        help: """
            Pictures, sounds, texts, folders of them, and patterns such as 'photos/*.jpg'; - is standard input.
            """,
        completion: .file()
    )
    var files: [String] = []
    @Option(help: ArgumentHelp("A text instead of a file; can be given several times.", valueName: "text"))
    var text: [String] = []
    @OptionGroup(title: "What is changed in them") var changes: EditOptions

    /// Refuses to have no input.
    func validateSome() throws {
        if files.isEmpty && text.isEmpty {
            throw ValidationError("no input is named; name a file, or give a --text")
        }
    }

    private var edits: [Edit] { changes.edits }

    /// The inputs for a model, in the order of the command line: files first, then texts.
    ///
    /// - Throws: ``Failure`` if the model takes pictures two by two, and one is left over; ``WrongUsage`` if an option says
    ///   how other inputs are read.
    func inputs(_ reading: ReadingOptions, for model: Model) throws -> NamedInputs {
        var inputs = NamedInputs()
        let paths = inputs.find(files, areFoldersClips: reading.areFoldersClips, model)
        inputs.sources =
            try Source.files(paths, options: reading.options, edits: edits, for: model) + texts(reading)
        try reading.check(inputs.sources, for: model)
        return inputs
    }

    /// The inputs for an explorer, which looks into folders itself and has no model yet.
    func sources(_ reading: ReadingOptions) -> [Source] {
        // A pattern that fits nothing is listed as a file that is missing.
        let paths = files.flatMap { file in
            Pattern(file).map { $0.paths.isEmpty ? [file] : $0.paths } ?? [file]
        }
        return sources(of: paths, reading) + texts(reading)
    }

    /// Files, each by itself, with the options of the command line.
    func sources(of paths: [String], _ reading: ReadingOptions) -> [Source] {
        paths.map { Source(.file(path: $0), options: reading.options, edits: edits) }
    }

    private func texts(_ reading: ReadingOptions) -> [Source] {
        // What is not UTF-8 is no byte of a path here.
        text.map { String(decoding: PathText.bytes(of: $0), as: UTF8.self) }
            .map { Source(.text($0), options: reading.options, edits: edits) }
    }
}
