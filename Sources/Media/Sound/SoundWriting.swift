internal import CSndfile

extension Sound {
    /// Writes the sound as a WAV file of 16 bits, in place of what is there; samples are cut off at −1 and 1.
    ///
    /// - Throws: ``MediaError`` if the file cannot be written; what is there stays then.
    public func write(toWAV path: String) throws(MediaError) {
        try OutputFile.write(to: path) { file throws(MediaError) in try write(to: file.descriptor, path) }
    }

    private func write(to descriptor: Int32, _ path: String) throws(MediaError) {
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate)
        info.channels = 1
        info.format = Int32(SF_FORMAT_WAV | SF_FORMAT_PCM_16)
        let file = try SoundOpening.file {
            sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 0)
        } problem: { _, reason in
            MediaError(path, .unwritable(reason))
        }
        let codes = samples.map { $0.isNaN ? 0 : Int16((min(max($0, -1), 1) * 32767).rounded()) }
        let written = sf_write_short(file, codes, sf_count_t(codes.count))
        let reason = SoundOpening.reason(file)
        guard sf_close(file) == 0 && Int(written) == codes.count else {
            throw MediaError(path, .unwritable(reason))
        }
    }
}
