internal import Files

/// What ffmpeg tells of a film while it reads it.
struct FilmFacts: Hashable, Sendable {
    /// How long it is, in seconds; `nil` if that is not known.
    private(set) var duration: Double?
    /// Whether there are moving pictures; a cover is none.
    private(set) var hasPictures = false
    /// Whether there is a sound.
    private(set) var hasSound = false
    /// Frames a second of the pictures, if they have one rate.
    private(set) var framesPerSecond: Double?
    /// The first thing that is wrong with it.
    private(set) var complaint: String?

    /// Reads messages, each of which begins with its level in brackets.
    ///
    /// What follows the input is about what is written.
    init(_ messages: [UInt8]) {
        var isInput = true
        for line in String(decoding: messages, as: UTF8.self).split(whereSeparator: \.isNewline) {
            if line.contains("[info] Stream mapping") || line.contains("[info] Output #") { isInput = false }
            if isInput, let text = line.fact { note(text) }
            if complaint == nil, let text = line.wrong { complaint = text }
        }
    }

    private mutating func note(_ text: Substring) {
        if text.hasPrefix("Duration: "), duration == nil {
            duration = Self.seconds(text.dropFirst(10).prefix { $0 != "," })
        } else if text.hasPrefix("Stream #"), text.contains(": Audio: ") {
            hasSound = true
        } else if text.hasPrefix("Stream #"), text.contains(": Video: "), !text.contains("(attached pic)") {
            let rate = text.split(separator: ", ").first { $0.hasSuffix(" fps") }
            if !hasPictures { framesPerSecond = rate.flatMap { Double($0.dropLast(4)) } }
            hasPictures = true
        }
    }

    /// `00:01:32.50` in seconds.
    private static func seconds(_ text: Substring) -> Double? {
        let parts = text.split(separator: ":").map { Double($0) }
        guard parts.count == 3, let hours = parts[0], let minutes = parts[1], let seconds = parts[2] else {
            return nil
        }
        let all = hours * 3600 + minutes * 60 + seconds
        return all > 0 && all.isFinite ? all : nil
    }
}

extension Substring {
    /// What a line tells of a file, indented by two spaces; deeper ones are what the file says of itself.
    fileprivate var fact: Substring? {
        let text = dropFirst("[info]   ".count)
        return hasPrefix("[info]   ") && text.first?.isWhitespace == false ? text : nil
    }

    /// What a line complains of, without the names of parts.
    fileprivate var wrong: String? {
        for level in ["[error] ", "[fatal] ", "[panic] "] {
            guard let range = firstRange(of: level) else { continue }
            let text = self[range.upperBound...].trimmingPrefix(while: \.isWhitespace)
                .replacing("file:/dev/stdin: ", with: "")
            if !text.isEmpty { return printable(String(text.prefix(120))) }
        }
        return nil
    }
}
