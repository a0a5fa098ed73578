public import Media
public import Models

/// What is kept of a medium to draw it: enough for a screen, however large the file was.
public enum Outline: Sendable {
    /// A picture at screen resolution, and its real size.
    case picture(thumbnail: Image, width: Int, height: Int)
    /// Two pictures at screen resolution, and their real size.
    case pair(thumbnail: Image, next: Image, width: Int, height: Int)
    /// A sound's outline and what is known of it.
    case sound(SoundOutline)
    /// The beginning of a text, and the number of bytes of all of it.
    case text(Text, byteCount: Int)
    /// A clip's frames at screen resolution, and its sound.
    case clip(ClipOutline)
    /// A cloud of points, of which a screen shows some.
    case points(CloudOutline)
    /// The units of a game.
    case units(UnitSet)

    /// What is kept of a medium, and of a clip what the model sees of it.
    public init(_ medium: Medium, _ input: InputArray) {
        if input.modality == .clip, case .clip(let seen)? = input.seen {
            self = .clip(ClipOutline(seen, layout: input.layout))
            return
        }
        self.init(medium, on: input.layout)
    }

    private init(_ medium: Medium, on layout: Layout) {
        switch medium {
        case .image(let image):
            self = .picture(
                thumbnail: Self.thumbnail(image, limit: Self.largestThumbnail),
                width: image.width,
                height: image.height
            )
        case .pair(let image, let next):
            self = .pair(
                thumbnail: Self.thumbnail(image, limit: Self.largestThumbnail),
                next: Self.thumbnail(next, limit: Self.largestThumbnail),
                width: image.width,
                height: image.height
            )
        case .sound(let sound):
            self = .sound(SoundOutline(sound))
        case .text(let text):
            self = .text(text.prefix(bytes: Self.longestText), byteCount: text.bytes.count)
        case .clip(let clip):
            self = .clip(ClipOutline(clip, layout: nil))
        case .points(let cloud): self = .points(CloudOutline(cloud, layout: layout))
        case .units(let set): self = .units(set)
        }
    }

    /// A picture made smaller until neither side is longer than a limit.
    package static func thumbnail(_ image: Image, limit: Int) -> Image {
        let scale = min(1, Double(limit) / Double(max(image.width, image.height)))
        guard scale < 1 else { return image }
        return image.averaged(
            width: max(1, Int(Double(image.width) * scale)),
            height: max(1, Int(Double(image.height) * scale))
        )
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

/// A clip as a screen shows it.
public struct ClipOutline: Sendable, Hashable {
    /// The frames at screen resolution.
    public let frames: [Image]
    /// The real width of what is seen of the frames.
    public let width: Int
    /// The real height of what is seen of the frames.
    public let height: Int
    /// Frames a second.
    public let framesPerSecond: Double
    /// The sound, if there is one.
    public let sound: SoundOutline?

    /// What is kept of a clip.
    ///
    /// - Parameter layout: which part of the real frames the tokens lie on, if they are not all of it.
    package init(_ clip: Clip, layout: Layout?) {
        frames = clip.frames.prefix(Self.mostFrames).map { Outline.thumbnail($0, limit: 256) }
        let (columns, rows) = (layout?.pictures?.columns, layout?.pictures?.rows)
        width = columns.map { Int($0.edges[$0.count] - $0.edges[0]) } ?? clip.frames.first?.width ?? 0
        height = rows.map { Int($0.edges[$0.count] - $0.edges[0]) } ?? clip.frames.first?.height ?? 0
        framesPerSecond = clip.framesPerSecond
        sound = clip.sound.map(SoundOutline.init)
    }

    private static let mostFrames = 256

    /// How long it lasts, in seconds: its frames or its sound, whichever is longer.
    public var duration: Double { max(Double(frames.count) / framesPerSecond, sound?.duration ?? 0) }
}

/// An input that was decoded from the latents, as a screen shows it and as files hold it.
public enum Reconstructed: Sendable {
    case clip(ReconstructedClip)
    case input(ReconstructedInput)
}

/// A picture or a sound that was decoded from the latents, as a screen shows it and as a file holds it.
public struct ReconstructedInput: Sendable {
    /// What is drawn like the input.
    public let opened: OpenedMedium
    /// What a file holds: the picture in the model's size, or a pixel for each number of the spectrogram.
    public let picture: Image
    /// The peak signal-to-noise ratio, in decibels.
    public let psnr: Double
    /// The same of what had been removed; `nil` if nothing had.
    public let removedPSNR: Double?

    /// A picture that was completed pixel by pixel.
    public let completed: CompletedPicture?

    /// What is kept of a decoded input.
    public init(_ reconstruction: InputReconstruction, of original: OpenedMedium) {
        var outline = original.outline
        if case .picture(let image) = reconstruction.content,
            case .picture(let thumbnail, let width, let height) = outline
        {
            let scale = Double(thumbnail.width) / Double(width)
            let shown = thumbnail.covered(by: image, on: original.input.layout, scale: scale)
            outline = .picture(thumbnail: shown, width: width, height: height)
        }
        opened = OpenedMedium(outline: outline, input: original.input.showing(reconstruction))
        picture = reconstruction.picture
        psnr = reconstruction.psnr
        removedPSNR = reconstruction.removedPSNR
        completed = reconstruction.completed
    }

    /// A picture that was completed, after so many pixels were drawn.
    ///
    /// - Parameter original: the input that was completed.
    public func drawn(_ count: Int, of original: OpenedMedium) -> ReconstructedInput {
        guard let completed else { return self }
        let partly = InputReconstruction(
            content: .picture(completed.image(drawn: count)),
            psnr: psnr,
            removedPSNR: removedPSNR,
            completed: completed
        )
        return ReconstructedInput(partly, of: original)
    }
}

extension Image {
    /// The picture under another one, which lies where a layout's tokens do and repeats its pixels.
    ///
    /// - Parameter scale: pixels of this picture for one of the layout's.
    fileprivate func covered(by image: Image, on layout: Layout, scale: Double) -> Image {
        func range(_ axis: Axis, _ limit: Int) -> Range<Int> {
            let ends = [axis.edges[0], axis.edges[axis.count]].map { Int(($0 * scale).rounded()) }
            let first = min(max(0, ends[0]), limit - 1)
            return first..<min(max(first + 1, ends[1]), limit)
        }
        let (across, down) = (
            range(layout.columns, width), layout.rows.map { range($0, height) } ?? 0..<height
        )
        let large = image.averaged(width: across.count, height: down.count)
        var pixels = pixels
        for y in down {
            let (start, from) = (
                (y * width + across.lowerBound) * 3, (y - down.lowerBound) * across.count * 3
            )
            let row = large.pixels[from..<from + across.count * 3]
            pixels.replaceSubrange(start..<start + row.count, with: row)
        }
        return Image(width: width, height: height, pixels: pixels)
    }
}

/// A clip that was decoded from the latents, as a screen shows it and as files hold it.
public struct ReconstructedClip: Sendable {
    /// The frames, in the model's size.
    public let frames: [Image]
    /// The sound as a screen shows it.
    public let sound: SoundOutline
    /// The sound as a file holds it.
    public let recording: Sound
    /// The peak signal-to-noise ratio of each frame, in decibels.
    public let framePSNR: [Double]
    /// The peak signal-to-noise ratio of the sound, in decibels.
    public let soundPSNR: Double

    /// What is kept of a decoded clip.
    public init(_ clip: ClipReconstruction) {
        self.init(
            frames: clip.frames,
            sound: clip.sound,
            framePSNR: clip.framePSNR,
            soundPSNR: clip.soundPSNR
        )
    }

    package init(frames: [Image], sound: Sound, framePSNR: [Double], soundPSNR: Double) {
        self.frames = frames
        self.sound = SoundOutline(sound)
        recording = sound
        self.framePSNR = framePSNR
        self.soundPSNR = soundPSNR
    }
}

/// Something that was read: how it is drawn, and what the model sees of it.
public struct OpenedMedium: Sendable {
    /// How it is drawn.
    public let outline: Outline
    /// What the model sees.
    public let input: InputArray

    package init(outline: Outline, input: InputArray) {
        self.outline = outline
        self.input = input
    }

    /// How many bytes a text has of which the beginning is kept: a literal that the model takes for a mask is one.
    public func byteCount(_ beginning: Text, _ whole: Int) -> Int {
        let masks = input.bytes == nil ? 0 : beginning.string.ranges(of: Masking.literal).count
        return whole - masks * (Masking.literal.utf8.count - 1)
    }

    /// What it is, in a few words: `image, 1024×768`, `sound, 2.31 s, 44100 Hz`, `text, 61 bytes`.
    public var summary: String {
        switch outline {
        case .picture(_, let width, let height):
            return "image, \(width)×\(height)"
        case .pair(_, _, let width, let height):
            return "pair, \(width)×\(height)"
        case .sound(let outline):
            return "audio, \(decimal(outline.origin.duration, places: 2)) s, \(outline.origin.sampleRate) Hz"
        case .text(let text, let whole):
            let count = byteCount(text, whole)
            return "text, \(count.grouped) byte\(count == 1 ? "" : "s")"
        case .clip(let clip):
            let frames =
                clip.frames.isEmpty ? "" : ", \(clip.frames.count) frames \(clip.width)×\(clip.height)"
            let sound = clip.sound.map { ", \(decimal($0.duration, places: 2)) s of sound" }
            return "clip" + frames + (sound ?? "")
        case .points(let cloud):
            return "points, \(cloud.count.grouped)"
        case .units(let set):
            return "units, \(set.units.count.grouped)"
        }
    }
}

extension Layout {
    /// The section that is moving pictures, if there is one.
    package var pictures: Section? { sections.first { $0.frames != nil && $0.rows != nil } }
}
