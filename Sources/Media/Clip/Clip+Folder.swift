internal import Foundation

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
        let files = try files(in: folder)
        let pictures = files.filter { pictureTypes.contains($0.type) }.map(\.path)
        let sounds = sound.map { [$0] } ?? files.filter { soundTypes.contains($0.type) }.map(\.path)
        guard sounds.count <= 1 else {
            throw MediaError(folder, .severalSounds(sounds.map { URL(filePath: $0).lastPathComponent }))
        }
        guard !pictures.isEmpty || !sounds.isEmpty else { throw MediaError(folder, .noFrames) }
        let heard = try sounds.first.map { path throws(MediaError) in try Sound(ByteSource(path: path)) }
        let frames = try frames(pictures)
        return Clip(
            frames: frames,
            sound: heard,
            framesPerSecond: framesPerSecond,
            frameCount: pictures.count
        )
    }

    private static let pictureTypes: Set = ["png", "jpg", "jpeg"]
    private static let soundTypes: Set = [
        "wav", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "au", "w64",
    ]

    /// The files of a folder, as people sort their names.
    private static func files(in folder: String) throws(MediaError) -> [(path: String, type: String)] {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            return names.filter { !$0.hasPrefix(".") }
                .sorted { $0.localizedStandardCompare($1) == .orderedAscending }
                .map { name in
                    let url = URL(filePath: folder).appending(path: name)
                    return (url.path, url.pathExtension.lowercased())
                }
        } catch {
            throw MediaError(folder, .unreadable((error as NSError).localizedDescription))
        }
    }

    private static func frames(_ paths: [String]) throws(MediaError) -> [Image] {
        var frames: [Image] = []
        for path in paths.prefix(mostFrames) {
            guard case .image(let frame) = try Medium.read(path: path) else {
                throw MediaError(path, .damaged(kind: "a frame", "it is no picture"))
            }
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
