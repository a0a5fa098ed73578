import ArgumentParser
import Cells
import Explanation
import Explorer

/// Where removal curves are drawn.
struct RemovalPageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Draw the curves as \(DrawnFigure.FileFormat.pages.endings): of several inputs their means in a file, or one \
            each in a folder.
            """,
            valueName: "file|dir/"
        ),
        completion: .file(extensions: DrawnFigure.FileFormat.pages.map(\.rawValue)),
        transform: OutputPath.parser(DrawnFigure.FileFormat.pages.map(\.rawValue), orFolder: true)
    )
    var output: OutputPath?
    @Option(
        help: ArgumentHelp(
            "What is written into the folder of --output; png without it.",
            valueName: "format"
        )
    )
    private var format: PageFormat?
    @OptionGroup var colours: PageColours

    /// What is written into a folder.
    var folderFormat: DrawnFigure.FileFormat { format?.format ?? .png }

    func validate() throws { try FolderFormat.validate(format?.format, output) }
}

/// What a page can be written as, behind an option.
private struct PageFormat: ExpressibleByArgument {
    let format: DrawnFigure.FileFormat

    init?(argument: String) {
        guard let format = DrawnFigure.FileFormat(rawValue: argument),
            DrawnFigure.FileFormat.pages.contains(format)
        else { return nil }
        self.format = format
    }

    static var allValueStrings: [String] { DrawnFigure.FileFormat.pages.map(\.rawValue) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// The pages that `faithful` draws its curves on: one for all inputs, or one for each.
struct RemovalPages {
    private let options: RemovalPageOptions
    private let places: OutputPlaces?
    private var kept: [MeasuredRemovals] = []

    /// The pages for some inputs.
    ///
    /// - Throws: ``WrongUsage`` if what is named is neither file nor folder.
    init(_ options: RemovalPageOptions, for sources: [Source]) throws {
        self.options = options
        let folder = options.output.flatMap { $0.file == nil ? $0 : nil }
        places = try folder?.places("--output", for: sources, ending: options.folderFormat.rawValue)
    }

    /// Adds what was measured of an input.
    ///
    /// - Throws: what went wrong with its file, in a sentence with the file's name.
    mutating func add(_ found: MeasuredRemovals, of source: Source) throws {
        if let places {
            try page([found]).write(of: options.folderFormat, to: places.path(for: source))
        } else if options.output != nil {
            kept.append(found)
        }
    }

    /// Writes the page of all inputs; none if nothing was measured.
    func finish() throws {
        guard let path = options.output?.file, !kept.isEmpty else { return }
        try page(kept).write(to: path)
    }

    private func page(_ found: [MeasuredRemovals]) -> SavedPage {
        RemovalFigure(found).page(options.colours.background)
    }
}
