extension Sound {
    /// The mean of all samples, and the root mean square of what is left without it.
    private var meanAndDeviation: (mean: Double, deviation: Double) {
        guard !samples.isEmpty else { return (0, 0) }
        let count = Double(samples.count)
        let mean = samples.reduce(0.0) { $0 + Double($1) } / count
        let energy = samples.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return (mean, (energy / count).squareRoot())
    }

    /// The same sound without the constant that some recorders add.
    ///
    /// A mean below a hundredth of the sound's level stays: it changes next to nothing, and silence stays silent. So does
    /// that of less than a tenth of a second, which may be a part of a wave.
    public var centred: Sound {
        let (mean, deviation) = meanAndDeviation
        guard duration >= 0.1, abs(mean) > deviation / 100 else { return self }
        let samples = samples.map { Float(Double($0) - mean) }
        return Sound(sampleRate: sampleRate, samples: samples, origin: origin)
    }

    /// What to say of a constant that matters: more than a tenth of the sound's level.
    public var offsetNote: String? {
        let (mean, deviation) = meanAndDeviation
        guard abs(mean) > max(deviation / 10, 0.001) else { return nil }
        let thousandths = Int((abs(mean) * 1000).rounded())
        let digits = String(thousandths % 1000 + 1000).dropFirst()
        let sign = mean < 0 ? "−" : ""
        return
            "all samples are shifted by \(sign)\(thousandths / 1000).\(digits), and the model hears that, too"
    }
}
