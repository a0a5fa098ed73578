import Media
import Models

/// A change to an input.
public enum Edit: Sendable, Hashable {
    /// A part is taken away: the model does not get its tokens.
    case remove(Part)
    /// A part of a text is hidden: a mask token stands for each of its bytes.
    case mask(Part)
    /// Another text is written instead.
    case replace(String)

    /// What was done, in a few words, for lists.
    public var label: String {
        switch self {
        case .remove(let part): "\(part.words) removed"
        case .mask(let part): "\(part.words) masked"
        case .replace: "rewritten"
        }
    }

    /// What was done, as the command line has it: `remove 6,4,16,10`.
    var written: String {
        switch self {
        case .remove(let part): "remove \(part.written)"
        case .mask(let part): "mask \(part.written)"
        case .replace(let text): "text \(text)"
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

    /// How a medium is prepared with these changes.
    ///
    /// - Throws: ``Failure`` if a part is not one of such a medium.
    func options(for medium: Medium, _ options: Source.Options) throws(Failure) -> InputOptions {
        var prepared = InputOptions(size: options.size, tile: options.tile)
        for edit in sinceReplacement {
            switch edit {
            case .remove(let part): prepared.removed.append(try part.removal(from: medium))
            case .mask(let part): prepared.masked.append(try part.bytes(of: medium))
            case .replace: break
            }
        }
        return prepared
    }

    /// Refuses boxes of what has one dimension, which shows in its layout alone.
    ///
    /// - Throws: ``Failure`` with how its parts are written.
    func checkBoxes(on layout: Layout) throws(Failure) {
        guard layout.placed.rows == nil, layout.placed.points == nil else { return }
        for case .remove(let part) in sinceReplacement {
            if case .box = part.place { throw Failure("--remove \(part.written): \(Part.bytesHelp)") }
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
