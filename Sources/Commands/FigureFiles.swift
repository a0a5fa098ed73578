import Cells
import Explanation
import Explorer
import Files
import Foundation
import Media

extension DrawnFigure {
    /// What a file of a format holds.
    ///
    /// - Throws: `MediaError` if a picture is too large.
    package func bytes(_ format: FileFormat) throws(MediaError) -> [UInt8] {
        switch format {
        case .png: try page(picture: picture).image().png(noting: Array(figure.description()))
        case .svg: try page(picture: picture).svg(metadata: figure.description())
        case .csv: Array(figure.csv.utf8)
        case .json: Array(figure.json())
        case .npz: figure.npz
        case .ans: Array(text(Appearance(depth: .full, ascii: false, background: background)).utf8)
        case .txt: Array(text(Appearance(depth: .monochrome, ascii: false)).utf8)
        }
    }

    /// The picture that it is of in its own size, if it can still be read.
    private var picture: Image? {
        guard case .picture(let thumbnail, let width, let height) = figure.opened.outline,
            thumbnail.width < width || thumbnail.height < height,
            case .image(let image)? = figure.source.picture, image.width == width, image.height == height
        else { return nil }
        return image
    }

    /// Title, map and legend in lines, as they are printed to a terminal.
    private func text(_ appearance: Appearance) -> String {
        let lines = ([figure.title(dot: appearance.dot)] + [figure.opened.input.note].compactMap { $0 })
            .map { printable($0) }
        let map = canvas(width: 80, appearance: appearance).text(appearance: appearance)
        let measures = figure.measures.map(\.text).joined(separator: ", ")
        return (lines + [map] + (measures.isEmpty ? [] : [measures])).joined(separator: "\n") + "\n"
    }

    /// Writes the figure to a file, in place of what is there.
    ///
    /// - Throws: what went wrong, in a sentence with the file's name.
    package func write(_ format: FileFormat, to path: String) throws(Failure) {
        try written { () throws(MediaError) in try OutputFile.write(bytes(format), to: path) }
    }

    /// Writes the figure to a file that was not there before: if the name is taken, to one with a number.
    ///
    /// - Parameter path: its end tells what is written; see ``FileFormat``.
    /// - Returns: the file that was written.
    /// - Throws: what went wrong, in a sentence with the file's name.
    package func write(toNew path: String) throws(Failure) -> String {
        let format = try FileFormat(of: path)
        let file = FileStatus.free(path)
        try write(format, to: file)
        return file
    }
}

extension SavedTable {
    /// Writes the numbers to a file that was not there before: if the name is taken, to one with a number.
    ///
    /// - Returns: the file that was written.
    /// - Throws: what went wrong, in a sentence with the file's name.
    package func write(toNew path: String) throws(Failure) -> String {
        guard let format = try? DrawnFigure.FileFormat(of: path), let bytes = bytes(format) else {
            throw Failure("\(path): the name must end in .csv or .json")
        }
        let file = FileStatus.free(path)
        try written { () throws(MediaError) in try OutputFile.write(bytes, to: file) }
        return file
    }

    /// What a file of a format holds; `nil` of a format that holds no tables.
    func bytes(_ format: DrawnFigure.FileFormat) -> [UInt8]? {
        switch format {
        case .csv: Array(csv.utf8)
        case .json: Array(json.utf8)
        case .png, .svg, .npz, .ans, .txt: nil
        }
    }
}

/// Writes something; what goes wrong is told in a sentence.
private func written(_ write: () throws(MediaError) -> Void) throws(Failure) {
    do throws(MediaError) { try write() } catch { throw Failure("\(error)") }
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
