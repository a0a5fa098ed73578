public import Explanation
import FoundationEssentials

extension DrawnFigure {
    /// What a file can hold of a figure, by the end of its name.
    public enum FileFormat: String, Sendable, CaseIterable {
        /// A picture of it, on a page with axes, colours and caption.
        case png
        /// The same in shapes and letters.
        case svg
        /// The numbers, a line for each.
        case csv
        /// The numbers with what they are.
        case json
        /// The numbers as arrays of numpy.
        case npz
        /// It in characters, with colours as escape sequences.
        case ans
        /// It in characters, without colours.
        case txt

        /// What a page can be written as that has no numbers of a map.
        public static let pages: [FileFormat] = [.png, .svg]
        /// What a page can be written as that has numbers.
        public static let numberedPages: [FileFormat] = [.png, .svg, .csv, .json, .npz]
        /// What a table can be written as.
        public static let tables: [FileFormat] = [.csv, .json]

        /// The format that a file's name tells.
        ///
        /// - Parameters:
        ///   - path: the file.
        ///   - formats: those that there can be.
        /// - Throws: a sentence with the name and the ends that are accepted.
        public init(of path: String, among formats: [FileFormat] = allCases) throws(Failure) {
            guard let format = FileFormat(rawValue: URL(filePath: path).pathExtension.lowercased()),
                formats.contains(format)
            else { throw Failure("\(path): the name must end in \(formats.endings)") }
            self = format
        }

        /// The ends of names, for sentences: `.png, .svg … or .txt`.
        public static var endings: String { allCases.endings }
    }
}

extension [DrawnFigure.FileFormat] {
    /// The ends of names, for sentences: `.png or .svg`.
    package var endings: String { map { ".\($0.rawValue)" }.alternatives }
}

extension [String] {
    /// In a sentence: `a, b or c`.
    package var alternatives: String {
        guard count > 1 else { return joined() }
        return dropLast().joined(separator: ", ") + " or \(self[count - 1])"
    }
}
