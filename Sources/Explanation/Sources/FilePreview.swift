public import Media

/// What the file browser shows of a file or a folder.
public enum FilePreview: Sendable {
    /// A file that the model takes.
    case medium(OpenedMedium)
    /// A folder of frames and a sound.
    case clip(ClipFolderOutline)
    /// The folder of a model.
    case model
    /// A folder of files that are inputs; `nil` if it holds none.
    case folder(FolderInputs?)
}

/// A folder of frames and a sound as a screen shows it.
public struct ClipFolderOutline: Sendable, Hashable {
    /// The first frame at screen resolution.
    public let first: Image?
    /// How many frames there are, and how large they are.
    public let frames: String?
    /// The sound.
    public let sound: SoundOutline?
    /// How the sound's file is called.
    public let soundName: String?

    /// What is kept of a folder.
    public init(_ folder: ClipFolder) {
        first = folder.first.map { Outline.thumbnail($0, limit: 384) }
        frames = folder.first.map {
            "\(folder.frameCount.grouped) frame\(folder.frameCount == 1 ? "" : "s"), "
                + "the first \($0.width)×\($0.height) pixels"
        }
        sound = folder.sound.map(SoundOutline.init)
        soundName = folder.soundName
    }
}
