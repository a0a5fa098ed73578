import Media

// What a front end says that it did to a sound.
extension Sound {
    /// That only its beginning was read from a file; `nil` if all was.
    var partNote: String? {
        guard origin.isPartial else { return nil }
        let (read, all) = (decimal(duration, places: 0), decimal(origin.duration, places: 0))
        return "only the first \(read) s of \(all) s are read"
    }

    /// That its channels were averaged; `nil` if it has one.
    var channelsNote: String? {
        origin.channelCount > 1 ? "\(origin.channelCount) channels are averaged" : nil
    }

    /// That it was resampled; `nil` if it has this rate.
    func rateNote(_ rate: Int) -> String? {
        sampleRate == rate ? nil : "resampled from \(sampleRate) to \(rate) Hz"
    }
}
