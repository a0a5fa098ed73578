extension Clip {
    /// Frames a second of a folder of pictures, which does not say it: as most films in Europe have.
    public static let usualRate = 25.0
    /// The most frames that are read from a folder.
    public static let mostFrames = 128
    /// The most pixels that all frames together may have; fewer frames are read if they are large.
    static let mostPixels = 1 << 28

    /// Reads a folder of PNG and JPEG pictures as the frames of a clip, in the order of their names, `9.png` before `10.png`.
    ///
    /// - Parameters:
    ///   - folder: the folder. Files that are no pictures are left alone, except for a sound.
    ///   - sound: a sound file; without it the folder's own sound is taken if it has one.
    ///   - framesPerSecond: how fast the frames follow each other.
    ///   - start: the second at which the clip begins.
    ///   - crop: the part of each frame that is read.
    /// - Throws: ``MediaError`` if there is neither a picture nor a sound, if there are several sounds, if
    ///   frames differ in size, if nothing is there at the start, or if a file cannot be read.
    public static func read(
        folder: String,
        sound: String? = nil,
        framesPerSecond: Double = usualRate,
        from start: Double = 0,
        crop: Image.Region? = nil
    ) throws(MediaError) -> Clip {
        let files = try ClipFiles(folder)
        if sound == nil { try files.checkSounds(folder) }
        let all = files.pictures
        let soundPath = sound ?? files.sounds.first
        guard !all.isEmpty || soundPath != nil else { throw MediaError(folder, .noFrames) }
        let skipped = Int(min((start * framesPerSecond + 1e-6).rounded(.down), 1e9))
        let pictures = Array(all.dropFirst(skipped))
        let heard = try soundPath.map { path throws(MediaError) in
            try Sound.read(ByteSource(path: path), .installed)
        }
        let rest = heard.flatMap { $0.from(start) }
        guard !pictures.isEmpty || rest != nil else {
            let length = max(Double(all.count) / framesPerSecond, heard?.duration ?? 0)
            throw MediaError(folder, .startBeyondEnd(start, duration: length))
        }
        return Clip(
            frames: try frames(pictures, crop),
            sound: rest,
            framesPerSecond: framesPerSecond,
            frameCount: pictures.count,
            notes: start > 0
                ? ["the clip begins \(MediaError.milliseconds(start)) s after its first frame"] : []
        )
    }

    /// Reads one frame.
    static func frame(_ path: String) throws(MediaError) -> Image {
        guard case .image(let frame) = try Medium.read(path: path) else {
            throw MediaError(path, .damaged(kind: "a frame", "it is no picture"))
        }
        return frame
    }

    private static func frames(_ paths: [String], _ crop: Image.Region?) throws(MediaError) -> [Image] {
        var frames: [Image] = []
        for path in paths.prefix(mostFrames) {
            let frame = try frame(path).cropped(crop, path)
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

extension Sound {
    /// What is heard from a second on; `nil` if that is nothing.
    fileprivate func from(_ seconds: Double) -> Sound? {
        let first = min(Double(samples.count), (seconds * Double(sampleRate)).rounded())
        let part = self[Int(first)..<samples.count]
        return part.samples.isEmpty ? nil : part
    }
}
