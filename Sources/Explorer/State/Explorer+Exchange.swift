import Explanation
import Media
import Models

// Both inputs of a swap: what one of them got from the other, the other gets from it.
extension Explorer {
    /// The other input of a swap, changed the other way round.
    enum Exchange {
        case changed(Source)
        /// How large the other picture is, is not known yet.
        case unopened(Source)
    }

    /// What the last change takes to go both ways; `nil` if it was no swap of the selected input, or went both ways.
    var exchange: Exchange? {
        guard let current, let edit = current.source.edits.last, edit == list.lastEdit,
            case .swap(let part, let other) = edit, let parent = current.source.parent,
            list.entries.contains(where: { $0.source == other })
        else { return nil }
        guard let own = part.fitted(from: current.opened, to: opened(other)) else { return .unopened(other) }
        let changed = other.editing(.swap(own, with: parent))
        return list.entries.contains { $0.source == changed } ? nil : .changed(changed)
    }

    private func opened(_ source: Source) -> OpenedMedium? {
        ledger[OpenQuestion(Subject(source, model: models.place))]
    }
}

extension Part {
    /// The same part of another input, in the units of that one; `nil` if one of two inputs that are seen has no known size.
    func fitted(from own: OpenedMedium?, to other: OpenedMedium?) -> Part? {
        guard case .box(let x, let y, let width, let height) = place else { return self }
        // Cells of a game's map are the same on all maps.
        if case .units? = own?.outline { return self }
        guard let (columns, rows) = own?.outline.pixels, let (otherColumns, otherRows) = other?.outline.pixels
        else { return nil }
        if columns == otherColumns && rows == otherRows { return self }
        let across = Double(otherColumns) / Double(columns)
        let down = Double(otherRows) / Double(rows)
        func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        let (left, top) = (rounded(x * across), rounded(y * down))
        // What ends at the edge still does.
        let right = min(rounded((x + width) * across), Double(otherColumns))
        let bottom = min(rounded((y + height) * down), Double(otherRows))
        return Part(.box(x: left, y: top, width: right - left, height: bottom - top))
    }
}

extension Outline {
    /// The pixels of what is seen; `nil` of what is not.
    fileprivate var pixels: (columns: Int, rows: Int)? {
        switch self {
        case .picture(_, let width, let height), .pair(_, _, let width, let height): (width, height)
        case .clip(let clip): clip.frames.isEmpty ? nil : (clip.width, clip.height)
        case .sound, .text, .points, .units: nil
        }
    }
}
