import Cells
import Explanation
import Explorer
import Files
import FoundationEssentials
import Glibc
import Media

extension DrawnFigure: FileContent {
    package var formats: [FileFormat] { FileFormat.allCases }

    package func bytes(_ format: FileFormat) throws(MediaError) -> [UInt8] {
        switch format {
        case .png: try page(picture: figure.picture).image().png(noting: Array(figure.description()))
        case .svg: try page(picture: figure.picture).svg(metadata: figure.description())
        case .csv: Array(figure.csv.utf8)
        case .json: Array(figure.json())
        case .npz: figure.npz
        case .ans: Array(text(Appearance(depth: .full, ascii: false, background: background)).utf8)
        case .txt: Array(text(Appearance(depth: .monochrome, ascii: false)).utf8)
        }
    }

    /// Title, map and legend in lines, as they are printed to a terminal.
    private func text(_ appearance: Appearance) -> String {
        let lines = ([figure.title(dot: appearance.dot)] + [figure.opened.input.note].compactMap { $0 })
            .map { printable($0) }
        let map = text(width: 80, appearance: appearance)
        let measures = figure.measures.map(\.text).joined(separator: ", ")
        return (lines + [map] + (measures.isEmpty ? [] : [measures])).joined(separator: "\n") + "\n"
    }
}

extension SavedTable: FileContent {
    package var formats: [DrawnFigure.FileFormat] { DrawnFigure.FileFormat.tables }

    package func bytes(_ format: DrawnFigure.FileFormat) -> [UInt8] {
        Array((format == .csv ? csv : json).utf8)
    }
}

extension SavedPage: FileContent {
    package var formats: [DrawnFigure.FileFormat] {
        numbers == nil ? DrawnFigure.FileFormat.pages : DrawnFigure.FileFormat.numberedPages
    }

    package func bytes(_ format: DrawnFigure.FileFormat) throws(MediaError) -> [UInt8] {
        switch (format, numbers) {
        case (.csv, let numbers?): return Array(numbers.csv.utf8)
        case (.json, let numbers?): return Array(numbers.json.utf8)
        case (.npz, let numbers?): return numbers.npz
        case (.svg, _): return try plate.svg(metadata: metadata)
        default: return try plate.image().png(noting: Array(metadata))
        }
    }
}

extension PairFigure: FileContent {
    package var formats: [DrawnFigure.FileFormat] { DrawnFigure.FileFormat.pages }

    package func bytes(_ format: DrawnFigure.FileFormat) throws(MediaError) -> [UInt8] {
        try page.bytes(format)
    }

    /// The page with the inputs' pictures in their own size.
    var page: SavedPage { page(pictures: figures.map(\.picture)) }
}

/// What files of some formats can hold.
package protocol FileContent: Sendable {
    /// The formats.
    var formats: [DrawnFigure.FileFormat] { get }
    /// What it is in a session file; `nil` of what no session began with.
    var step: SessionRecord.Step? { get }

    /// What a file of one of them holds.
    ///
    /// - Throws: `MediaError` if a picture is too large.
    func bytes(_ format: DrawnFigure.FileFormat) throws(MediaError) -> [UInt8]
}

extension FileContent {
    /// Writes a file, in place of what is there.
    ///
    /// - Throws: what went wrong, in a sentence with the file's name.
    package func write(_ format: DrawnFigure.FileFormat, to path: String) throws(Failure) {
        do throws(MediaError) { try OutputFile.write(bytes(format), to: path) } catch {
            throw Failure("\(error)")
        }
    }

    /// Writes a file that was not there before: if the name is taken, one with a number.
    ///
    /// - Parameter path: its end tells what is written; see ``DrawnFigure/FileFormat``.
    /// - Returns: the file that was written.
    /// - Throws: what went wrong, in a sentence with the file's name.
    package func write(toNew path: String) throws(Failure) -> String {
        let format = try DrawnFigure.FileFormat(of: path, among: formats)
        let file = FileStatus.free(path)
        try write(format, to: file)
        return file
    }
}

extension FileStatus {
    /// A path that is not taken: the path itself, or if that is taken one with a number.
    ///
    /// - Parameter isTaken: whether a path is; without it whether anything is there.
    static func free(_ path: String, isTaken: (String) -> Bool = exists) -> String {
        let ending = URL(filePath: path).pathExtension
        let stem = ending.isEmpty ? path : String(path.dropLast(ending.count + 1))
        var (file, number) = (path, 2)
        while isTaken(file) {
            file = "\(stem)-\(number)" + (ending.isEmpty ? "" : ".\(ending)")
            number += 1
        }
        return file
    }
}

extension Figure {
    /// The picture that it is of in its own size, if it can still be read, and the outline has but a small one.
    var picture: Image? {
        guard case .picture(let thumbnail, let width, let height) = opened.outline,
            thumbnail.width < width || thumbnail.height < height,
            case .image(let image)? = source.picture, image.width == width, image.height == height
        else { return nil }
        return image
    }
}
