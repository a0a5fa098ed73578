internal import CSndfile

extension Sound {
    /// A sound from a file in memory; `name` stands for it in messages.
    ///
    /// The first ``longest`` seconds are decoded, block by block, and their channels averaged.
    ///
    /// - Throws: ``MediaError``: not a sound, damaged, cut off, without samples, of a rate out of
    ///   ``rates``, or with samples that are not numbers.
    public init(decoding bytes: [UInt8], name: String) throws(MediaError) {
        try self.init(ByteSource(bytes, name: name))
    }

    init(_ source: ByteSource) throws(MediaError) {
        if case .refused(let kind) = FileKind(head: source.head()) { throw source.error(.unsupported(kind)) }
        guard source.count <= Sound.largestFile.bytes else {
            let limit = Sound.largestFile
            throw source.error(.tooLarge(kind: limit.kind, bytes: source.count, limit: limit.bytes))
        }
        self = try Silence.during { () throws(MediaError) in try Sound(SoundFile(source), source) }
    }

    private init(_ file: SoundFile, _ source: ByteSource) throws(MediaError) {
        if let detail = SoundOutline.missing(in: source) {
            throw source.error(.cutOff(kind: file.kind, detail))
        }
        let mostFrames = min(Sound.longest * file.sampleRate, Sound.mostSamples)
        let samples = try file.mono(mostFrames: mostFrames)
        let isWhole = samples.count < mostFrames
        let origin = Origin(
            format: file.format,
            sampleRate: file.sampleRate,
            channelCount: file.channelCount,
            frameCount: isWhole ? samples.count : max(file.frameCount, samples.count),
            framesRead: samples.count
        )
        self.init(sampleRate: file.sampleRate, samples: samples, origin: origin)
    }

    /// The largest file that is read as a sound; little of it is in memory at a time.
    private static let largestFile = SizeLimit(kind: "a sound", bytes: 8 << 30)
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
    init(_ source: ByteSource) throws(MediaError) {
        var info = SF_INFO()
        var callbacks = SoundStream.callbacks
        let stream = SoundStream(source)
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
    func mono(mostFrames: Int) throws(MediaError) -> [Float] {
        let blockFrames = max(1, 65_536 / channelCount)
        var block = [Float](repeating: 0, count: blockFrames * channelCount)
        var samples: [Float] = []
        // What the header promises, as far as a file of this size can keep it.
        samples.reserveCapacity(max(0, min(frameCount, mostFrames, source.count * 16)))
        while samples.count < mostFrames {
            let wanted = min(blockFrames, mostFrames - samples.count)
            let got = Int(sf_readf_float(handle, &block, sf_count_t(wanted)))
            if got <= 0 { break }
            try mix(block, frames: min(got, wanted), into: &samples)
        }
        if samples.count < mostFrames { try checkEnd(samples.count) }
        guard !samples.isEmpty else { throw source.error(.noSamples) }
        return samples
    }

    private func mix(_ block: [Float], frames: Int, into samples: inout [Float]) throws(MediaError) {
        for start in stride(from: 0, to: frames * channelCount, by: channelCount) {
            var sum = 0.0
            for channel in 0..<channelCount { sum += Double(block[start + channel]) }
            let mean = sum / Double(channelCount)
            // A comparison that NaN fails too. Files of whole numbers as floats stay below.
            guard abs(mean) <= 4e9 else { throw unusable(mean, at: samples.count) }
            samples.append(Float(mean))
        }
    }

    private func unusable(_ sample: Double, at frame: Int) -> MediaError {
        let value = sample.isFinite ? "\(Float(sample))" : sample.isNaN ? "not a number" : "infinite"
        return source.error(.sample(value, seconds: Double(frame) / Double(sampleRate)))
    }

    /// Tells a sound that ended from one that broke off.
    private func checkEnd(_ frames: Int) throws(MediaError) {
        guard sf_error(handle) == SF_ERR_NO_ERROR else {
            throw source.error(.damaged(kind: kind, SoundOpening.reason(handle)))
        }
        // Codings that lose some of the sound also count its length roughly.
        if isExact && frames < frameCount {
            throw source.error(
                .cutOff(kind: kind, "after \(frames.grouped) of \(frameCount.grouped) samples")
            )
        }
    }
}

/// A place in a file, for libsndfile to move and to read at.
private final class SoundStream {
    private let source: ByteSource
    private var place = 0

    init(_ source: ByteSource) {
        self.source = source
    }

    static var callbacks: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { sf_count_t(SoundStream.of($0)?.source.count ?? 0) },
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
        let base = [0, place, source.count][Int(min(max(whence, 0), 2))]
        let (target, overflow) = base.addingReportingOverflow(offset)
        guard !overflow && target >= 0 else { return -1 }
        place = target
        return sf_count_t(target)
    }

    private func read(_ target: UnsafeMutableRawPointer?, _ count: Int) -> sf_count_t {
        guard let target, count > 0 else { return 0 }
        let done = source.read(into: UnsafeMutableRawBufferPointer(start: target, count: count), at: place)
        place += done
        return sf_count_t(done)
    }
}
