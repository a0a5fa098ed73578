internal import FoundationEssentials

/// The files of a folder that belong to a clip, by the ends of their names.
struct ClipFiles {
    /// The paths of the frames, as people sort their names, `9.png` before `10.png`.
    let pictures: [String]
    /// The paths of the sounds.
    let sounds: [String]

    /// Lists a folder.
    init(_ folder: String) throws(MediaError) {
        let files = try Folder.names(in: folder).filter { !$0.hasPrefix(".") }.sorted(byName: \.self)
            .map { URL(filePath: folder).appending(path: $0) }
        func paths(_ types: Set<String>) -> [String] {
            files.filter { types.contains($0.pathExtension.lowercased()) }.map(\.path)
        }
        (pictures, sounds) = (paths(Self.pictureTypes), paths(Self.soundTypes))
    }

    /// How the sound's file is called.
    var soundName: String? { sounds.first.map(Self.name) }

    /// Throws if it is not clear which sound belongs to the frames.
    func checkSounds(_ folder: String) throws(MediaError) {
        guard sounds.count <= 1 else { throw MediaError(folder, .severalSounds(sounds.map(Self.name))) }
    }

    private static func name(_ path: String) -> String { URL(filePath: path).lastPathComponent }

    private static let pictureTypes: Set = ["png", "jpg", "jpeg"]
    private static let soundTypes: Set = [
        "wav", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "au", "w64",
    ]
}
