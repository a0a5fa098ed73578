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
    /// - Parameter reading: reads another input that a part is taken from, without its changes.
    /// - Throws: ``Failure``: one sentence for the user, with the input's name.
    package func prepared(
        _ medium: Medium,
        for model: Model,
        reading: ((Source) throws -> Medium)? = nil
    ) throws -> OpenedMedium {
        do {
            let edited = try edited(medium, reading: reading ?? { try $0.read(for: model) })
            var prepared = try model.prepare(edited.medium, options: edited.options(options))
            if let pixel = options.pixel { prepared = try model.asking(pixel, of: prepared) }
            try edits.checkBoxes(on: prepared.layout)
            return OpenedMedium(outline: Outline(edited.medium, prepared), input: prepared)
        } catch {
            // Only changes that do not fit the medium fail by themselves.
            let isMisuse = error is Failure || (error as? ModelError)?.isMisuse == true
            throw Failure("\(messageName): \(error)", isMisuse: isMisuse)
        }
    }

    /// What was read with the source's changes, and the changes of those that parts are taken from.
    func edited(
        _ medium: Medium,
        reading: @escaping (Source) throws -> Medium
    ) throws -> EditedMedium {
        try EditedMedium(medium, edits) { try $0.edited(reading($0), reading: reading).medium }
    }

    /// Reads the source, without its changes but for a text that was written instead.
    ///
    /// - Throws: `MediaError` or ``Failure``: one sentence for the user, with the input's name.
    public func read(for model: Model) throws -> Medium {
        if let text = edits.lastReplacement { return .text(Media.Text(text)) }
        switch origin {
        case .text(let text): return .text(Media.Text(text))
        case .standardInput where options.sound != nil: throw Self.noFolder("-")
        case .standardInput(let bytes):
            return try Medium.read(
                bytes,
                name: "standard input",
                paper: options.paper,
                clips: clips(for: model)
            )
        case .pair(let path, let next): return try pair(path, next)
        case .file("-"):
            throw Failure("-: standard input can only be read at the start; name a file")
        case .file(let path) where Self.isFolder(path) || options.sound != nil:
            return try clip(path, model)
        case .file(let path):
            return try Medium.read(path: path, paper: options.paper, clips: clips(for: model))
        }
    }

    /// How films are read for a model; `nil` if it takes no clips, or shall not.
    private func clips(for model: Model) -> ClipReading? {
        guard options.filmsAreClips else { return nil }
        return model.clipNeed.map {
            ClipReading(
                for: $0,
                from: options.start,
                framesPerSecond: options.framesPerSecond,
                crop: options.crop
            )
        }
    }

    /// The picture that it is, without its changes, in its own size; `nil` if it is none or cannot be read any more.
    package var picture: Medium? {
        switch origin {
        case .file("-"), .text, .pair: nil
        case .standardInput(let bytes):
            try? Medium.read(bytes, name: "standard input", paper: options.paper)
        case .file(let path): Self.isFolder(path) ? nil : try? Medium.read(path: path, paper: options.paper)
        }
    }

    /// A folder of frames, for a model that takes clips.
    private func clip(_ path: String, _ model: Model) throws -> Medium {
        guard Self.isFolder(path) else { throw Self.noFolder(path) }
        guard model.modalities.contains(.clip) else {
            throw Failure(
                "\(path): is a folder, and \(model.name) takes no clips; name files, such as \(path)/*"
            )
        }
        return .clip(
            try Clip.read(
                folder: path,
                sound: options.sound,
                framesPerSecond: options.framesPerSecond ?? Clip.usualRate,
                from: options.start,
                crop: options.crop
            )
        )
    }

    private static func noFolder(_ path: String) -> Failure {
        Failure("\(path): is not a folder of frames; --sound needs one", isMisuse: true)
    }

    /// Reads two pictures, which must have one size.
    private func pair(_ first: String, _ second: String) throws -> Medium {
        let (left, right) = (try picture(first), try picture(second))
        guard left.width == right.width && left.height == right.height else {
            throw Failure(
                "\(first) and \(second): have different sizes (\(left.width)×\(left.height) and "
                    + "\(right.width)×\(right.height) pixels); name two pictures of the same size"
            )
        }
        return .pair(left, right)
    }

    private func picture(_ path: String) throws -> Image {
        guard case .image(let image) = try Medium.read(path: path, paper: options.paper) else {
            throw Failure("\(path): is not a picture; name two pictures of the same size")
        }
        return image
    }

    /// Whether it comes from a folder.
    public var isFolder: Bool {
        if case .file(let path) = origin { Self.isFolder(path) } else { false }
    }

    /// Whether it names a file that is not there.
    public var isMissing: Bool {
        if case .file(let path) = origin { !FileStatus.exists(path) } else { false }
    }

    /// Whether a path is a folder's.
    public static func isFolder(_ path: String) -> Bool {
        FileStatus(path)?.isFolder ?? false
    }
}
