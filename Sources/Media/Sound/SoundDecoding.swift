internal import CSndfile

extension Sound {
    /// A sound from a file in memory; `name` stands for it in messages.
    ///
    /// The first ``longest`` seconds are decoded, block by block, and their channels averaged. Of a file that breaks
    /// off, what is there is read; a note in the sound's origin says so.
    ///
    /// - Throws: ``MediaError``: not a sound, damaged, without samples, of a rate out of ``rates``, or with
    ///   samples that are not numbers.
    public init(decoding bytes: [UInt8], name: String) throws(MediaError) {
        let source = ByteSource(bytes, name: name)
        if case .refused(let kind) = FileKind(source) { throw source.error(.unsupported(kind)) }
        try self.init(source)
    }

    /// A sound that libsndfile reads, or else ffmpeg.
    ///
    /// - Throws: ``MediaError``, also if the file is no sound.
    static func read(_ source: ByteSource, _ ffmpeg: FFmpeg) throws(MediaError) -> Sound {
        switch FileKind(source) {
        case .refused(let kind): throw source.error(.unsupported(kind))
        case .foreign(let kind):
            guard kind.content != .picture else { throw source.error(.notASound) }
            return try ffmpeg.sound(source, kind)
        default: break
        }
        do throws(MediaError) {
            return try Sound(source)
        } catch {
            switch error.problem {
            case .damaged, .notASound:
                // It may be a coding that the library does not know.
                guard let kind = ForeignKind.container(head: source.head()),
                    let sound = try? ffmpeg.sound(source, kind)
                else { throw error }
                return sound
            default: throw error
            }
        }
    }

    /// A sound that libsndfile reads.
    init(_ source: ByteSource) throws(MediaError) {
        guard source.count <= Sound.largestFile.bytes else {
            let limit = Sound.largestFile
            throw source.error(.tooLarge(kind: limit.kind, bytes: source.count, limit: limit.bytes))
        }
        self = try Silence.during { () throws(MediaError) in
            let outline = SoundOutline(source)
            return try Sound(SoundFile(source, outline), source, outline)
        }
    }

    private init(
        _ file: SoundFile,
        _ source: ByteSource,
        _ outline: SoundOutline
    ) throws(MediaError) {
        let mostFrames = min(Sound.longest * file.sampleRate, Sound.mostSamples)
        let (mixed, end) = try file.mono(mostFrames: mostFrames)
        let samples = mixed.samples
        guard !samples.isEmpty else {
            throw source.error(outline.missing.map { .cutOff(kind: file.kind, $0) } ?? .noSamples)
        }
        let isWhole = samples.count < mostFrames
        let origin = Origin(
            format: file.format,
            sampleRate: file.sampleRate,
            channelCount: file.channelCount,
            frameCount: isWhole ? samples.count : max(file.frameCount, samples.count),
            framesRead: samples.count,
            notes: [outline.note ?? end, mixed.note].compactMap { $0 }
        )
        self.init(sampleRate: file.sampleRate, samples: samples, origin: origin)
    }

    /// The largest file that is read as a sound; little of it is in memory at a time.
    static let largestFile = SizeLimit(kind: "a sound", bytes: 8 << 30)
}

/// A sound file that is being decoded by libsndfile.
private final class SoundFile {
    let sampleRate: Int
    let channelCount: Int
    /// The length that the file claims; less than its samples if it does not say.
    let frameCount: Int
    let format: String

    private let source: ByteSource
    private let stream: SoundStream
    private let handle: OpaquePointer
    private let isExact: Bool

    /// Opens a file and checks what it says about itself.
    init(_ source: ByteSource, _ outline: SoundOutline) throws(MediaError) {
        var info = SF_INFO()
        var callbacks = SoundStream.callbacks
        let stream = SoundStream(source, outline.correction)
        // The library keeps the pointer, this object the stream.
        let address = Unmanaged.passUnretained(stream).toOpaque()
        handle = try SoundOpening.file {
            withExtendedLifetime(stream) {
                sf_open_virtual(&callbacks, Int32(SFM_READ), &info, address)
            }
        } problem: { code, reason in
            source.error(
                code == SF_ERR_UNRECOGNISED_FORMAT ? .notASound : .damaged(kind: "a sound", reason)
            )
        }
        self.source = source
        self.stream = stream
        sampleRate = Int(info.samplerate)
        channelCount = Int(info.channels)
        frameCount = info.frames == sf_count_t.max ? 0 : Int(info.frames)
        format = SoundFormat.name(info.format)
        isExact = SoundFormat.isExact(info.format)
        // From here on `deinit` closes the file.
        guard Sound.rates.contains(sampleRate) else { throw source.error(.sampleRate(sampleRate)) }
        guard (1...1024).contains(channelCount) else {
            throw source.error(.damaged(kind: kind, "\(channelCount) channels"))
        }
    }

    deinit { sf_close(handle) }

    /// The file in a sentence.
    var kind: String { "a sound (\(format))" }

    /// Decodes the first frames and averages their channels.
    ///
    /// - Returns: the sound, and what to say if it ended before it should.
    func mono(mostFrames: Int) throws(MediaError) -> (Downmix, end: String?) {
        let blockFrames = max(1, 65_536 / channelCount)
        var block = [Float](repeating: 0, count: blockFrames * channelCount)
        var mixed = Downmix(channelCount: channelCount)
        // What the header promises, as far as a file of this size can keep it.
        mixed.reserve(max(0, min(frameCount, mostFrames, source.count * 16)))
        while mixed.samples.count < mostFrames {
            let wanted = min(blockFrames, mostFrames - mixed.samples.count)
            let got = Int(sf_readf_float(handle, &block, sf_count_t(wanted)))
            if got <= 0 { break }
            if let wrong = mixed.add(block, frames: min(got, wanted)) {
                throw unusable(wrong, at: mixed.samples.count)
            }
        }
        return (mixed, mixed.samples.count < mostFrames ? try end(at: mixed.samples.count) : nil)
    }

    private func unusable(_ sample: Double, at frame: Int) -> MediaError {
        let value = sample.isFinite ? "\(Float(sample))" : sample.isNaN ? "not a number" : "infinite"
        return source.error(.sample(value, seconds: Double(frame) / Double(sampleRate)))
    }

    /// Tells a sound that ended from one that broke off; `nil` if it ended.
    private func end(at frames: Int) throws(MediaError) -> String? {
        let reason = sf_error(handle) == SF_ERR_NO_ERROR ? nil : SoundOpening.reason(handle)
        if let reason, frames == 0 { throw source.error(.damaged(kind: kind, reason)) }
        // Codings that lose some of the sound also count its length roughly: to two frames of MP3.
        if frames < frameCount - (isExact ? 0 : 2 * 1152) {
            return "the file claims \(frameCount.grouped) samples and has \(frames.grouped)"
        }
        return reason.map { "nothing can be decoded behind sample \(frames.grouped): \($0)" }
    }
}

/// A place in a file, for libsndfile to move and to read at.
///
/// Tags and padding before MPEG audio are left out, as the library stumbles over them.
private final class SoundStream {
    private let source: ByteSource
    private let start: Int
    private let correction: SoundOutline.Correction?
    private var place = 0
    private var count: Int { source.count - start }

    init(_ source: ByteSource, _ correction: SoundOutline.Correction?) {
        self.source = source
        self.correction = correction
        start = MPEGAudio.start(of: source)
    }

    static var callbacks: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { sf_count_t(SoundStream.of($0)?.count ?? 0) },
            seek: { SoundStream.of($2)?.seek(Int($0), from: $1) ?? -1 },
            read: { SoundStream.of($2)?.read($0, Int($1)) ?? 0 },
            write: { _, _, _ in 0 },
            tell: { sf_count_t(SoundStream.of($0)?.place ?? 0) }
        )
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> SoundStream? {
        pointer.map { Unmanaged<SoundStream>.fromOpaque($0).takeUnretainedValue() }
    }

    private func seek(_ offset: Int, from whence: Int32) -> sf_count_t {
        let base = [0, place, count][Int(min(max(whence, 0), 2))]
        let (target, overflow) = base.addingReportingOverflow(offset)
        guard !overflow && target >= 0 else { return -1 }
        place = target
        return sf_count_t(target)
    }

    private func read(_ target: UnsafeMutableRawPointer?, _ count: Int) -> sf_count_t {
        guard let target, count > 0 else { return 0 }
        let buffer = UnsafeMutableRawBufferPointer(start: target, count: count)
        let done = source.read(into: buffer, at: start + place)
        for (index, byte) in (correction?.bytes ?? []).enumerated() {
            let offset = (correction?.place ?? 0) + index - start - place
            if (0..<done).contains(offset) { buffer[offset] = byte }
        }
        place += done
        return sf_count_t(done)
    }
}
