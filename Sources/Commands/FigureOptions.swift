import ArgumentParser
import Cells
import Explanation
import Explorer
import FoundationEssentials
import Glibc
import Terminal

/// Where figures are written, and how they look.
struct FigureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Write a figure, whose kind the name's end tells: \(DrawnFigure.FileFormat.endings). Of several inputs one \
            each, into a folder.
            """,
            valueName: "file|dir/"
        ),
        completion: .file(extensions: DrawnFigure.FileFormat.allCases.map(\.rawValue)),
        transform: OutputPath.parser(DrawnFigure.FileFormat.allCases.map(\.rawValue), orFolder: true)
    )
    var output: OutputPath?
    @OptionGroup var folder: FolderFormat
    @Option(
        help: ArgumentHelp(
            "Write a picture, as --output does; of several inputs one each, into a folder.",
            valueName: "file.png"
        ),
        completion: .file(extensions: ["png"]),
        transform: OutputPath.parser("png", orFolder: true)
    )
    var png: OutputPath?
    @OptionGroup var colours: PageColours

    func validate() throws { try folder.validate(output) }

    /// Whether anything is written.
    var writes: Bool { output != nil || png != nil }

    /// What lies behind figures.
    var background: Background { colours.background }

    /// The files that are written for some inputs.
    ///
    /// - Throws: ``WrongUsage`` if several inputs have one file.
    func files(for sources: [Source]) throws -> FigureOutput {
        var places: [(OutputPlaces, DrawnFigure.FileFormat?)] = []
        if let output {
            let named = try output.places("--output", for: sources, ending: folder.ending)
            places.append((named, output.isNamed ? nil : folder.format))
        }
        if let png { places.append((try png.places("--png", for: sources), .png)) }
        return FigureOutput(places: places)
    }
}

/// What files in a folder are.
struct FolderFormat: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What is written into the folder of --output; png without it.",
            valueName: "format"
        )
    )
    var format: DrawnFigure.FileFormat?

    /// The end of the files' names.
    var ending: String { (format ?? .png).rawValue }

    /// Refuses a format of files in a folder where there is none, or where a file is named that has another.
    func validate(_ output: OutputPath?) throws { try Self.validate(format, output) }

    /// The same for an option that accepts less.
    static func validate(_ format: DrawnFigure.FileFormat?, _ output: OutputPath?) throws {
        guard let format else { return }
        guard let output else { throw ValidationError("--format \(format.rawValue) needs --output") }
        if let ending = output.ending, ending != format.rawValue {
            throw ValidationError(
                "--format \(format.rawValue): the name \(output.path) ends in .\(ending); leave out one of them"
            )
        }
    }
}

/// Whether pages are light or dark.
struct PageColours: ParsableArguments {
    @Flag(help: "Figures on a light page, for paper.")
    var light = false
    @Flag(help: "Figures on a dark page; without --light and --dark as the terminal is known to be, or dark.")
    var dark = false

    func validate() throws {
        if light && dark { throw ValidationError("--light and --dark: give one of them") }
    }

    /// What lies behind figures.
    var background: Background {
        light ? .light : dark ? .dark : Background.told(by: ProcessInfo.processInfo.environment)
    }
}

/// A page that is written of all inputs.
struct PageFile: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Draw what is compared as \(DrawnFigure.FileFormat.pages.endings).",
            valueName: "file"
        ),
        completion: .file(extensions: DrawnFigure.FileFormat.pages.map(\.rawValue)),
        transform: OutputPath.parser(DrawnFigure.FileFormat.pages.map(\.rawValue), orFolder: false)
    )
    var output: OutputPath?
    @OptionGroup var colours: PageColours

    /// Writes a page if one was asked for, and tells that on standard error.
    ///
    /// - Throws: what went wrong, in a sentence with the file's name.
    func write(_ page: (Background) throws -> SavedPage) throws {
        guard let path = output?.path else { return }
        try page(colours.background).write(to: path)
    }
}

extension SavedPage {
    /// Writes a page to a file whose name tells its kind, or which is of a format, and tells that on standard error.
    ///
    /// - Throws: what went wrong, in a sentence with the file's name.
    func write(of format: DrawnFigure.FileFormat? = nil, to path: String) throws {
        try write(format ?? DrawnFigure.FileFormat(of: path, among: formats), to: path)
        StandardError.write("wrote \(path)")
    }
}

/// The files that figures are written to.
struct FigureOutput {
    /// For each option the places, and the format where names do not tell it.
    fileprivate let places: [(OutputPlaces, DrawnFigure.FileFormat?)]

    /// Writes a figure, and tells that on standard error.
    ///
    /// - Throws: what went wrong, in a sentence with the file's name.
    func write(_ figure: DrawnFigure) throws {
        for (places, format) in places {
            let path = try places.path(for: figure.figure.source)
            try figure.write(format ?? DrawnFigure.FileFormat(of: path), to: path)
            StandardError.write("wrote \(path)")
        }
    }
}

extension OutputPath {
    /// Whether the name of a file tells its kind.
    fileprivate var isNamed: Bool { ending != nil }
}

extension DrawnFigure.FileFormat: ExpressibleByArgument {}
