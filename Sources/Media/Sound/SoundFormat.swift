internal import CSndfile

/// The names of sound formats as people say them.
enum SoundFormat {
    /// Container and coding of libsndfile's number: "WAV, 16 bit", "Ogg Vorbis".
    static func name(_ format: Int32) -> String {
        let container = Int(format) & SF_FORMAT_TYPEMASK
        let coding = Int(format) & SF_FORMAT_SUBMASK
        switch container {
        case SF_FORMAT_MPEG where coding == SF_FORMAT_MPEG_LAYER_III: return "MP3"
        case SF_FORMAT_OGG where coding == SF_FORMAT_VORBIS: return "Ogg Vorbis"
        case SF_FORMAT_OGG where coding == SF_FORMAT_OPUS: return "Ogg Opus"
        default:
            let first = containers[container] ?? libraryName(container)
            let second = codings[coding] ?? libraryName(coding)
            return "\(first), \(second)"
        }
    }

    /// Whether the coding keeps every sample, so that the length in the header is one to rely on.
    static func isExact(_ format: Int32) -> Bool {
        let coding = Int(format) & SF_FORMAT_SUBMASK
        return coding <= SF_FORMAT_ALAW
    }

    private static let containers: [Int: String] = [
        SF_FORMAT_WAV: "WAV",
        SF_FORMAT_WAVEX: "WAV",
        SF_FORMAT_RF64: "WAV (RF64)",
        SF_FORMAT_W64: "WAV (W64)",
        SF_FORMAT_AIFF: "AIFF",
        SF_FORMAT_AU: "AU",
        SF_FORMAT_CAF: "CAF",
        SF_FORMAT_FLAC: "FLAC",
        SF_FORMAT_OGG: "Ogg",
        SF_FORMAT_MPEG: "MPEG audio",
    ]

    private static let codings: [Int: String] = [
        SF_FORMAT_PCM_S8: "8 bit",
        SF_FORMAT_PCM_U8: "8 bit",
        SF_FORMAT_PCM_16: "16 bit",
        SF_FORMAT_PCM_24: "24 bit",
        SF_FORMAT_PCM_32: "32 bit",
        SF_FORMAT_FLOAT: "32-bit float",
        SF_FORMAT_DOUBLE: "64-bit float",
        SF_FORMAT_ULAW: "µ-law",
        SF_FORMAT_ALAW: "A-law",
        SF_FORMAT_IMA_ADPCM: "IMA ADPCM",
        SF_FORMAT_MS_ADPCM: "Microsoft ADPCM",
        SF_FORMAT_GSM610: "GSM 6.10",
        SF_FORMAT_ALAC_16: "ALAC, 16 bit",
        SF_FORMAT_ALAC_20: "ALAC, 20 bit",
        SF_FORMAT_ALAC_24: "ALAC, 24 bit",
        SF_FORMAT_ALAC_32: "ALAC, 32 bit",
    ]

    private static func libraryName(_ format: Int) -> String {
        var info = SF_FORMAT_INFO()
        info.format = Int32(format)
        let size = Int32(MemoryLayout<SF_FORMAT_INFO>.size)
        guard sf_command(nil, Int32(SFC_GET_FORMAT_INFO), &info, size) == 0, let name = info.name else {
            return "format \(String(format, radix: 16))"
        }
        return String(cString: name)
    }
}
