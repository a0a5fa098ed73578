extension FFmpeg {
    /// The moving pictures in a file, perhaps with a sound; a file without pictures is a sound.
    ///
    /// - Throws: ``MediaError`` if there is neither, nothing where the clip shall begin, or no such part of the frames.
    func clip(
        _ source: ByteSource,
        _ kind: ForeignKind,
        _ reading: ClipReading
    ) throws(MediaError) -> Medium {
        guard source.count <= Sound.largestFile.bytes else {
            let limit = Sound.largestFile
            throw source.error(.tooLarge(kind: "a film", bytes: source.count, limit: limit.bytes))
        }
        let look = try look(source, kind, reading)
        guard look.facts.hasPictures else { return .sound(try sound(source, kind)) }
        let size = try size(of: look, source, kind, reading)
        let answer = try film(source, kind, reading, writing: size)
        let frames = PortableFrames.frames(answer.output, most: Self.mostPixels)
        guard let first = frames.first else {
            throw unread(source, kind, answer.complaint ?? "its answer is no film")
        }
        let same = Array(frames.prefix { $0.width == first.width && $0.height == first.height })
        let sound = look.facts.hasSound ? try? heard(source, kind, reading) : nil
        let notes = Notes(
            kind: kind,
            facts: look.facts,
            reading: reading,
            original: look.first,
            written: first
        )
        return .clip(
            Clip(
                frames: same,
                sound: sound,
                framesPerSecond: reading.rate,
                notes: notes.all(
                    frames: same.count,
                    complaint: answer.complaint,
                    lacksSound: look.facts.hasSound && sound == nil
                )
            )
        )
    }

    /// The most pixels that all frames together have; they are made smaller if they had more.
    private static let mostPixels = 1 << 26

    // MARK: the first frame

    /// What is known of a film, and its first frame.
    private struct Look {
        let facts: FilmFacts
        let first: Image?
    }

    /// Reads the first frame, with what ffmpeg tells meanwhile.
    private func look(
        _ source: ByteSource,
        _ kind: ForeignKind,
        _ reading: ClipReading
    ) throws(MediaError) -> Look {
        let result = try ask(
            kind,
            source,
            level: "level+info",
            reading: ["-max_pixels", String(Image.mostPixels)] + seek(reading),
            writing: [
                "-map", "0:V:0?", "-an", "-frames:v", "1", "-vf", "\(Self.square),format=rgb24",
                "-c:v", "ppm", "-f", "image2pipe",
            ],
            BoundedProcess.Limits(seconds: 60, memory: 4 << 30, output: Image.mostPixels * 3 + 64)
        )
        let facts = FilmFacts(result.messages)
        let first = PortableFrames.frames(result.output, most: Image.mostPixels).first
        guard facts.hasPictures || facts.hasSound else {
            if let complaint = facts.complaint, !complaint.contains("does not contain any stream") {
                if complaint.contains("moov atom") {
                    throw source.error(
                        .cutOff(kind: kind.words, "its index, which stands at the end, is missing")
                    )
                }
                throw unread(source, kind, complaint)
            }
            throw source.error(.emptyFilm(kind.words))
        }
        return Look(facts: facts, first: first)
    }

    /// Begins where the clip does.
    private func seek(_ reading: ClipReading) -> [String] {
        reading.start > 0 ? ["-ss", Self.number(reading.start)] : []
    }

    /// Pixels as high as wide.
    private static let square = "scale=round(iw*sar):ih:flags=\(flags),setsar=1"
    private static let flags = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"

    // MARK: frames

    /// How large frames are written.
    ///
    /// - Throws: ``MediaError`` if there is no first frame, or the part to read is not in it.
    private func size(
        of look: Look,
        _ source: ByteSource,
        _ kind: ForeignKind,
        _ reading: ClipReading
    ) throws(MediaError) -> Image.Extent {
        guard let first = look.first else {
            if reading.start > 0, look.facts.duration.map({ reading.start > $0 - 1 }) ?? true {
                throw source.error(.startBeyondEnd(reading.start, duration: look.facts.duration))
            }
            throw look.facts.complaint.map { unread(source, kind, $0) }
                ?? source.error(.emptyFilm(kind.words))
        }
        if let crop = reading.crop {
            try Image.checkCrop(crop, width: first.width, height: first.height, source.name)
        }
        let (width, height) = (reading.crop?.width ?? first.width, reading.crop?.height ?? first.height)
        let share = Double(Self.mostPixels) / Double(width * height * reading.frameCount)
        guard share < 1 else { return Image.Extent(width: width, height: height) }
        func smaller(_ length: Int) -> Int { max(1, Int(Double(length) * share.squareRoot())) }
        return Image.Extent(width: smaller(width), height: smaller(height))
    }

    private func film(
        _ source: ByteSource,
        _ kind: ForeignKind,
        _ reading: ClipReading,
        writing size: Image.Extent
    ) throws(MediaError) -> Answer {
        let crop = reading.crop.map { ["crop=\($0.width):\($0.height):\($0.x):\($0.y):exact=1"] } ?? []
        let filters =
            ["fps=\(Self.number(reading.rate)):start_time=0", Self.square] + crop
            + ["scale=\(size.width):\(size.height):flags=\(Self.flags)", "setsar=1", "format=rgb24"]
        // Cropped after it was made RGB, so that no colour is shared with pixels beside the part.
        let ordered =
            crop.isEmpty ? filters : [filters[0], filters[1], "format=rgb24"] + filters.dropFirst(2)
        return try run(
            kind,
            source,
            reading: ["-max_pixels", String(Image.mostPixels)] + seek(reading),
            writing: [
                "-map", "0:V:0", "-an", "-frames:v", String(reading.frameCount),
                "-vf", ordered.joined(separator: ","), "-c:v", "ppm", "-f", "image2pipe",
            ],
            BoundedProcess.Limits(
                seconds: 60,
                memory: 4 << 30,
                output: (size.width * size.height * 3 + 64) * reading.frameCount
            )
        )
    }

    // MARK: sound

    /// The sound of the same seconds.
    private func heard(
        _ source: ByteSource,
        _ kind: ForeignKind,
        _ reading: ClipReading
    ) throws(MediaError) -> Sound {
        let answer = try run(
            kind,
            source,
            reading: seek(reading),
            writing: [
                "-map", "0:a:0", "-t", Self.number(reading.seconds),
                "-af", "aresample=async=1:first_pts=0", "-c:a", "pcm_f32le", "-f", "wav",
            ],
            BoundedProcess.Limits(seconds: 60, memory: 4 << 30, output: 768 << 20)
        )
        let sound = try told(source, kind) { name throws(MediaError) in
            try Sound(decoding: answer.output, name: name)
        }
        let origin = Sound.Origin(
            format: kind.label,
            sampleRate: sound.sampleRate,
            channelCount: sound.origin.channelCount,
            frameCount: sound.samples.count,
            framesRead: sound.samples.count,
            notes: sound.origin.notes
        )
        return Sound(sampleRate: sound.sampleRate, samples: sound.samples, origin: origin)
    }

    /// A number as ffmpeg reads it, also a very small one.
    private static func number(_ value: Double) -> String {
        let millionths = (value * 1_000_000).rounded()
        guard millionths < 1e15 else { return String(Int(value.rounded())) }
        let (whole, rest) = Int(millionths).quotientAndRemainder(dividingBy: 1_000_000)
        return "\(whole).\(String(rest + 1_000_000).dropFirst())"
    }
}

/// What there is to say of a film that was read.
private struct Notes {
    let kind: ForeignKind
    let facts: FilmFacts
    let reading: ClipReading
    /// The first frame as it is in the film.
    let original: Image?
    /// The first frame as it was written.
    let written: Image

    func all(frames: Int, complaint: String?, lacksSound: Bool) -> [String] {
        var notes = [part(frames: frames), kind.note(.film)]
        if let original, let crop = reading.crop {
            notes.append(
                "of each frame x \(crop.x)–\(crop.x + crop.width), y \(crop.y)–\(crop.y + crop.height) "
                    + "of \(original.width)×\(original.height) pixels is read"
            )
        }
        let full = reading.crop.map { ($0.width, $0.height) } ?? original.map { ($0.width, $0.height) }
        if let full, full != (written.width, written.height) {
            notes.append(
                "frames are read at \(written.width)×\(written.height) of \(full.0)×\(full.1) pixels"
            )
        }
        if lacksSound { notes.append("its sound cannot be read") }
        if let complaint { notes.append("ffmpeg warns: \(complaint)") }
        return notes
    }

    /// Which seconds are read, of how many, and at which rate.
    private func part(frames: Int) -> String {
        let (from, length) = (reading.start, Double(frames) / reading.rate)
        var text =
            from > 0
            ? "\(Self.short(from))–\(Self.short(from + length)) s" : "the first \(Self.short(length)) s"
        if let whole = facts.duration { text += " of \(Self.short(whole)) s" }
        text += " at \(Self.short(reading.rate))"
        if let own = facts.framesPerSecond, abs(own - reading.rate) > 0.005 {
            text += " instead of \(Self.short(own))"
        }
        return text + " frames a second"
    }

    /// At most two decimals.
    private static func short(_ value: Double) -> String {
        let hundredths = Int((min(value, 1e12) * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return "\(whole)." + (rest % 10 == 0 ? "\(rest / 10)" : String(rest + 100).dropFirst())
    }
}
