import Explanation
import Media
import Models

/// A region of an input, by the tokens at two opposite corners.
struct TokenRegion: Sendable, Hashable {
    var first: Int
    var last: Int
    /// The side that points in space are seen from: a region lies in the plane that is seen.
    var view = Viewpoint.front
    /// Of points the box that was drawn around them; without one it reaches from one corner to the other.
    var box: Removal?
    /// Of a clip, whether all is meant that is seen and heard meanwhile.
    var hasBothSides = false
}

// A region of the input: how it is selected, and what lies in it.
extension Explorer {
    /// Whether a region is selected or grows, and is seen.
    var hasRegion: Bool { current.flatMap(region) != nil }

    /// The region that is selected, or grows from the mark to the cursor.
    func region(of input: Input) -> TokenRegion? {
        guard let cursor = cursor(of: input) else { return nil }
        var region = input.region ?? input.mark.map { TokenRegion(first: $0, last: cursor) }
        region?.view = lens.view
        return region
    }

    /// The tokens of the region, which are drawn as marked.
    func marked(_ input: Input) -> Set<Int> {
        guard let region = region(of: input), let opened = input.opened else { return [] }
        return opened.tokens(in: region)
    }

    // MARK: selecting

    /// Lets a region grow from the cursor.
    mutating func beginRegion() {
        guard let cursor = current?.cursor else { return }
        changeCurrent { ($0.mark, $0.region) = (cursor, nil) }
        let end = selectsWords ? "the end of the part" : "the opposite corner"
        notice = Notice(text: "Move to \(end), then press Space.", isError: false)
    }

    /// Ends the region that grows, which is selected then.
    mutating func endRegion() {
        guard let input = current, let mark = input.mark, let cursor = input.cursor else { return }
        select(TokenRegion(first: mark, last: cursor))
    }

    /// Selects a region, if anything lies in it.
    mutating func select(_ region: TokenRegion) {
        var region = region
        region.view = lens.view
        let isEmpty = current?.opened?.part(region) == nil
        changeCurrent { ($0.mark, $0.region) = (nil, isEmpty ? nil : region) }
        if isEmpty { sayNothingIsThere() }
    }

    /// Says that nothing of the input lies in a region.
    mutating func sayNothingIsThere() {
        let text = selectsWords ? "There is no text at this place." : "This has no place in the input."
        notice = Notice(text: text, isError: true)
    }

    /// Selects the word under the cursor.
    mutating func selectWord() {
        guard let input = current, let cursor = input.cursor, let opened = input.opened,
            let word = opened.word(of: cursor)
        else { return }
        changeCurrent { $0.cursor = word.last }
        select(word)
    }

    /// Selects all frequencies of the region, or of the cursor's moment; of a clip whole frames.
    ///
    /// Once more, and the other side of the clip is selected, too.
    mutating func selectColumn() {
        guard let input = current, let cursor = input.cursor, let opened = input.opened else { return }
        let region = region(of: input) ?? TokenRegion(first: cursor, last: cursor)
        let section = opened.input.layout.section(of: region.first)
        var whole = section.wholeMoments(region)
        guard opened.hasBothSides else { return select(whole) }
        whole.hasBothSides = input.region.map { $0.covers(whole) && !$0.hasBothSides } ?? false
        select(whole)
        guard !whole.hasBothSides else { return }
        let other = opened.input.layout.side(of: section) == .picture ? "sound" : "picture"
        notice = Notice(text: "Once more adds the \(other) of these moments.", isError: false)
    }

    /// Moves the selected region by a step, unless it would leave the input.
    mutating func moveRegion(_ drawing: InputDrawing, _ across: Int, _ down: Int) {
        guard let region = current?.region else { return }
        let area = MainAreas(self).map
        let corners = [region.first, region.last].map { corner in
            (corner, drawing.moved(corner, across: across, down: down, in: area))
        }
        let section = drawing.opened.input.layout.section(of: region.first)
        guard corners.allSatisfy({ $0.0 != $0.1 && section.tokens.contains($0.1) }) else { return }
        changeCurrent { entry in
            entry.region = TokenRegion(
                first: corners[0].1,
                last: corners[1].1,
                hasBothSides: region.hasBothSides
            )
            entry.cursor = corners[1].1
        }
    }

    // MARK: what lies in it

    /// What the target loses without the region; `nil` where that cannot be known.
    func regionQuestion(_ input: Input) -> RegionQuestion? {
        guard let region = region(of: input), let opened = input.opened, let run = input.run,
            let target = input.target(task: input.task), run.model.removes(from: opened.input.modality)
        else { return nil }
        let tokens = opened.tokens(in: region).subtracting(opened.input.removed)
        guard !tokens.isEmpty, tokens.count < opened.input.readCount else { return nil }
        return RegionQuestion(input.subject, task: input.task, target: target, without: tokens)
    }

    /// Why no region can begin at the cursor.
    var regionObstacle: String? {
        if let placeObstacle { return placeObstacle }
        guard let input = current, let opened = input.opened, let cursor = input.cursor else {
            return "there is no input"
        }
        let section = opened.input.layout.section(of: cursor)
        return section.shape == .unplaced ? "\(section.name) has no place in the input" : nil
    }

    /// Whether the input has words to select.
    var selectsWords: Bool { current?.opened?.input.modality == .text }

    /// Why no word can be selected.
    var wordObstacle: String? {
        if let regionObstacle { return regionObstacle }
        guard let input = current, let opened = input.opened, let cursor = input.cursor else { return nil }
        guard selectsWords else { return "only texts have words" }
        return opened.word(of: cursor) == nil ? "there is no word at this place" : nil
    }

    /// Whether the input has frequencies to select.
    var selectsColumns: Bool {
        guard let input = current, let cursor = input.cursor, let layout = input.opened?.input.layout else {
            return false
        }
        let section = layout.section(of: cursor)
        return section.columns.quantity == .time
            && (section.rows != nil || input.opened?.hasBothSides == true)
            || section.frames != nil
    }

    /// Why no frequencies can be selected.
    var columnObstacle: String? {
        regionObstacle ?? (selectsColumns ? nil : "only sounds have frequencies, and only clips frames")
    }
}
