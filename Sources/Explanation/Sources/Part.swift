public import Media
import Models

/// A part of an input, as people write it.
public struct Part: Sendable, Hashable {
    /// Where it lies.
    public enum Place: Sendable, Hashable {
        /// Of a picture, in its pixels; also of points in a plane.
        case box(x: Double, y: Double, width: Double, height: Double)
        /// Of a cloud of points, in its own units.
        case space(PointBox)
        /// Of a sound, in seconds, and perhaps in hertz.
        case interval(ClosedRange<Double>, hertz: ClosedRange<Double>?)
        /// Of a text, in bytes from 0.
        case bytes(Range<Int>)
        /// Of a text, the first place where this stands.
        case span(String)
        /// All of one side of a clip, or of both, or what is seen and heard there in some seconds.
        case side(Side, ClosedRange<Double>?)
    }

    /// What a clip is made of.
    public enum Side: String, Sendable, Hashable, CaseIterable {
        case sound, picture, both

        /// What it is made of.
        var sides: [ClipSide] {
            switch self {
            case .sound: [.sound]
            case .picture: [.picture]
            case .both: [.picture, .sound]
            }
        }

        /// A side of a clip.
        public init(_ side: ClipSide) { self = side == .sound ? .sound : .picture }

        /// In a few words.
        fileprivate var words: String {
            switch self {
            case .sound: "sound"
            case .picture: "picture"
            case .both: "picture and sound"
            }
        }
    }

    /// Where it lies.
    public let place: Place
    /// What lists call it.
    public let label: String

    /// A part with its name for lists; without one it is called as it is written, of a text with words that say so.
    public init(_ place: Place, label: String? = nil) {
        self.place = place
        self.label = label ?? place.label
    }

    /// What people call it: `x 22–35, y 30–37` instead of a corner and a size, `1.6–1.8 s` instead of two numbers.
    public var words: String {
        func range(_ from: Double, _ to: Double) -> String { "\(from.written)–\(to.written)" }
        switch place {
        case .box(let x, let y, let width, let height):
            return "x \(range(x, x + width)), y \(range(y, y + height))"
        case .interval(let seconds, let hertz):
            return range(seconds.lowerBound, seconds.upperBound) + " s"
                + (hertz.map { ", " + range($0.lowerBound, $0.upperBound) + " Hz" } ?? "")
        case .space(let box): return box.words
        case .side(let side, let seconds):
            guard let seconds else { return "all \(side.words)" }
            return "\(side.words) \(range(seconds.lowerBound, seconds.upperBound)) s"
        case .bytes, .span: return label
        }
    }

    /// What people call it where there is little room: a corner and a size.
    var short: String {
        guard case .box(let x, let y, let width, let height) = place else { return label }
        return "\(x.written),\(y.written) \(width.written)×\(height.written)"
    }

    /// As it is written.
    public var written: String { place.written }
}

extension Part {
    /// A part as the command line has it.
    ///
    /// - Parameter text: `x,y,w,h` in pixels; `x0,x1,y0,y1,z0,z1` of points; `A-B` in seconds or in bytes; `A-B,LOW-HIGH` in
    ///   seconds and hertz; of a clip also `sound` or `picture:A-B`.
    /// - Throws: ``Failure``, which says how parts are written, if it is written otherwise.
    public init(_ text: String) throws(Failure) {
        if let side = try Self.side(text) {
            self.init(side, label: text)
            return
        }
        let box = Self.numbers(text, ",")
        if box.count == 4, box[2] > 0, box[3] > 0 {
            self.init(.box(x: box[0], y: box[1], width: box[2], height: box[3]), label: text)
            return
        }
        if let box = PointBox(written: text) {
            self.init(.space(box), label: text)
            return
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let ranges = parts.compactMap { part -> ClosedRange<Double>? in
            let ends = Self.numbers(String(part), "-")
            return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
        }
        guard ranges.count == parts.count, let seconds = ranges.first, ranges.count <= 2 else {
            throw Failure("\(text): a part is \(Self.help)")
        }
        self.init(.interval(seconds, hertz: ranges.count == 2 ? ranges[1] : nil), label: text)
    }

    /// A side of a clip, perhaps with seconds; `nil` if something else is written.
    private static func side(_ text: String) throws(Failure) -> Place? {
        let words = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let side = words.first.flatMap({ Side(rawValue: String($0)) }) else { return nil }
        guard words.count > 1 else { return .side(side, nil) }
        let ends = numbers(String(words[1]), "-")
        guard words.count == 2, ends.count == 2, ends[0] < ends[1] else {
            throw Failure("\(text): a part is \(Self.sideHelp)")
        }
        return .side(side, ends[0]...ends[1])
    }

    /// Decimal numbers without a sign; none if something else is among them.
    private static func numbers(_ text: String, _ separator: Character) -> [Double] {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.allSatisfy { $0.isNumber || $0 == "." } ? Double(part) : nil
        }
        return numbers.count == parts.count && numbers.allSatisfy(\.isFinite) ? numbers : []
    }

    /// How parts are written.
    private static let help = [boxHelp, intervalHelp, bytesHelp, spaceHelp].joined(separator: "; ")
    /// How parts of pictures are written.
    public static let boxHelp = "of a picture x,y,w,h in its pixels, such as 10,20,64,48"
    /// How parts of sounds are written.
    public static let intervalHelp =
        "of a sound A-B in seconds, or A-B,LOW-HIGH with hertz, such as 1.2-2.0,500-2000"
    /// How parts of point clouds are written.
    public static let spaceHelp =
        "of a point cloud x0,x1,y0,y1,z0,z1 in its units, where nothing is no limit, such as 0,1,-2,2,,"
    /// How sides of clips are written.
    public static let sideHelp =
        "of a clip sound, picture or both, or these in seconds, such as picture:0.4-0.8"
    /// How parts of texts are written.
    public static let bytesHelp = "of a text A-B in bytes counted from 0, such as 4-7"

    /// How parts of the map that units stand on are written.
    public static let unitsHelp = "of units x,y,w,h in cells of their map, such as 40,60,10,10"

    /// What is removed from a medium; of both sides of a clip two parts.
    ///
    /// - Throws: ``Failure`` if it is not a part of such a medium.
    func removals(from medium: Medium) throws(Failure) -> [Removal] {
        switch (medium, place) {
        case (.image, .box(let x, let y, let width, let height)),
            (.clip, .box(let x, let y, let width, let height)):
            return [Removal(columns: x...x + width, rows: y...y + height, side: .picture)]
        case (.text, .box(let x, let y, let width, let height)),
            (.units, .box(let x, let y, let width, let height)):
            return [Removal(columns: x...x + width, rows: y...y + height)]
        case (.sound, .interval(let seconds, let hertz)) where seconds.lowerBound < seconds.upperBound,
            (.clip, .interval(let seconds, let hertz)) where seconds.lowerBound < seconds.upperBound:
            return [Removal(columns: seconds, rows: hertz, side: .sound)]
        case (.clip, .side(let side, let seconds)): return side.sides.map { Removal($0, seconds) }
        case (.text, .interval), (.text, .bytes), (.text, .span):
            let bytes = try bytes(of: medium, "--remove")
            return [Removal(columns: Double(bytes.lowerBound)...Double(bytes.upperBound))]
        case (.image, _): throw Failure("--remove \(written): \(Self.boxHelp)")
        case (.sound, _): throw Failure("--remove \(written): \(Self.intervalHelp)")
        case (.units, _): throw Failure("--remove \(written): \(Self.unitsHelp)")
        case (.points, .space(let box)), (.text, .space(let box)): return [Removal(box)]
        case (.points, _): throw Failure("--remove \(written): \(Self.spaceHelp)")
        case (.clip, _):
            throw Failure("--remove \(written): \(Self.boxHelp); \(Self.intervalHelp); \(Self.sideHelp)")
        case (.text, .side): throw Failure("--remove \(written): \(Self.bytesHelp)")
        case (.pair, _):
            throw Failure("--remove: does not work for \(medium.modality.words)")
        }
    }

    /// The bytes of a text.
    ///
    /// - Parameter option: what is done with them, for messages.
    /// - Throws: ``Failure`` if the medium is no text, or has no such bytes.
    func bytes(of medium: Medium, _ option: String) throws(Failure) -> Range<Int> {
        guard case .text(let text) = medium else { throw Failure("\(option): works for texts only") }
        switch place {
        case .bytes(let range): return range
        case .interval(let ends, hertz: nil):
            guard let first = Int(exactly: ends.lowerBound), let last = Int(exactly: ends.upperBound),
                last < Int.max
            else { throw Failure("\(written): \(Self.bytesHelp)") }
            return first..<last + 1
        case .span(let span):
            guard let found = text.bytes.firstRange(of: Array(span.utf8)), !found.isEmpty else {
                throw Failure("\(option) \"\(span)\": the text does not contain it")
            }
            return found
        case .box, .interval, .space, .side: throw Failure("\(written): \(Self.bytesHelp)")
        }
    }
}

extension Removal {
    /// A side of a clip, or what is seen or heard there in some seconds.
    package init(_ side: ClipSide, _ seconds: ClosedRange<Double>?) {
        switch side {
        case .sound: self.init(columns: seconds ?? Self.everything, side: side)
        case .picture: self.init(moments: seconds, side: side)
        }
    }
}

extension Double {
    /// Without a decimal point where it is whole.
    var written: String {
        self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
    }
}

extension Part.Place {
    fileprivate var label: String {
        switch self {
        case .bytes(let bytes): "bytes \(bytes.lowerBound)–\(bytes.upperBound - 1)"
        case .span(let span): "\"\(span)\""
        case .box, .interval, .space, .side: written
        }
    }

    fileprivate var written: String {
        func range(_ range: ClosedRange<Double>) -> String {
            "\(range.lowerBound.written)-\(range.upperBound.written)"
        }
        switch self {
        case .box(let x, let y, let width, let height):
            return [x, y, width, height].map(\.written).joined(separator: ",")
        case .space(let box): return box.written
        case .interval(let seconds, let hertz):
            return range(seconds) + (hertz.map { "," + range($0) } ?? "")
        case .bytes(let bytes): return "\(bytes.lowerBound)-\(bytes.upperBound - 1)"
        case .span(let span): return span
        case .side(let side, let seconds):
            return side.rawValue + (seconds.map { ":" + range($0) } ?? "")
        }
    }
}
