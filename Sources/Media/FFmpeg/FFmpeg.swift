internal import Files
internal import Glibc

/// The program ffmpeg, which reads what the libraries do not: in a process of its own, with limits.
///
/// It is given one open file, a demuxer by name, and no protocol but that of files. What it answers is read and checked
/// like any other file.
public struct FFmpeg: Sendable, Hashable {
    /// Where the program is; `nil` if it is not there.
    private let path: String?

    /// The program at a path; without one there is none.
    package init(path: String?) { self.path = path }

    /// The first in `PATH`, if any; only absolute places count.
    public static var installed: FFmpeg {
        let folders = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":")
        let paths = folders.filter { $0.hasPrefix("/") }.map { "\($0)/ffmpeg" }
        return FFmpeg(path: paths.first { access($0, X_OK) == 0 })
    }

    /// Whether it is there.
    package var isInstalled: Bool { path != nil }

    /// The picture in a file, or the first of several.
    func image(
        _ source: ByteSource,
        _ kind: ForeignKind,
        paper: Pixel
    ) throws(MediaError) -> Image {
        guard source.count <= Image.largestFile.bytes else {
            let limit = Image.largestFile
            throw source.error(.tooLarge(kind: limit.kind, bytes: source.count, limit: limit.bytes))
        }
        let answer = try run(picture: kind, source)
        // What is wrong with a picture costs pixels, and ffmpeg shows what is left.
        if let complaint = answer.complaint { throw unread(source, kind, complaint) }
        let image = try told(source, kind) { name throws(MediaError) in
            try Image(png: answer.output, name: name, paper: paper)
        }
        guard image.width * image.height >= HEIFOutline.largestPicture(in: source, kind) else {
            throw unread(source, kind, "it knows only a part of it")
        }
        return image.turned(ForeignOrientation.of(source, kind)).noting([kind.note(.picture)])
    }

    /// The sound in a file.
    func sound(_ source: ByteSource, _ kind: ForeignKind) throws(MediaError) -> Sound {
        guard source.count <= Sound.largestFile.bytes else {
            let limit = Sound.largestFile
            throw source.error(.tooLarge(kind: limit.kind, bytes: source.count, limit: limit.bytes))
        }
        let answer = try run(sound: kind, source)
        let sound = try told(source, kind) { name throws(MediaError) in
            try Sound(decoding: answer.output, name: name)
        }
        let isPartial = answer.isCut || sound.origin.isPartial
        let origin = Sound.Origin(
            format: kind.label,
            sampleRate: sound.sampleRate,
            channelCount: sound.origin.channelCount,
            // ffmpeg was told to stop there, so nobody knows how many there are.
            frameCount: sound.samples.count,
            framesRead: sound.samples.count,
            notes: [kind.note(.sound)]
                + (isPartial ? ["only the first \(Int(sound.duration)) s are read"] : [])
                + sound.origin.notes + (answer.complaint.map { ["ffmpeg warns: \($0)"] } ?? [])
        )
        return Sound(sampleRate: sound.sampleRate, samples: sound.samples, origin: origin)
    }

    func unread(_ source: ByteSource, _ kind: ForeignKind, _ reason: String) -> MediaError {
        source.error(.unreadByFFmpeg(kind: kind.words, reason))
    }

    /// What is wrong with the answer is wrong with the file.
    func told<Result>(
        _ source: ByteSource,
        _ kind: ForeignKind,
        _ body: (String) throws(MediaError) -> Result
    ) throws(MediaError) -> Result {
        do throws(MediaError) {
            return try body(source.name)
        } catch {
            switch error.problem {
            case .noSamples, .sample, .sampleRate, .tooManyPixels: throw error
            default: throw unread(source, kind, "its answer is no \(kind.content)")
            }
        }
    }

    private func run(picture kind: ForeignKind, _ source: ByteSource) throws(MediaError) -> Answer {
        let size = ["-max_pixels", String(Image.mostPixels)]
        // Pictures are turned by what their files say, where this ffmpeg does not know it, and once in any case.
        let turning = ForeignOrientation.isRead(of: kind) ? ["-noautorotate"] : []
        let output = [
            "-an", "-frames:v", "1", "-pix_fmt", "rgba",
            "-sws_flags", "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp",
            "-c:v", "png", "-compression_level", "1", "-pred", "none", "-f", "image2pipe",
        ]
        return try run(kind, source, reading: size + turning, writing: output, Self.pictureLimits)
    }

    private func run(sound kind: ForeignKind, _ source: ByteSource) throws(MediaError) -> Answer {
        let output = [
            "-map", "0:a:0", "-t", String(Sound.longest + 1), "-c:a", "pcm_f32le", "-f", "wav",
        ]
        return try run(kind, source, reading: [], writing: output, Self.soundLimits)
    }

    /// Four bytes for each of the most pixels, hardly compressed.
    private static let pictureLimits = BoundedProcess.Limits(
        seconds: 60,
        memory: 4 << 30,
        output: Image.mostPixels * 5
    )
    /// Ten minutes of six channels at 48 kHz fit.
    private static let soundLimits = BoundedProcess.Limits(seconds: 60, memory: 4 << 30, output: 768 << 20)

    /// What ffmpeg answers.
    struct Answer {
        let output: [UInt8]
        /// Whether it would have gone on.
        let isCut: Bool
        /// What it says is wrong.
        let complaint: String?
    }

    /// Runs it once and keeps what it answers, which is something.
    func run(
        _ kind: ForeignKind,
        _ source: ByteSource,
        reading: [String],
        writing: [String],
        _ limits: BoundedProcess.Limits
    ) throws(MediaError) -> Answer {
        let result = try ask(kind, source, level: "error", reading: reading, writing: writing, limits)
        let complaint = complaint(result.messages)
        if complaint?.contains("matches no streams") == true { throw source.error(.noSound(kind.words)) }
        if result.output.isEmpty { throw unread(source, kind, complaint ?? "it answers nothing") }
        return Answer(output: result.output, isCut: result.isCut, complaint: complaint)
    }

    /// Runs it once.
    ///
    /// - Parameter level: how much it says meanwhile.
    func ask(
        _ kind: ForeignKind,
        _ source: ByteSource,
        level: String,
        reading: [String],
        writing: [String],
        _ limits: BoundedProcess.Limits
    ) throws(MediaError) -> BoundedProcess.Result {
        guard let path else { throw source.error(.needsFFmpeg(kind.words)) }
        let arguments =
            [
                "-nostdin", "-hide_banner", "-nostats", "-v", level, "-protocol_whitelist", "file,pipe",
                "-threads", "1",
            ]
            + reading + ["-f", kind.demuxer] + (kind.decoder.map { ["-c:v", $0] } ?? [])
            + ["-i", "file:/dev/stdin", "-sn", "-dn", "-map_metadata", "-1", "-threads", "1"]
            + writing + ["pipe:1"]
        return try source.withFile { file throws(MediaError) in
            do throws(BoundedProcess.Failure) {
                return try BoundedProcess.run(path, arguments, input: file, limits)
            } catch {
                throw unread(source, kind, error.reason)
            }
        }
    }

    /// The first thing that ffmpeg complains of, without the names of its parts.
    private func complaint(_ messages: [UInt8]) -> String? {
        let lines = String(decoding: messages, as: UTF8.self).split(whereSeparator: \.isNewline)
        let first = lines.lazy.map { line in
            let text = line.hasPrefix("[") ? line.drop { $0 != "]" }.dropFirst() : line
            return text.trimmingPrefix(while: \.isWhitespace).replacing("file:/dev/stdin: ", with: "")
        }.first { !$0.isEmpty }
        return first.map { printable(String($0.prefix(120))) }
    }
}
