/// Moving pictures, perhaps with sound.
public struct Clip: Sendable, Hashable {
    /// The frames in their order, all of one size; none if there is only a sound.
    public let frames: [Image]
    /// What is heard from the first frame on; `nil` if nothing was recorded.
    public let sound: Sound?
    /// Frames a second.
    public let framesPerSecond: Double
    /// How many frames the source has, of which ``frames`` are the first.
    public let frameCount: Int
    /// What there is to say of the file that it was read from, each a sentence without a full stop.
    public let notes: [String]

    /// A clip of frames and a sound.
    ///
    /// - Precondition: there is a frame or a sound, frames have one size, and the rate is above 0.
    public init(
        frames: [Image],
        sound: Sound?,
        framesPerSecond: Double,
        frameCount: Int? = nil,
        notes: [String] = []
    ) {
        precondition(!frames.isEmpty || sound != nil)
        precondition(frames.allSatisfy { $0.width == frames[0].width && $0.height == frames[0].height })
        precondition(framesPerSecond > 0 && framesPerSecond.isFinite)
        self.frames = frames
        self.sound = sound
        self.framesPerSecond = framesPerSecond
        self.notes = notes
        self.frameCount = max(frameCount ?? 0, frames.count)
    }

    /// The same clip with other frames and another sound.
    public func with(frames: [Image], sound: Sound?) -> Clip {
        Clip(
            frames: frames,
            sound: sound,
            framesPerSecond: framesPerSecond,
            frameCount: frameCount,
            notes: notes
        )
    }

    /// How long it lasts, in seconds: its frames or its sound, whichever is longer.
    public var duration: Double { max(Double(frames.count) / framesPerSecond, sound?.duration ?? 0) }
}
