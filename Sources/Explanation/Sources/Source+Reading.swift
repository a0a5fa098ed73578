import Files
import Media
public import Models

extension Source {
    /// Reads the source and prepares it for a model and a screen.
    ///
    /// - Throws: `MediaError`, `ModelError` or ``Failure``: one sentence for the user, with the input's name.
    func opened(for model: Model) throws -> OpenedMedium { try prepared(read(for: model), for: model) }

    /// Prepares what was read for a model and a screen, with the source's options and changes.
    ///
    /// - Throws: ``Failure``: one sentence for the user, with the input's name.
    package func prepared(_ medium: Medium, for model: Model) throws -> OpenedMedium {
        do {
            let prepared = try model.prepare(medium, options: edits.options(for: medium, options))
            try edits.checkBoxes(on: prepared.layout)
            return OpenedMedium(outline: Outline(medium, prepared), input: prepared)
        } catch {
            throw Failure("\(messageName): \(error)")
        }
    }

    /// Reads the source, without its changes but for a text that was written instead.
    ///
    /// - Throws: `MediaError` or ``Failure``: one sentence for the user, with the input's name.
    public func read(for model: Model) throws -> Medium {
        if let text = edits.lastReplacement { return .text(Media.Text(text)) }
        switch origin {
        case .text(let text): return .text(Media.Text(text))
        case .standardInput where options.sound != nil: throw Self.noFolder("-")
        case .standardInput(let bytes): return try Medium.read(bytes, name: "standard input")
        case .pair(let path, let next): return try Self.pair(path, next)
        case .file("-"):
            throw Failure("-: standard input is read when the program begins; name a file")
        case .file(let path) where Self.isFolder(path) || options.sound != nil:
            return try clip(path, model)
        case .file(let path): return try Medium.read(path: path)
        }
    }

    /// A folder of frames, for a model that takes clips.
    private func clip(_ path: String, _ model: Model) throws -> Medium {
        guard Self.isFolder(path) else { throw Self.noFolder(path) }
        do { try model.checkTakes(.clip) } catch { throw Failure("\(path): \(error)") }
        return .clip(
            try Clip.read(folder: path, sound: options.sound, framesPerSecond: options.framesPerSecond)
        )
    }

    private static func noFolder(_ path: String) -> Failure {
        Failure("\(path): is no folder of frames, which --sound could belong to")
    }

    /// Reads two pictures, which must have one size.
    private static func pair(_ first: String, _ second: String) throws -> Medium {
        let (left, right) = (try picture(first), try picture(second))
        guard left.width == right.width && left.height == right.height else {
            throw Failure(
                "\(first) and \(second): have \(left.width)×\(left.height) and \(right.width)×\(right.height) "
                    + "pixels; name two pictures of one size"
            )
        }
        return .pair(left, right)
    }

    private static func picture(_ path: String) throws -> Image {
        guard case .image(let image) = try Medium.read(path: path) else {
            throw Failure("\(path): is no picture; name two PNG or JPEG files of one size")
        }
        return image
    }

    /// Whether a path is a folder's.
    public static func isFolder(_ path: String) -> Bool {
        FileStatus(path)?.isFolder ?? false
    }
}
