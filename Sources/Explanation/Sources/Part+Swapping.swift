import Media
import Models

// The same part of another input in the place of a part.
extension Part {
    /// A picture with the same part of another one in it, resized where the pictures have different sizes.
    ///
    /// - Throws: ``Failure`` if it is not a part of both.
    func swapped(_ image: Image, _ other: Image) throws(Failure) -> Image {
        let region = try region(of: image, "--swap")
        let (across, down) = (
            Double(other.width) / Double(image.width), Double(other.height) / Double(image.height)
        )
        let (x, y) = (Double(region.x) * across, Double(region.y) * down)
        guard
            let taken = other.region(
                x: x...x + max(1, Double(region.width) * across),
                y: y...y + max(1, Double(region.height) * down)
            )
        else { throw Failure("--swap \(written): the other picture has no such part") }
        let patch = other.cropped(to: taken)
        let isSame = taken.width == region.width && taken.height == region.height
        return image.replacing(
            region,
            with: isSame
                ? patch : patch.resized(width: region.width, height: region.height, filter: .lanczos)
        )
    }

    /// A sound with the same part of another one in it.
    ///
    /// - Throws: ``Failure`` if one of them is over before.
    func swapped(_ sound: Sound, _ other: Sound) throws(Failure) -> Sound {
        guard let changed = try heard("--swap").flatMap({ sound.replacing($0, with: other) }) else {
            throw Failure("--swap \(written): one of the two sounds is over before")
        }
        return changed
    }

    /// A clip with the same part of another one in it: a box of all frames, or what is seen or heard in some seconds.
    ///
    /// Frames are taken that are seen at the same moment. Where the other clip is over, it keeps its own.
    ///
    /// - Throws: ``Failure`` if it is not a part of both.
    func swapped(_ clip: Clip, _ other: Clip) throws(Failure) -> Clip {
        switch place {
        case .box:
            return try swapped(frames(of: clip, nil, "--swap"), of: clip, other) {
                frame,
                new throws(Failure) in try swapped(frame, new)
            }
        case .interval: return try swappedSound(clip, other)
        case .side(let side, let seconds):
            var changed = clip
            for side in side.sides {
                switch side {
                case .picture:
                    let shown = try frames(of: clip, seconds, "--swap")
                    changed = try swapped(shown, of: changed, other) { $1.fitted(to: $0) }
                case .sound:
                    let all = seconds ?? 0...max(clip.sound?.duration ?? 0, 1e-3)
                    let part = Part(.interval(all, hertz: nil), label: label)
                    changed = try part.swappedSound(changed, other)
                }
            }
            return changed
        case .bytes, .span, .space:
            throw Failure("--swap \(written): \(Self.boxHelp); \(Self.intervalHelp); \(Self.sideHelp)")
        }
    }

    /// A clip some of whose frames are changed by those that another clip shows at the same moments.
    private func swapped(
        _ indices: [Int],
        of clip: Clip,
        _ other: Clip,
        change: (_ frame: Image, _ new: Image) throws(Failure) -> Image
    ) throws(Failure) -> Clip {
        var frames = clip.frames
        var isChanged = false
        for index in indices {
            // The middle of a frame is never between two.
            let moment = (Double(index) + 0.5) / clip.framesPerSecond
            let place = Int(min(moment * other.framesPerSecond, 1e9))
            guard other.frames.indices.contains(place) else { continue }
            frames[index] = try change(frames[index], other.frames[place])
            isChanged = true
        }
        guard isChanged else { throw Failure("--swap \(written): the other clip has no frames there") }
        return clip.with(frames: frames, sound: clip.sound)
    }

    private func swappedSound(_ clip: Clip, _ other: Clip) throws(Failure) -> Clip {
        guard let sound = clip.sound else { throw lacking("sound", "--swap") }
        guard let new = other.sound else {
            throw Failure("--swap \(written): the other clip has no sound")
        }
        return clip.with(frames: clip.frames, sound: try swapped(sound, new))
    }
}

extension Image {
    /// The picture in the size of another one.
    fileprivate func fitted(to other: Image) -> Image {
        width == other.width && height == other.height
            ? self : resized(width: other.width, height: other.height, filter: .lanczos)
    }
}
