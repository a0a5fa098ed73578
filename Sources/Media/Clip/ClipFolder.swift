/// What a folder of frames and a sound is, without reading more than the first frame and the sound.
public struct ClipFolder: Sendable, Hashable {
    /// The first frame; `nil` if there is only a sound.
    public let first: Image?
    /// How many frames there are.
    public let frameCount: Int
    /// The sound, if there is one.
    public let sound: Sound?
    /// How the sound's file is called.
    public let soundName: String?

    /// What a folder is; `nil` if it holds neither a picture nor a sound.
    ///
    /// - Throws: ``MediaError`` if there are several sounds, or the first frame or the sound cannot be read.
    public init?(_ folder: String) throws(MediaError) {
        let files = try ClipFiles(folder)
        guard !files.pictures.isEmpty || !files.sounds.isEmpty else { return nil }
        try files.checkSounds(folder)
        let frame = try files.pictures.first.map { path throws(MediaError) in try Clip.frame(path) }
        let sound = try files.sounds.first.map { path throws(MediaError) in
            try Sound.read(ByteSource(path: path), .installed)
        }
        self.init(first: frame, frameCount: files.pictures.count, sound: sound, soundName: files.soundName)
    }

    /// A folder that was looked at.
    public init(first: Image?, frameCount: Int, sound: Sound?, soundName: String?) {
        (self.first, self.frameCount, self.sound, self.soundName) = (first, frameCount, sound, soundName)
    }
}
