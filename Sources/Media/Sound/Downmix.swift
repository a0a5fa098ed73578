/// The channels of a sound, averaged to one.
struct Downmix {
    /// The mean of all channels, sample by sample.
    private(set) var samples: [Float] = []
    private let channelCount: Int
    private var (energy, channelEnergy) = (0.0, 0.0)

    /// A sound of so many channels, of which none is there yet.
    init(channelCount: Int) { self.channelCount = channelCount }

    mutating func reserve(_ count: Int) { samples.reserveCapacity(count) }

    /// Adds some frames, each with a sample of every channel.
    ///
    /// - Returns: the first mean that is no number of reasonable size, after which nothing is added.
    mutating func add(_ block: [Float], frames: Int) -> Double? {
        for start in stride(from: 0, to: frames * channelCount, by: channelCount) {
            var sum = 0.0
            for channel in 0..<channelCount {
                let sample = Double(block[start + channel])
                sum += sample
                channelEnergy += sample * sample
            }
            let mean = sum / Double(channelCount)
            // A comparison that NaN fails too. Files of whole numbers as floats stay below.
            guard abs(mean) <= 4e9 else { return mean }
            energy += mean * mean
            samples.append(Float(mean))
        }
        return nil
    }

    /// What to say if hardly anything is left of the channels' energy: less than a hundredth.
    var note: String? {
        let before = channelEnergy / Double(channelCount)
        guard channelCount > 1, before > 0, energy < before / 100 else { return nil }
        return "the \(channelCount) channels cancel each other: their mean is almost silent"
    }
}
