internal import Files

/// Why a picture, a sound or a text could not be read or written.
///
/// Its description is one sentence that names the file, says what is wrong with it and, where there
/// is a way out, what would be accepted.
public struct MediaError: Error, Sendable, Hashable {
    /// What can be wrong.
    public enum Problem: Sendable, Hashable {
        /// There is no such file.
        case missing
        /// The system refuses to open or read it, for this reason.
        case unreadable(String)
        /// The system refuses to list it, a folder, for this reason.
        case unlistable(String)
        /// The system refuses to create or write it, for this reason.
        case unwritable(String)
        /// It is not a file but this: "a folder", "a pipe".
        case notAFile(String)
        /// It holds no bytes.
        case empty
        /// It holds more bytes than are accepted of its kind: "a text".
        case tooLarge(kind: String, bytes: Int, limit: Int)
        /// It is of a known kind that is not read: "a PDF document".
        case unsupported(String)
        /// It is of a kind that is read through ffmpeg, which is not there: "a GIF picture".
        case needsFFmpeg(String)
        /// It is of this kind, and ffmpeg cannot read it, for this reason.
        case unreadByFFmpeg(kind: String, String)
        /// It is a film of this kind, and it has no sound.
        case noSound(String)
        /// It is no kind of sound that is recognised.
        case notASound
        /// It is neither text nor anything that is recognised; the offset is that of the first byte that is
        /// not UTF-8, the line counts from 1.
        case notText(byte: Int, line: Int)
        /// It is of this kind, but it breaks off.
        case cutOff(kind: String, String)
        /// It is of this kind, but it cannot be decoded, for this reason.
        case damaged(kind: String, String)
        /// The picture claims this size in pixels, which is none or too large.
        case tooManyPixels(width: Int, height: Int)
        /// The sound has no samples.
        case noSamples
        /// The sound's rate, in samples a second, is out of range.
        case sampleRate(Int)
        /// A sample of the sound is this, not a number of reasonable size.
        case sample(String, seconds: Double)
        /// It is a film of this kind with neither pictures nor a sound.
        case emptyFilm(String)
        /// The clip shall begin at this second, and the film is over by then.
        case startBeyondEnd(Double, duration: Double?)
        /// This part of the frames shall be read, and they have this size.
        case cropOutside(Image.Region, Image.Extent)
        /// The folder holds neither frames nor a sound.
        case noFrames
        /// The folder holds several sounds, of these names.
        case severalSounds([String])
        /// A frame is not as large as the first one.
        case frameSize(Image.Extent, expected: Image.Extent)
        /// It is a point cloud of this kind, and no point of it has finite coordinates.
        case noPoints(String)
        /// It is no file of optical flow.
        case notAFlow
    }

    /// The file's name as it was given.
    public let name: String
    /// What is wrong.
    public let problem: Problem

    /// An error about a file.
    public init(_ name: String, _ problem: Problem) {
        self.name = name
        self.problem = problem
    }

    /// What the program reads, in words.
    public static let accepted =
        "a PNG or JPEG picture, a sound (WAV, FLAC, Ogg, MP3, AIFF and others), "
        + "a film, a point cloud (PLY, OFF, OBJ, XYZ, NPY), a table of units or a text"
}

extension MediaError: CustomStringConvertible {
    /// The sentence for the user, without a full stop.
    public var description: String { "\(printable(name)): \(problem.sentence)" }
}

extension MediaError.Problem {
    fileprivate var sentence: String {
        switch self {
        case .missing: "there is no such file; give the path of \(MediaError.accepted)"
        case .unreadable(let reason): "cannot be read (\(reason)); give a file that you may read"
        case .unlistable(let reason): "cannot be listed (\(reason)); give a folder that you may read"
        case .unwritable(let reason): "cannot be written (\(reason)); give a path that you may write to"
        case .notAFile(let what): "is \(what); give a file: \(MediaError.accepted)"
        case .empty: "is empty; give \(MediaError.accepted)"
        case .tooLarge(let kind, let bytes, let limit):
            "is too large for \(kind): \(megabytes(bytes)), where at most \(megabytes(limit)) are accepted"
        case .unsupported(let kind): "is \(kind), which is not read; give \(MediaError.accepted)"
        case .needsFFmpeg(let kind):
            "is \(kind), which is read through the program ffmpeg, which is not installed; "
                + "install it (apt install ffmpeg), or give \(MediaError.accepted)"
        case .unreadByFFmpeg(let kind, let reason):
            "is \(kind) that ffmpeg cannot read (\(reason)); give \(MediaError.accepted)"
        case .noSound(let kind):
            "is \(kind) without a sound, and this model gets only the sound of films"
        case .notASound: "is no kind of sound that is known; give a WAV, FLAC, Ogg, MP3 or AIFF file"
        case .notText(let byte, let line):
            "is not a file of a known kind, and not UTF-8 text: byte \(byte) (line \(line)) does not fit; "
                + "give \(MediaError.accepted); iconv makes UTF-8 of a text in another encoding"
        case .cutOff(let kind, let detail): "is \(kind) that breaks off (\(detail)); give the complete file"
        case .damaged(let kind, let reason):
            "is \(kind) that cannot be decoded (\(reason)); give an intact file"
        case .tooManyPixels(let width, let height):
            "claims to be \(width) × \(height) pixels; "
                + "1 to \(Image.mostPixels / 1_000_000) million are accepted"
        case .noSamples: "is a sound without any samples; give one that lasts a moment"
        case .sampleRate(let rate):
            "is a sound with \(rate) samples a second; "
                + "\(Sound.rates.lowerBound) to \(Sound.rates.upperBound) are accepted"
        case .sample(let value, let seconds):
            "is a sound with a sample that is \(value), \(milliseconds(seconds)) s from its start; "
                + "give one whose samples are numbers of about −1 to 1"
        case .emptyFilm(let kind): "is \(kind) without pictures and without a sound; give one with either"
        case .startBeyondEnd(let start, let duration):
            "has no frame from \(milliseconds(start)) s on; "
                + (duration.map { "it lasts \(milliseconds($0)) s, give a --start before that" }
                    ?? "give an earlier --start")
        case .cropOutside(let region, let size):
            "has frames of \(size.width)×\(size.height) pixels, and "
                + "\(region.x),\(region.y),\(region.width),\(region.height) is not in them; "
                + "give --crop x,y,w,h with a part of them"
        case .noFrames: "holds no frames; give a folder of PNG or JPEG pictures, a sound, or both"
        case .severalSounds(let names):
            "holds \(names.count) sounds (\(names.prefix(3).map { printable($0) }.joined(separator: ", "))); "
                + "leave one, or name one with --sound"
        case .frameSize(let size, let expected):
            "is a frame of \(size.width)×\(size.height) pixels, where the first has "
                + "\(expected.width)×\(expected.height); give frames of one size"
        case .noPoints(let kind): "is \(kind) without a point of finite coordinates; give one that has some"
        case .notAFlow: "is no flow; give a Middlebury .flo file"
        }
    }

    private func megabytes(_ bytes: Int) -> String {
        bytes < 10_000_000 ? "\(bytes.grouped) bytes" : "\(((bytes + 500_000) / 1_000_000).grouped) MB"
    }

    private func milliseconds(_ seconds: Double) -> String { MediaError.milliseconds(seconds) }
}

extension MediaError {
    /// Seconds with three decimals.
    static func milliseconds(_ seconds: Double) -> String {
        let whole = Int((min(seconds, 1e12) * 1000).rounded(.down))
        let fraction = String(whole % 1000 + 1000).dropFirst()
        return "\(whole / 1000).\(fraction)"
    }
}
