/// A sound: one channel of samples.
public struct Sound: Sendable, Hashable {
    /// Samples a second.
    public let sampleRate: Int
    /// The samples, about −1…1; the channels of a file are averaged.
    public let samples: [Float]
    /// What the file was like.
    public let origin: Origin

    /// What the file was like that a sound was read from.
    public struct Origin: Sendable, Hashable {
        /// Container and coding: "WAV, 16 bit".
        public let format: String
        /// Samples a second in each channel.
        public let sampleRate: Int
        /// Channels.
        public let channelCount: Int
        /// The length in frames (samples of each channel); what the file says, if it was not read to its end.
        public let frameCount: Int
        /// How many frames were read; see ``Sound/longest``.
        public let framesRead: Int
        /// What there is to say of the file, each a sentence without a full stop.
        public var notes: [String] = []

        /// The length of the file in seconds.
        public var duration: Double { Double(frameCount) / Double(sampleRate) }
        /// Whether only the first part was read.
        public var isPartial: Bool { framesRead < frameCount }
    }

    /// The length in seconds.
    public var duration: Double { Double(samples.count) / Double(sampleRate) }

    /// How much of a file is read, in seconds from its beginning.
    public static let longest = 600
    /// At rates above 96 kHz it is less, so that a sound never has more samples than this.
    public static let mostSamples = longest * 96_000
    /// The rates that are read, in samples a second.
    public static let rates = 1000...384_000

    /// A sound that does not come from a file.
    ///
    /// - Precondition: the rate is one of ``rates``.
    public init(sampleRate: Int, samples: [Float]) {
        let origin = Origin(
            format: "samples",
            sampleRate: sampleRate,
            channelCount: 1,
            frameCount: samples.count,
            framesRead: samples.count
        )
        self.init(sampleRate: sampleRate, samples: samples, origin: origin)
    }

    init(sampleRate: Int, samples: [Float], origin: Origin) {
        precondition(Sound.rates.contains(sampleRate), "\(sampleRate) samples a second")
        self.sampleRate = sampleRate
        self.samples = samples
        self.origin = origin
    }

    /// A part of the sound.
    ///
    /// - Precondition: the range lies within the sound.
    public subscript(range: Range<Int>) -> Sound {
        Sound(sampleRate: sampleRate, samples: Array(samples[range]), origin: origin)
    }
}
