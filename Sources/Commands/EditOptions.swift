import ArgumentParser
import Explanation
import Models

/// What is changed in a command's inputs.
struct EditOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            A part that the model does not get: x,y,w,h in pixels of a picture, A-B in seconds or A-B,LOW-HIGH in \
            seconds and hertz of a sound, A-B in bytes of a text, picture:A-B of a clip, x0,x1,y0,y1,z0,z1 in the units \
            of a point cloud, x,y,w,h in cells of the map of units; can be given several times, like all of these.
            """,
            valueName: "part"
        ),
        transform: { try Part($0) }
    )
    var remove: [Part] = []
    @Option(
        help: ArgumentHelp(
            "Clips: leave all of the sound or of the picture out.",
            valueName: "sound|picture"
        ),
        transform: EditOptions.side
    )
    var without: [ClipSide] = []
    @Option(
        help: ArgumentHelp(
            """
            Fill a part with the picture's mean colour, or with the mean level of a sound's frequencies; take points of \
            a cloud, or units, away.
            """,
            valueName: "part"
        ),
        transform: { try Part($0) }
    )
    var blank: [Part] = []
    @Option(
        help: ArgumentHelp(
            "Pictures: blur a part, with a deviation of a sixth of its shorter side.",
            valueName: "part"
        ),
        transform: { try Part($0) }
    )
    var blur: [Part] = []
    @Option(
        help: ArgumentHelp("Sounds: silence a part.", valueName: "part"),
        transform: { try Part($0) }
    )
    var silence: [Part] = []
    @Option(
        help: ArgumentHelp(
            "Put the same part of another input of the same kind here.",
            valueName: "part=file"
        ),
        completion: .file(),
        transform: { try EditOptions.swap($0) }
    )
    var swap: [Edit] = []
    @Option(
        help: ArgumentHelp(
            "Texts: write something else, in the place of bytes A-B or of what stands somewhere in the text.",
            valueName: "part=text"
        ),
        transform: { try EditOptions.replacement($0) }
    )
    var replace: [Edit] = []
    @Option(
        help: ArgumentHelp(
            "Texts: hide the first place where this stands. Units: hide the types in a part x,y,w,h of their map.",
            valueName: "span"
        )
    )
    var mask: [String] = []
    @Option(
        help: ArgumentHelp("Texts: hide the bytes A to B, counted from 0.", valueName: "A-B"),
        transform: EditOptions.bytes
    )
    var maskRange: [Range<Int>] = []

    /// The changes in the order in which they are made: those that move what is behind them come last.
    var edits: [Edit] {
        blank.map { .fill($0, .blank) } + blur.map { .fill($0, .blur) } + silence.map { .fill($0, .silence) }
            + remove.map { .remove($0) } + without.map { .remove(Part(.side(Part.Side($0), nil))) }
            + mask.map { .mask(Part(.span($0))) }
            + maskRange.map { .mask(Part(.bytes($0))) } + swap + replace
    }

    private static func side(_ text: String) throws -> ClipSide {
        guard let side = ClipSide(rawValue: text) else { throw ValidationError("must be sound or picture") }
        return side
    }

    private static func bytes(_ text: String) throws -> Range<Int> {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first >= 0, last >= first,
            last < Int.max
        else { throw ValidationError("must be two numbers A-B, A not above B") }
        return first..<last + 1
    }

    private static func swap(_ text: String) throws -> Edit {
        let (part, path) = try halves(text, "PART=FILE, such as 10,20,64,48=dog.jpg")
        return .swap(try Part(part), with: .file(path: path))
    }

    private static func replacement(_ text: String) throws -> Edit {
        let (part, new) = try halves(text, "PART=TEXT, such as 4-7=cat or dog=cat")
        let bytes = try? bytes(part)
        return .write(Part(bytes.map { .bytes($0) } ?? .span(part)), new)
    }

    /// What stands before the first equals sign, and behind it.
    private static func halves(_ text: String, _ form: String) throws -> (String, String) {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw ValidationError("must be \(form)")
        }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
}
