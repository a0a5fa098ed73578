extension Clip {
    /// Frames a second of a folder of pictures, which does not say it: as most films in Europe have.
    public static let usualRate = 25.0
    /// The most frames that are read from a folder.
    public static let mostFrames = 120
    /// The most pixels that all frames together may have; fewer frames are read if they are large.
    static let mostPixels = 1 << 28

    /// Reads a folder of PNG and JPEG pictures as the frames of a clip, in the order of their names, `9.png` before `10.png`.
    ///
    /// - Parameters:
    ///   - folder: the folder. Files that are no pictures are left alone, except for a sound.
    ///   - sound: a sound file; without it the folder's own sound is taken if it has one.
    ///   - framesPerSecond: how fast the frames follow each other.
    /// - Throws: ``MediaError`` if there is neither a picture nor a sound, if there are several sounds, if
    ///   frames differ in size, or if a file cannot be read.
    public static func read(
        folder: String,
        sound: String? = nil,
        framesPerSecond: Double = usualRate
    ) throws(MediaError) -> Clip {
        let files = try ClipFiles(folder)
        if sound == nil { try files.checkSounds(folder) }
        let pictures = files.pictures
        let soundPath = sound ?? files.sounds.first
        guard !pictures.isEmpty || soundPath != nil else { throw MediaError(folder, .noFrames) }
        let heard = try soundPath.map { path throws(MediaError) in
            try Sound.read(ByteSource(path: path), .installed)
        }
        let frames = try frames(pictures)
        return Clip(
            frames: frames,
            sound: heard,
            framesPerSecond: framesPerSecond,
            frameCount: pictures.count
        )
    }

    /// Reads one frame.
    static func frame(_ path: String) throws(MediaError) -> Image {
        guard case .image(let frame) = try Medium.read(path: path) else {
            throw MediaError(path, .damaged(kind: "a frame", "it is no picture"))
        }
        return frame
    }

    private static func frames(_ paths: [String]) throws(MediaError) -> [Image] {
        var frames: [Image] = []
        for path in paths.prefix(mostFrames) {
            let frame = try frame(path)
            if let first = frames.first {
                guard frame.width == first.width && frame.height == first.height else {
                    let sizes = [frame, first].map { Image.Extent(width: $0.width, height: $0.height) }
                    throw MediaError(path, .frameSize(sizes[0], expected: sizes[1]))
                }
            }
            frames.append(frame)
            if (frames.count + 1) * frame.width * frame.height > mostPixels { break }
        }
        return frames
    }
}
