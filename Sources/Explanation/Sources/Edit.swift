import Media
import Models

/// A change to an input.
public enum Edit: Sendable, Hashable {
    /// A part is taken away: the model does not get its tokens.
    case remove(Part)
    /// A part of a text is hidden: a mask token stands for each of its bytes.
    case mask(Part)
    /// What is seen or heard in a part is replaced by what says nothing.
    case fill(Part, Filling)
    /// A part of a text is replaced by something else.
    case write(Part, String)
    /// The same part of another input stands in a part.
    case swap(Part, with: Source)
    /// Another text is written instead.
    case replace(String)

    /// The part that was changed, in words; `nil` if all was.
    var place: String? { part?.words }

    /// The part that was changed; `nil` if all was.
    public var part: Part? {
        switch self {
        case .remove(let part), .mask(let part), .fill(let part, _), .write(let part, _),
            .swap(let part, _):
            part
        case .replace: nil
        }
    }

    /// The same done to another part; what was done to all stays as it is.
    public func moved(to part: Part) -> Edit {
        switch self {
        case .remove: .remove(part)
        case .mask: .mask(part)
        case .fill(_, let filling): .fill(part, filling)
        case .write(_, let text): .write(part, text)
        case .swap(_, let source): .swap(part, with: source)
        case .replace: self
        }
    }

    /// What became of the part, in a word or two: `removed`, `from dog.jpg`.
    var verb: String {
        switch self {
        case .remove: "removed"
        case .mask: "masked"
        case .fill(_, let filling): filling.verb
        case .write(_, let text): "now \(Source.quoted(text))"
        case .swap(_, let source): "from \(source.originName)"
        case .replace: "rewritten"
        }
    }

    /// What was done, in a few words: `x 6–22, y 4–14 removed`.
    public var label: String { [place, verb].compactMap { $0 }.joined(separator: " ") }

    /// The same as short as it can be, for narrow lists: `blur 40,60 64×48`, `"dog" → "cat"`.
    public var listed: String {
        guard let part else { return verb }
        return switch self {
        case .remove: "remove \(part.short)"
        case .mask: "mask \(part.short)"
        case .fill(_, let filling): "\(filling.rawValue) \(part.short)"
        case .write(_, let text): "\(part.short) → \(Source.quoted(text))"
        case .swap(_, let source): "\(source.originName) \(part.short)"
        case .replace: verb
        }
    }

    /// What was done, as the command line has it: `remove 6,4,16,10`.
    public var written: String {
        switch self {
        case .remove(let part): "remove \(part.written)"
        case .mask(let part): "mask \(part.written)"
        case .fill(let part, let filling): "\(filling.rawValue) \(part.written)"
        case .write(let part, let text): "replace \(part.written)=\(text)"
        case .swap(let part, let source): "swap \(part.written)=\(source.given)"
        case .replace(let text): "text \(text)"
        }
    }
}

/// What says nothing and is put in the place of a part.
public enum Filling: String, Sendable, Hashable, CaseIterable {
    /// The picture's mean colour; of a sound the mean level of each frequency.
    case blank
    /// The part of a picture out of focus.
    case blur
    /// Nothing to be heard.
    case silence

    /// What became of a part.
    public var verb: String {
        switch self {
        case .blank: "blanked"
        case .blur: "blurred"
        case .silence: "silenced"
        }
    }
}

extension [Edit] {
    /// The text that was written last, if one was.
    var lastReplacement: String? {
        for edit in reversed() { if case .replace(let text) = edit { return text } }
        return nil
    }

    /// The changes to what was written last, or to the origin.
    var sinceReplacement: ArraySlice<Edit> {
        let last = lastIndex { if case .replace = $0 { true } else { false } }
        return self[(last.map { $0 + 1 } ?? 0)...]
    }

    /// The changes in words, those of one kind together: `x 6–22, y 4–14 removed`, `"brown" masked`.
    var words: [String] {
        var groups: [(verb: String, places: [String])] = []
        for edit in sinceReplacement {
            guard let place = edit.place else { continue }
            if let index = groups.firstIndex(where: { $0.verb == edit.verb }) {
                groups[index].places.append(place)
            } else {
                groups.append((edit.verb, [place]))
            }
        }
        return groups.map { "\($0.places.joined(separator: " and ")) \($0.verb)" }
    }

    /// Refuses boxes of what has one dimension, which shows in its layout alone.
    ///
    /// - Throws: ``Failure`` with how its parts are written.
    func checkBoxes(on layout: Layout) throws(Failure) {
        guard layout.placed.rows == nil, layout.placed.points == nil, layout.section(of: .picture) == nil
        else { return }
        for case .remove(let part) in sinceReplacement {
            switch part.place {
            case .bytes, .span, .interval, .side: continue
            case .box, .space: throw Failure("--remove \(part.written): \(Part.bytesHelp)")
            }
        }
    }
}

/// The literal that stands for a masked byte.
public enum Masking {
    /// `[MASK]`.
    public static let literal = ByteToken.Special.mask.rawValue

    /// A mask for each byte of a text; masks in it stay.
    public static func masked(_ text: String) -> String {
        String(repeating: literal, count: byteCount(text))
    }

    /// How many bytes a text has for a model that knows the mask: a mask is one.
    public static func byteCount(_ text: String) -> Int {
        text.replacing(literal, with: "_").utf8.count
    }
}
