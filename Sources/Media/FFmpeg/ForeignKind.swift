/// A kind of file that is read through the program ffmpeg.
///
/// The demuxer is named, never guessed by ffmpeg: some of those it knows open other files.
struct ForeignKind: Hashable, Sendable {
    /// What is taken from such a file.
    enum Content: Hashable, Sendable {
        /// The first picture in it.
        case picture
        /// The sound.
        case sound
        /// Moving pictures, perhaps with a sound; or the sound alone.
        case film
    }

    /// One of these files, in words: "a GIF picture".
    let words: String
    let content: Content
    /// What ffmpeg calls the container.
    let demuxer: String
    /// What ffmpeg calls the coding, where the container does not tell it.
    var decoder: String?
    /// Whether such a file can hold several pictures.
    var isPartial = false

    static func picture(_ words: String, _ demuxer: String) -> ForeignKind {
        ForeignKind(words: words, content: .picture, demuxer: demuxer)
    }

    static func sound(_ words: String, _ demuxer: String) -> ForeignKind {
        ForeignKind(words: words, content: .sound, demuxer: demuxer)
    }

    static func film(_ words: String, _ demuxer: String) -> ForeignKind {
        ForeignKind(words: words, content: .film, demuxer: demuxer)
    }

    static let gif = ForeignKind(words: "a GIF picture", content: .picture, demuxer: "gif", isPartial: true)
    static let webp = picture("a WebP picture", "webp_pipe")
    static let tiff = picture("a TIFF picture", "tiff_pipe")
    static let avif = picture("an AVIF picture", "mov")
    static let heic = picture("a HEIC picture", "mov")
    static let targa = ForeignKind(
        words: "a Targa picture",
        content: .picture,
        demuxer: "image2pipe",
        decoder: "targa"
    )

    /// The kind as the format of a sound: "M4A".
    var label: String {
        let words = words.split(separator: " ").dropFirst()
        return (words.last == "sound" ? words.dropLast() : words).joined(separator: " ")
    }

    /// What to say when ffmpeg has read something of such a file.
    func note(_ part: Content) -> String {
        switch (part, content) {
        case (.picture, _) where isPartial: "ffmpeg read the first picture of this file, \(words)"
        case (.sound, .film): "ffmpeg read the sound of this file, \(words)"
        default: "ffmpeg read this file, \(words)"
        }
    }

    /// What to try with a sound that libsndfile cannot open; `nil` if it knows all that such files hold.
    static func container(head: [UInt8]) -> ForeignKind? {
        let containers = [
            ("RIFF", sound("a WAV sound", "wav")), ("OggS", sound("an Ogg sound", "ogg")),
            ("FORM", sound("an AIFF sound", "aiff")), ("caff", sound("a CAF sound", "caf")),
        ]
        return containers.first { head.starts(with: $0.0.utf8) }?.1
    }
}
