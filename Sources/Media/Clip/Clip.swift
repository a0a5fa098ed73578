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

    /// A clip of frames and a sound.
    ///
    /// - Precondition: there is a frame or a sound, frames have one size, and the rate is above 0.
    public init(frames: [Image], sound: Sound?, framesPerSecond: Double, frameCount: Int? = nil) {
        precondition(!frames.isEmpty || sound != nil)
        precondition(frames.allSatisfy { $0.width == frames[0].width && $0.height == frames[0].height })
        precondition(framesPerSecond > 0 && framesPerSecond.isFinite)
        self.frames = frames
        self.sound = sound
        self.framesPerSecond = framesPerSecond
        self.frameCount = max(frameCount ?? 0, frames.count)
    }
}
