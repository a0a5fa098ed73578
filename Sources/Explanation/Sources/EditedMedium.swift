import Media
import Models

/// A medium while one change after the other is made to it.
struct EditedMedium {
    /// What it is now.
    private(set) var medium: Medium
    /// The bytes of a text that are hidden.
    private var masked: [Range<Int>] = []
    /// The parts that the model does not get.
    private var removed: [Removal] = []
    /// What a sound was before.
    private var original: Sound?
    /// Reads another input, of which a part is wanted.
    private let reading: (Source) throws -> Medium

    /// A medium with some changes.
    ///
    /// - Parameter reading: reads another input, of which a part is wanted.
    /// - Throws: ``Failure`` if a part is not one of such a medium.
    init(_ medium: Medium, _ edits: [Edit], reading: @escaping (Source) throws -> Medium) throws {
        self.medium = medium
        self.reading = reading
        for edit in edits.sinceReplacement { try apply(edit) }
    }

    /// How the medium is prepared.
    func options(_ options: Source.Options) -> InputOptions {
        var prepared = InputOptions(
            size: options.size,
            tile: options.tile,
            masked: masked,
            removed: removed
        )
        prepared.original = original
        return prepared
    }

    private mutating func apply(_ edit: Edit) throws {
        switch edit {
        case .remove(let part): removed += try part.removals(from: medium)
        case .mask(let part): try hide(part)
        case .fill(let part, let filling): try fill(part, filling)
        case .write(let part, let text): try write(text, in: part, "--replace")
        case .swap(let part, let source): try put(part, of: reading(source), source)
        case .replace: break
        }
    }

    // MARK: what says nothing

    private mutating func fill(_ part: Part, _ filling: Filling) throws(Failure) {
        let option = "--\(filling.rawValue)"
        switch (medium, filling) {
        case (.text, _):
            throw Failure("\(option): works for pictures and sounds only; --remove takes parts of texts")
        case (.image(let image), .blank), (.image(let image), .blur):
            medium = .image(try part.filled(image, filling))
        case (.pair(let image, let next), .blank), (.pair(let image, let next), .blur):
            medium = .pair(try part.filled(image, filling), try part.filled(next, filling))
        case (.clip(let clip), _): medium = .clip(try part.filled(clip, filling))
        case (.sound(let sound), .blank), (.sound(let sound), .silence):
            original = original ?? sound
            medium = .sound(try part.filled(sound, filling))
        case (.sound, .blur): throw Failure("\(option): works for pictures only; --silence or --blank")
        case (.image, .silence), (.pair, .silence):
            throw Failure("\(option): works for sounds only; --blank or --blur")
        case (.points(let cloud), .blank): medium = .points(try part.emptied(cloud))
        case (.points, _): throw Failure("\(option): points can only be taken away, by --blank")
        case (.units(let units), .blank): medium = .units(try part.emptied(units))
        case (.units, _): throw Failure("\(option): units can only be taken away, by --blank")
        }
    }

    /// Hides bytes of a text, or the types of units.
    private mutating func hide(_ part: Part) throws(Failure) {
        guard case .units(let units) = medium else {
            masked.append(try part.bytes(of: medium, "--mask"))
            return
        }
        medium = .units(try part.hidden(units))
    }

    // MARK: texts

    /// Writes something in the place of some bytes; what is hidden or removed behind it moves along.
    private mutating func write(_ new: String, in part: Part, _ option: String) throws(Failure) {
        let bytes = try part.bytes(of: medium, option)
        guard case .text(let text) = medium, let range = text.characters(bytes) else {
            throw Failure("\(option) \(part.written): the text is over before")
        }
        medium = .text(text.replacing(range, with: new))
        let shift = new.utf8.count - range.count
        masked = masked.flatMap { $0.moved(by: shift, behind: range) }
        removed = removed.flatMap { removal -> [Removal] in
            guard removal.rows == nil else { return [removal] }
            let bytes = Int(removal.columns.lowerBound)..<Int(removal.columns.upperBound)
            return bytes.moved(by: shift, behind: range).map {
                Removal(columns: Double($0.lowerBound)...Double($0.upperBound))
            }
        }
    }

    // MARK: other inputs

    /// Puts the same part of another medium in the place of a part.
    private mutating func put(_ part: Part, of other: Medium, _ source: Source) throws(Failure) {
        switch (medium, other) {
        case (.image(let image), .image(let new)): medium = .image(try part.swapped(image, new))
        case (.pair(let image, let next), .pair(let newImage, let newNext)):
            medium = .pair(try part.swapped(image, newImage), try part.swapped(next, newNext))
        case (.sound(let sound), .sound(let new)):
            original = original ?? sound
            medium = .sound(try part.swapped(sound, new))
        case (.clip(let clip), .clip(let new)): medium = .clip(try part.swapped(clip, new))
        case (.points(let cloud), .points(let new)): medium = .points(try part.swapped(cloud, new))
        case (.units(let units), .units(let new)): medium = .units(try part.swapped(units, new))
        case (.text, .text(let new)):
            let range = try part.bytes(of: medium, "--swap")
            guard let taken = new.characters(range) else {
                throw Failure("--swap \(part.written): \(source.originName) is over before")
            }
            try write(String(decoding: new.bytes[taken], as: UTF8.self), in: part, "--swap")
        default:
            let (kind, wanted) = (other.modality.words, medium.modality.words)
            throw Failure(
                "--swap: \(source.originName) is not of the same kind; parts of \(kind) do not fit \(wanted)"
            )
        }
    }
}

extension Range<Int> {
    /// What is left of the range, and where, if something of another length is written elsewhere or in it.
    fileprivate func moved(by shift: Int, behind written: Range<Int>) -> [Range<Int>] {
        let before = lowerBound..<Swift.max(lowerBound, Swift.min(upperBound, written.lowerBound))
        let first = Swift.max(lowerBound, written.upperBound)
        let behind = first..<Swift.max(first, upperBound)
        return [before, behind.lowerBound + shift..<behind.upperBound + shift].filter { !$0.isEmpty }
    }
}
