import Explanation
import Explorer
import Files
import Foundation
import Media

extension DrawnFigure {
    /// What a file can hold of a figure, by the end of its name.
    package enum FileFormat: String, Sendable {
        /// A picture of it.
        case png
        /// The numbers, a line for each.
        case csv
        /// The numbers with what they are.
        case json

        /// The format that a file's name tells.
        ///
        /// - Throws: a sentence with the name and the ends that are accepted.
        package init(of path: String) throws(Failure) {
            guard let format = FileFormat(rawValue: URL(filePath: path).pathExtension.lowercased()) else {
                throw Failure("\(path): the name must end in .png, .csv or .json")
            }
            self = format
        }
    }

    /// Writes the figure to a file, in place of what is there.
    ///
    /// - Throws: what went wrong, in a sentence with the file's name.
    package func write(_ format: FileFormat, to path: String) throws(Failure) {
        do throws(MediaError) {
            switch format {
            case .png: try image().write(toPNG: path)
            case .csv: try OutputFile.write(Array(figure.csv.utf8), to: path)
            case .json: try OutputFile.write(Array(figure.json()), to: path)
            }
        } catch {
            throw Failure("\(error)")
        }
    }

    /// Writes the figure to a file that was not there before: if the name is taken, to one with a number.
    ///
    /// - Parameter path: its end tells what is written; see ``FileFormat``.
    /// - Returns: the file that was written.
    /// - Throws: what went wrong, in a sentence with the file's name.
    package func write(toNew path: String) throws(Failure) -> String {
        let format = try FileFormat(of: path)
        let file = Self.unused(path, format)
        try write(format, to: file)
        return file
    }

    /// The path itself, or if something is there one with a number.
    fileprivate static func unused(_ path: String, _ format: FileFormat) -> String {
        let stem = path.dropLast(format.rawValue.count + 1)
        let ending = path.suffix(format.rawValue.count)
        var (file, number) = (path, 2)
        while FileStatus.exists(file) {
            file = "\(stem)-\(number).\(ending)"
            number += 1
        }
        return file
    }
}

extension SavedTable {
    /// Writes the numbers to a file that was not there before: if the name is taken, to one with a number.
    ///
    /// - Returns: the file that was written.
    /// - Throws: what went wrong, in a sentence with the file's name.
    package func write(toNew path: String) throws(Failure) -> String {
        guard let format = try? DrawnFigure.FileFormat(of: path), format != .png else {
            throw Failure("\(path): the name must end in .csv or .json")
        }
        let file = DrawnFigure.unused(path, format)
        do throws(MediaError) {
            try OutputFile.write(Array((format == .csv ? csv : json).utf8), to: file)
        } catch {
            throw Failure("\(error)")
        }
        return file
    }
}
