/// How much of moving pictures a model gets.
public struct ClipNeed: Sendable, Hashable {
    /// Frames a second.
    public let framesPerSecond: Double
    /// How many frames at most.
    public let frames: Int

    /// So many frames at a rate.
    ///
    /// - Precondition: there is at least one, and the rate is above 0.
    public init(framesPerSecond: Double, frames: Int) {
        precondition(framesPerSecond > 0 && frames > 0)
        (self.framesPerSecond, self.frames) = (framesPerSecond, frames)
    }

    /// How long they last, in seconds.
    public var seconds: Double { Double(frames) / framesPerSecond }
}

/// What of moving pictures is read as a clip.
public struct ClipReading: Sendable, Hashable {
    /// What the model gets of it.
    public let need: ClipNeed
    /// The second at which the clip begins.
    public let start: Double
    /// Frames a second that are taken of a film, or that a folder has; `nil` for the usual ones.
    public let framesPerSecond: Double?
    /// The part of each frame that is read, in its pixels; `nil` for all of it.
    public let crop: Image.Region?

    /// What is read for a model.
    ///
    /// - Precondition: the start is not negative, and the rate is above 0.
    public init(
        for need: ClipNeed,
        from start: Double = 0,
        framesPerSecond: Double? = nil,
        crop: Image.Region? = nil
    ) {
        precondition(start >= 0 && framesPerSecond ?? 1 > 0)
        self.need = need
        self.start = start
        self.framesPerSecond = framesPerSecond
        self.crop = crop
    }

    /// Frames a second that are taken of a film.
    var rate: Double { framesPerSecond ?? need.framesPerSecond }

    /// How many frames are taken of a film.
    var frameCount: Int {
        min(Clip.mostFrames, max(1, Int((need.seconds * min(rate, 10_000) - 1e-6).rounded(.up))))
    }

    /// How many seconds are taken of a film.
    var seconds: Double { Double(frameCount) / rate }
}

extension Image {
    /// The part of a frame that is read.
    ///
    /// - Throws: ``MediaError`` if it reaches beyond the frame.
    func cropped(_ region: Region?, _ name: String) throws(MediaError) -> Image {
        guard let region else { return self }
        try Self.checkCrop(region, width: width, height: height, name)
        return cropped(to: region)
    }

    /// Refuses to read a part of frames that is not in them.
    static func checkCrop(
        _ region: Region,
        width: Int,
        height: Int,
        _ name: String
    ) throws(MediaError) {
        let isInside =
            region.x >= 0 && region.y >= 0 && region.width > 0 && region.height > 0
            && region.x <= width - region.width && region.y <= height - region.height
        guard isInside else {
            throw MediaError(name, .cropOutside(region, Extent(width: width, height: height)))
        }
    }
}
