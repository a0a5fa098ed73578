import ArgumentParser
import Cells
import Explanation
import Explorer
import Foundation
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
    @Option(
        help: ArgumentHelp(
            "What is written into the folder of --output; png without it.",
            valueName: "format"
        )
    )
    var format: DrawnFigure.FileFormat?
    @Option(
        help: ArgumentHelp(
            "Write a picture, as --output does; of several inputs one each, into a folder.",
            valueName: "file.png"
        ),
        completion: .file(extensions: ["png"]),
        transform: OutputPath.parser("png", orFolder: true)
    )
    var png: OutputPath?
    @Flag(help: "Figures on a light page, for paper.")
    var light = false
    @Flag(help: "Figures on a dark page; without --light and --dark as the terminal is known to be, or dark.")
    var dark = false

    func validate() throws {
        if light && dark { throw ValidationError("--light and --dark: give one of them") }
        guard let format else { return }
        guard let output else {
            throw ValidationError(
                "--format \(format.rawValue) needs --output"
            )
        }
        if let ending = output.ending, ending != format.rawValue {
            throw ValidationError(
                "--format \(format.rawValue): the name \(output.path) ends in .\(ending); leave out one of them"
            )
        }
    }

    /// Whether anything is written.
    var writes: Bool { output != nil || png != nil }

    /// What lies behind figures.
    var background: Background {
        light ? .light : dark ? .dark : Background.told(by: ProcessInfo.processInfo.environment)
    }

    /// The files that are written for some inputs.
    ///
    /// - Throws: ``WrongUsage`` if several inputs have one file.
    func files(for sources: [Source]) throws -> FigureOutput {
        let ending = (format ?? .png).rawValue
        var places: [(OutputPlaces, DrawnFigure.FileFormat?)] = []
        if let output {
            places.append(
                (try output.places("--output", for: sources, ending: ending), output.isNamed ? nil : format)
            )
        }
        if let png { places.append((try png.places("--png", for: sources), .png)) }
        return FigureOutput(places: places)
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
