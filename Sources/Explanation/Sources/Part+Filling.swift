import Media
import Models

extension Part {
    /// How soft a blurred part becomes: the deviation for each pixel of its shorter side.
    static let blurShare = 1.0 / 6

    /// A picture with this part filled with what says nothing.
    ///
    /// - Throws: ``Failure`` if it is not a part of the picture.
    func filled(_ image: Image, _ filling: Filling) throws(Failure) -> Image {
        let region = try region(of: image, "--\(filling.rawValue)")
        guard filling == .blur else { return image.filled(region, with: image.meanColour) }
        let side = Double(min(region.width, region.height))
        return image.blurred(region, deviation: max(1, side * Self.blurShare))
    }

    /// A sound with this part filled with what says nothing.
    ///
    /// - Throws: ``Failure`` if it is not a part of the sound.
    func filled(_ sound: Sound, _ filling: Filling) throws(Failure) -> Sound {
        let option = "--\(filling.rawValue)"
        let part = try heard(option)
        let changed = part.flatMap { filling == .silence ? sound.silenced($0) : sound.levelled($0) }
        guard let changed else { throw Failure("\(option) \(written): the sound is over before") }
        return changed
    }

    /// A clip with this part filled: a box in all frames, an interval in the sound, or all of a side for some seconds.
    ///
    /// - Throws: ``Failure`` if it is not a part of the clip.
    func filled(_ clip: Clip, _ filling: Filling) throws(Failure) -> Clip {
        let option = "--\(filling.rawValue)"
        switch (place, filling) {
        case (.box, .blank), (.box, .blur):
            guard !clip.frames.isEmpty else { throw lacking("frames", option) }
            var frames = clip.frames
            for index in frames.indices { frames[index] = try filled(frames[index], filling) }
            return clip.with(frames: frames, sound: clip.sound)
        case (.interval, .blank), (.interval, .silence):
            guard let heard = clip.sound else { throw lacking("sound", option) }
            return clip.with(frames: clip.frames, sound: try filled(heard, filling))
        case (.side(let side, let seconds), _):
            var filled = clip
            for side in side.sides { filled = try self.filled(filled, side, seconds, filling) }
            return filled
        case (_, .silence): throw Failure("\(option) \(written): \(Self.intervalHelp)")
        default: throw Failure("\(option) \(written): \(Self.boxHelp)")
        }
    }

    /// A clip with all of one side filled for some seconds.
    private func filled(
        _ clip: Clip,
        _ side: ClipSide,
        _ seconds: ClosedRange<Double>?,
        _ filling: Filling
    ) throws(Failure) -> Clip {
        let option = "--\(filling.rawValue)"
        switch (side, filling) {
        case (.sound, .blur):
            throw Failure("\(option) \(written): a sound cannot be blurred; --silence or --blank")
        case (.picture, .silence):
            throw Failure("\(option) \(written): pictures cannot be silenced; --blank or --blur")
        case (.sound, _):
            guard let sound = clip.sound else { throw lacking("sound", option) }
            let part = Part(.interval(seconds ?? 0...sound.duration, hertz: nil), label: label)
            return clip.with(frames: clip.frames, sound: try part.filled(sound, filling))
        case (.picture, _):
            var frames = clip.frames
            for index in try self.frames(of: clip, seconds, option) {
                let (width, height) = (Double(frames[index].width), Double(frames[index].height))
                let all = Part(.box(x: 0, y: 0, width: width, height: height), label: label)
                frames[index] = try all.filled(frames[index], filling)
            }
            return clip.with(frames: frames, sound: clip.sound)
        }
    }

    /// The frames that are seen in some seconds; all without any.
    ///
    /// - Throws: ``Failure`` if there are none.
    func frames(
        of clip: Clip,
        _ seconds: ClosedRange<Double>?,
        _ option: String
    ) throws(Failure) -> [Int] {
        let rate = clip.framesPerSecond
        let shown = clip.frames.indices.filter { index in
            guard let seconds else { return true }
            return (Double(index) + 1) / rate > seconds.lowerBound + 1e-6
                && Double(index) / rate < seconds.upperBound - 1e-6
        }
        guard !shown.isEmpty else { throw lacking(seconds == nil ? "frames" : "frames there", option) }
        return shown
    }

    func lacking(_ what: String, _ option: String) -> Failure {
        Failure("\(option) \(written): the clip has no \(what)")
    }

    /// The pixels of a picture.
    func region(of image: Image, _ option: String) throws(Failure) -> Image.Region {
        guard case .box(let x, let y, let width, let height) = place else {
            throw Failure("\(option) \(written): \(Self.boxHelp)")
        }
        guard let region = image.region(x: x...x + width, y: y...y + height) else {
            throw Failure(
                "\(option) \(written): not in the picture, which has \(image.width)×\(image.height) pixels"
            )
        }
        return region
    }

    /// The part of a sound; `nil` if it has no length.
    func heard(_ option: String) throws(Failure) -> SoundPart? {
        guard case .interval(let seconds, let hertz) = place else {
            throw Failure("\(option) \(written): \(Self.intervalHelp)")
        }
        return seconds.lowerBound < seconds.upperBound ? SoundPart(seconds: seconds, hertz: hertz) : nil
    }
}
