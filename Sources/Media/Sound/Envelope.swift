extension Sound {
    /// The samples behind one column of a drawn waveform.
    public struct Column: Sendable, Hashable {
        /// The lowest and the highest of them.
        public let lowest, highest: Float
        /// The root of their mean square.
        public let rms: Float
    }

    /// The waveform in `columns` columns of equal length, each of at least one sample.
    ///
    /// With more columns than samples, columns repeat. A sound without samples is silent.
    public func envelope(columns: Int) -> [Column] {
        guard !samples.isEmpty else {
            return Array(repeating: Column(lowest: 0, highest: 0, rms: 0), count: max(0, columns))
        }
        return (0..<max(0, columns)).map { column in
            let start = column * samples.count / columns
            let end = max(start + 1, (column + 1) * samples.count / columns)
            return Sound.column(samples[start..<end])
        }
    }

    private static func column(_ samples: ArraySlice<Float>) -> Column {
        var lowest = Float.infinity, highest = -Float.infinity, energy = 0.0
        for sample in samples {
            lowest = min(lowest, sample)
            highest = max(highest, sample)
            energy += Double(sample) * Double(sample)
        }
        let rms = (energy / Double(samples.count)).squareRoot()
        return Column(lowest: lowest, highest: highest, rms: Float(rms))
    }
}
