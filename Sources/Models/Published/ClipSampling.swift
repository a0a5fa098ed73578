import Media

/// What the published model of clips gets to see and hear: a number of frames and samples from the beginning.
struct ClipSampling: Sendable {
    let frameCount: Int
    let height: Int
    let width: Int
    let samplesPerFrame: Int

    /// The rate of the published model's sound.
    static let sampleRate = 48_000

    /// Frames a second.
    var framesPerSecond: Double { Double(Self.sampleRate) / Double(samplesPerFrame) }

    /// The clip in the model's size and rates, and what was changed for that.
    func callAsFunction(_ clip: Clip) -> (clip: Clip, notes: [String]) {
        let (frames, frameNotes) = frames(clip)
        let (samples, soundNotes) = samples(clip.sound)
        let sound = Sound(sampleRate: Self.sampleRate, samples: samples)
        return (
            Clip(frames: frames, sound: sound, framesPerSecond: framesPerSecond), frameNotes + soundNotes
        )
    }

    private func frames(_ clip: Clip) -> ([Image], [String]) {
        guard let first = clip.frames.first else {
            let black = Image(
                width: width,
                height: height,
                pixels: Array(repeating: 0, count: width * height * 3)
            )
            return (Array(repeating: black, count: frameCount), ["no frames: the model sees black"])
        }
        var notes: [String] = []
        let indices = (0..<frameCount).map { frame in
            Int((Double(frame) / framesPerSecond * clip.framesPerSecond + 1e-6).rounded(.down))
        }
        let rates = [clip.framesPerSecond, framesPerSecond].map { decimal($0, places: 2) }
        if rates[0] != rates[1] {
            notes.append("frames are taken at \(rates[1]) instead of \(rates[0]) a second")
        }
        let last = clip.frames.count - 1
        if let wanted = indices.last, wanted > last {
            notes.append(
                last == 0
                    ? "the only frame is repeated" : "the last of \(clip.frames.count) frames is repeated"
            )
        } else if let wanted = indices.last, wanted < clip.frameCount - 1 {
            notes.append("the model sees the first \(wanted + 1) of \(clip.frameCount) frames")
        }
        let region = region(of: first)
        if region.width != first.width || region.height != first.height {
            notes.append(
                "the middle \(region.width)×\(region.height) of \(first.width)×\(first.height) pixels is used"
            )
        }
        if region.width != width || region.height != height { notes.append("resized to \(width)×\(height)") }
        return (resized(indices.map { min($0, last) }, of: clip, region), notes)
    }

    /// Each frame that is needed, resized once.
    private func resized(_ indices: [Int], of clip: Clip, _ region: Image.Region) -> [Image] {
        var made: [Int: Image] = [:]
        return indices.map { index in
            let image =
                made[index]
                ?? clip.frames[index].cropped(to: region).interpolated(width: width, height: height)
            made[index] = image
            return image
        }
    }

    /// The largest part in the middle that has the model's proportions: a square for the published one.
    ///
    /// It begins where the published demonstration has it, which rounds each half by itself.
    func region(of image: Image) -> Image.Region {
        let scale = min(Double(image.width) / Double(width), Double(image.height) / Double(height))
        let across = max(1, min(image.width, Int((Double(width) * scale).rounded())))
        let down = max(1, min(image.height, Int((Double(height) * scale).rounded())))
        return Image.Region(
            x: min(image.width / 2 - across / 2, image.width - across),
            y: min(image.height / 2 - down / 2, image.height - down),
            width: across,
            height: down
        )
    }

    private func samples(_ sound: Sound?) -> ([Float], [String]) {
        let count = frameCount * samplesPerFrame
        guard let sound, !sound.samples.isEmpty else {
            return (Array(repeating: 0, count: count), ["no sound: the model hears silence"])
        }
        var notes: [String] = []
        if let note = sound.channelsNote { notes.append(note) }
        if let note = sound.offsetNote { notes.append(note) }
        if let note = sound.rateNote(Self.sampleRate) { notes.append("sound is \(note)") }
        // Only what is heard is resampled, with a little more for the filter to reach into.
        let seconds = Double(count) / Double(Self.sampleRate) + 0.1
        let needed = min(sound.samples.count, Int((seconds * Double(sound.sampleRate)).rounded(.up)) + 64)
        var samples = Array(sound[0..<needed].resampled(to: Self.sampleRate).samples.prefix(count))
        let lengths = [count, samples.count].map { decimal(Double($0) / Double(Self.sampleRate), places: 2) }
        let whole = decimal(sound.duration, places: 2)
        if samples.count < count {
            notes.append("\(lengths[1]) s of sound are followed by silence up to \(lengths[0]) s")
            samples += Array(repeating: 0, count: count - samples.count)
        } else if needed < sound.samples.count || whole != lengths[0] {
            notes.append("the model hears the first \(lengths[0]) of \(whole) s")
        }
        return (samples, notes)
    }
}
