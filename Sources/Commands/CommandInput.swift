import ArgumentParser
import Assets
import Checkpoints
import Explorer
import Foundation
import Media
import Models

/// Something a command could not do, in a sentence for standard error; the exit status is 1.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// An option that means nothing for this model or input, in a sentence for standard error; the exit status is 64.
struct WrongUsage: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Which model a command uses.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A folder with config.json and weights.", valueName: "dir"),
        completion: .directory
    )
    var model: String?

    func load() throws -> Model {
        try Model(folder: model.map { URL(filePath: $0) } ?? Assets.model)
    }
}

/// An input as commands name it: a file, `-` for standard input, or a text.
enum CommandInput {
    static let help: ArgumentHelp =
        "PNG, JPEG, any sound libsndfile reads, UTF-8 text, or a folder of frames; - is standard input."

    /// The sources of a command line, in its order: files first, then texts.
    static func sources(files: [String], texts: [String]) -> [Source] {
        files.map { .file(path: $0) } + texts.map { .text($0) }
    }

    /// Reads a source; where standard input is meant it is read to its end.
    static func read(_ source: Source) throws(MediaError) -> Medium {
        switch source {
        case .file("-"): try Medium.readStandardInput()
        case .file(let path), .pair(let path, _): try Medium.read(path: path)
        case .text(let text): .text(Media.Text(text))
        case .standardInput(let bytes): try Medium.read(bytes, name: "standard input")
        case .partial(let source, _, _): try read(source)
        }
    }

    /// Reads one of two pictures.
    private static func picture(_ path: String) throws -> Image {
        guard case .image(let image) = try Medium.read(path: path) else {
            throw CommandFailure("\(path): is no picture; name two PNG or JPEG files of one size")
        }
        return image
    }

    /// Reads two pictures, which must have one size.
    static func pair(_ first: String, _ second: String) throws -> Medium {
        let (left, right) = (try picture(first), try picture(second))
        guard left.width == right.width && left.height == right.height else {
            throw CommandFailure(
                "\(first) and \(second): have \(left.width)×\(left.height) and \(right.width)×\(right.height) "
                    + "pixels; name two pictures of one size"
            )
        }
        return .pair(left, right)
    }

    /// Whether a path is a folder's.
    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Refuses a folder if the model takes no clips, whatever is in it.
    static func checkClip(_ folder: String, for model: Model) throws {
        do { try model.checkTakes(.clip) } catch { throw CommandFailure("\(folder): \(error)") }
    }

    /// What output calls a source: the path as it was given, or the text itself.
    static func name(_ source: Source) -> String {
        switch source {
        case .file(let path), .pair(let path, _): path
        case .text(let text): text
        case .standardInput: "-"
        case .partial(let source, _, _): name(source)
        }
    }
}

/// Messages that are no results.
enum StandardError {
    /// Writes a sentence on a line of its own, without what in names could disturb a terminal.
    static func write(_ sentence: String) { put(MediaError.printable(sentence) + "\n") }

    /// Writes characters as they are.
    ///
    /// Where they cannot be written nobody can be told.
    static func put(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension [String] {
    /// Lines for people, without what in names and texts could disturb a terminal.
    var printed: String { map(MediaError.printable).joined(separator: "\n") }
}
