public import Media
public import Models

/// What is kept of a medium to draw it: enough for a screen, however large the file was.
public enum Exhibit: Sendable {
    /// A picture at screen resolution, and its real size.
    case picture(thumbnail: Image, width: Int, height: Int)
    /// A sound's outline and what is known of it.
    case sound(SoundOutline)
    /// The beginning of a text, and the number of bytes of all of it.
    case text(Text, byteCount: Int)

    /// What is kept of a medium.
    public init(_ medium: Medium) {
        switch medium {
        case .image(let image), .pair(let image, _):
            let scale = min(1, Double(Self.largestThumbnail) / Double(max(image.width, image.height)))
            let size = (
                width: max(1, Int(Double(image.width) * scale)),
                height: max(1, Int(Double(image.height) * scale))
            )
            let thumbnail = scale < 1 ? image.averaged(width: size.width, height: size.height) : image
            self = .picture(thumbnail: thumbnail, width: image.width, height: image.height)
        case .sound(let sound):
            self = .sound(SoundOutline(sound))
        case .text(let text):
            self = .text(text.prefix(bytes: Self.longestText), byteCount: text.bytes.count)
        case .clip(let clip):
            if let frame = clip.frames.first {
                self.init(.image(frame))
            } else {
                self = .sound(SoundOutline(clip.sound ?? Sound(sampleRate: 48_000, samples: [])))
            }
        }
    }

    private static let largestThumbnail = 384
    private static let longestText = 4096
}

/// A sound as a screen shows it.
public struct SoundOutline: Sendable, Hashable {
    /// What the file says of itself.
    public let origin: Sound.Origin
    /// Seconds that were read.
    public let duration: Double
    /// Peak and mean level.
    public let level: Sound.Level
    /// The wave in columns of equal length.
    public let envelope: [Sound.Column]

    package init(_ sound: Sound) {
        origin = sound.origin
        duration = sound.duration
        level = sound.level
        envelope = sound.envelope(columns: 1024)
    }
}

/// Something that was read: how it is drawn, and what the model sees of it.
public struct OpenedMedium: Sendable {
    /// How it is drawn.
    public let exhibit: Exhibit
    /// What the model sees.
    public let input: InputArray

    /// A medium prepared for a model and a screen.
    ///
    /// - Throws: `ModelError` if the model does not take such media.
    public init(
        _ medium: Medium,
        model: Model,
        options: InputOptions = InputOptions()
    ) throws(ModelError) {
        exhibit = Exhibit(medium)
        input = try model.prepare(medium, options: options)
    }

    package init(exhibit: Exhibit, input: InputArray) {
        self.exhibit = exhibit
        self.input = input
    }

    /// What it is, in a few words: `image, 1024×768 px`, `sound, 2.31 s, 44,100 Hz stereo, WAV`, `text, 61 bytes`.
    public var summary: String {
        switch exhibit {
        case .picture(_, let width, let height):
            return "image, \(width)×\(height)"
        case .sound(let outline):
            return "sound, \(decimal(outline.origin.duration, places: 2)) s, \(outline.origin.sampleRate) Hz"
        case .text(_, let count):
            return "text, \(Numbers.grouped(count)) bytes"
        }
    }
}
