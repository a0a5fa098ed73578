public import Explanation
import Media

/// An input as session files have it.
public struct SessionInput: Codable, Sendable, Hashable {
    private enum Origin: Codable, Hashable {
        case file(path: String)
        case pair(path: String, next: String)
        case typed(text: String)
    }

    private enum Change: Codable, Hashable {
        case remove(part: SessionPart)
        case mask(part: SessionPart)
        case fill(part: SessionPart, with: String)
        case write(part: SessionPart, text: String)
        case swap(part: SessionPart, with: SessionInput)
        case replace(text: String)
    }

    private let origin: Origin
    /// `false` or absent.
    private let filmsAreClips: Bool?
    private let sound: String?
    private let framesPerSecond: Double?
    private let start: Double?
    /// The left and the upper edge, width and height.
    private let crop: [Int]?
    /// Red, green and blue, from 0 to 255.
    private let paper: [UInt8]
    private let size: Int?
    private let tile: Int?
    private let pixel: SessionPixel?
    private let edits: [Change]

    /// Why what was piped into the program is not there again.
    static let pipeIsGone =
        "it is of what was piped into the program, which nobody keeps; save that in a file and open the file"

    /// An input; `nil` of what was piped into the program, and of what takes a part from that.
    init?(_ source: Source) {
        switch source.origin {
        case .file("-"), .standardInput: return nil
        case .file(let path): origin = .file(path: path)
        case .pair(let path, let next): origin = .pair(path: path, next: next)
        case .text(let text): origin = .typed(text: text)
        }
        let options = source.options
        (sound, size, tile) = (options.sound, options.size, options.tile)
        pixel = options.pixel.map(SessionPixel.init)
        filmsAreClips = options.filmsAreClips ? nil : false
        framesPerSecond = options.framesPerSecond
        start = options.start > 0 ? options.start : nil
        crop = options.crop.map { [$0.x, $0.y, $0.width, $0.height] }
        paper = [options.paper.red, options.paper.green, options.paper.blue]
        let edits = source.edits.map(Self.change)
        self.edits = edits.compactMap { $0 }
        if edits.contains(nil) { return nil }
    }

    private static func change(_ edit: Edit) -> Change? {
        switch edit {
        case .remove(let part): .remove(part: SessionPart(part))
        case .mask(let part): .mask(part: SessionPart(part))
        case .fill(let part, let filling): .fill(part: SessionPart(part), with: filling.rawValue)
        case .write(let part, let text): .write(part: SessionPart(part), text: text)
        case .swap(let part, let source):
            SessionInput(source).map { .swap(part: SessionPart(part), with: $0) }
        case .replace(let text): .replace(text: text)
        }
    }

    /// The source that is meant.
    ///
    /// - Throws: ``SessionError`` if there is none such.
    public func source() throws(SessionError) -> Source {
        let origin: Source.Origin =
            switch self.origin {
            case .file(let path): .file(path: path)
            case .pair(let path, let next): .pair(path: path, next: next)
            case .typed(let text): .text(text)
            }
        if let framesPerSecond, !(framesPerSecond > 0 && framesPerSecond <= 10_000) {
            let accepted = ["numbers above 0, and at most 10000"]
            throw .unknown(what: "framesPerSecond", word: "\(framesPerSecond)", accepted: accepted)
        }
        if let start, !(start >= 0 && start <= Source.Options.latestStart) {
            throw .unknown(what: "start", word: "\(start)", accepted: ["seconds from 0 on"])
        }
        guard paper.count == 3 else { throw .damaged(place: "paper", problem: "has no three numbers") }
        var options = Source.Options()
        (options.sound, options.size, options.tile) = (sound, size, tile)
        options.filmsAreClips = filmsAreClips ?? true
        options.framesPerSecond = framesPerSecond
        options.start = start ?? 0
        if let crop { options.crop = try Self.region(crop) }
        options.pixel = try pixel?.asking()
        options.paper = Pixel(paper[0], paper[1], paper[2])
        var changes: [Edit] = []
        for change in edits { changes.append(try Self.edit(change)) }
        return Source(origin, options: options, edits: changes)
    }

    private static func region(_ numbers: [Int]) throws(SessionError) -> Image.Region {
        guard numbers.count == 4, numbers.allSatisfy({ (0...1_000_000).contains($0) }) else {
            throw .damaged(place: "crop", problem: "has no four numbers that are a part of a frame")
        }
        return Image.Region(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }

    private static func edit(_ change: Change) throws(SessionError) -> Edit {
        switch change {
        case .remove(let part): .remove(try part.part())
        case .mask(let part): .mask(try part.part())
        case .fill(let part, let filling): .fill(try part.part(), try Filling(session: filling, "filling"))
        case .write(let part, let text): .write(try part.part(), text)
        case .swap(let part, let input): .swap(try part.part(), with: try input.source())
        case .replace(let text): .replace(text)
        }
    }

    /// The files and folders that it is made of.
    public var paths: [String] {
        let own: [String] =
            switch origin {
            case .file(let path): [path]
            case .pair(let path, let next): [path, next]
            case .typed: []
            }
        let others = edits.flatMap { if case .swap(_, let input) = $0 { input.paths } else { [String]() } }
        return own + (sound.map { [$0] } ?? []) + others
    }
}

/// A part of an input as session files have it: with all digits, which its name for people may lack.
struct SessionPart: Codable, Sendable, Hashable {
    private enum Place: Codable, Hashable {
        case box(x: Double, y: Double, width: Double, height: Double)
        case interval(from: Double, to: Double, low: Double?, high: Double?)
        case bytes(from: Int, end: Int)
        case span(text: String)
        /// As it is written.
        case space(box: String)
        case side(name: String, from: Double?, to: Double?)
    }

    private let place: Place
    private let label: String

    init(_ part: Part) {
        label = part.label
        place =
            switch part.place {
            case .box(let x, let y, let width, let height): .box(x: x, y: y, width: width, height: height)
            case .interval(let seconds, let hertz):
                .interval(
                    from: seconds.lowerBound,
                    to: seconds.upperBound,
                    low: hertz?.lowerBound,
                    high: hertz?.upperBound
                )
            case .bytes(let bytes): .bytes(from: bytes.lowerBound, end: bytes.upperBound)
            case .span(let text): .span(text: text)
            case .space(let box): .space(box: box.written)
            case .side(let side, let seconds):
                .side(name: side.rawValue, from: seconds?.lowerBound, to: seconds?.upperBound)
            }
    }

    /// The part that is meant.
    ///
    /// - Throws: ``SessionError`` if its ends are not in order.
    func part() throws(SessionError) -> Part {
        func range(_ from: Double, _ to: Double) throws(SessionError) -> ClosedRange<Double> {
            guard from <= to else { throw .damaged(place: "a part", problem: "ends before it begins") }
            return from...to
        }
        switch place {
        case .box(let x, let y, let width, let height):
            _ = (try range(x, x + width), try range(y, y + height))
            return Part(.box(x: x, y: y, width: width, height: height), label: label)
        case .space(let box):
            guard let box = PointBox(written: box) else {
                throw .damaged(place: "a part", problem: "is no box of points")
            }
            return Part(.space(box), label: label)
        case .interval(let from, let to, let low, let high):
            var hertz: ClosedRange<Double>?
            if let low, let high { hertz = try range(low, high) }
            return Part(.interval(try range(from, to), hertz: hertz), label: label)
        case .bytes(let from, let end):
            guard from >= 0 && from <= end else {
                throw .damaged(place: "a part", problem: "ends before it begins")
            }
            return Part(.bytes(from..<end), label: label)
        case .span(let text): return Part(.span(text), label: label)
        case .side(let name, let from, let to):
            guard let side = Part.Side(rawValue: name) else {
                let accepted = Part.Side.allCases.map(\.rawValue)
                throw .unknown(what: "side", word: name, accepted: accepted)
            }
            var seconds: ClosedRange<Double>?
            if let from, let to { seconds = try range(from, to) }
            return Part(.side(side, seconds), label: label)
        }
    }
}
