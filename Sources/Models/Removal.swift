public import Media

/// A part of an input that the model does not get: the tokens that lie in it are left out, as if never there.
///
/// Tokens beside it stay as they are; the convolutions that made them reach a few pixels, or frames, into it.
///
/// Its ranges are in the units of the input's layout: pixels of a picture, seconds and hertz of a sound.
public struct Removal: Sendable, Hashable {
    /// From left to right: pixels, or seconds; of points the first dimension.
    public let columns: ClosedRange<Double>
    /// Pixels from the upper edge, or hertz; of points the second dimension; `nil` for all of them.
    public let rows: ClosedRange<Double>?
    /// Of points in space the third dimension; `nil` for all of it.
    public let depths: ClosedRange<Double>?
    /// The side that points in space are seen from: what the dimensions are of.
    public let view: Viewpoint

    /// The seconds in which it is removed from moving pictures; `nil` for all of them.
    public let moments: ClosedRange<Double>?
    /// Of clips, whether it lies in the pictures or in the sound; `nil` of other inputs.
    public let side: ClipSide?

    /// A part of an input.
    public init(
        columns: ClosedRange<Double> = Removal.everything,
        rows: ClosedRange<Double>? = nil,
        moments: ClosedRange<Double>? = nil,
        side: ClipSide? = nil
    ) {
        self.columns = columns
        self.rows = rows
        self.moments = moments
        self.side = side
        (depths, view) = (nil, .front)
    }

    /// A box in space.
    public init(_ box: PointBox) {
        (columns, rows, depths, view) = (box.ranges[0], box.ranges[1], box.ranges[2], box.view)
        (moments, side) = (nil, nil)
    }

    /// The part as a box in space.
    public var box: PointBox {
        PointBox(columns, rows ?? PointBox.all, depths ?? PointBox.all, view: view)
    }

    /// The smallest box around this and another box of the same dimensions.
    fileprivate func joined(_ other: Removal) -> Removal {
        func both(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>) -> ClosedRange<Double> {
            min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
        }
        let down = rows.flatMap { own in other.rows.map { both(own, $0) } }
        let across = both(columns, other.columns)
        guard let depths, let others = other.depths else { return Removal(columns: across, rows: down) }
        return Removal(PointBox(across, down ?? PointBox.all, both(depths, others), view: view))
    }

    /// From end to end.
    public static let everything = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
}

/// What a clip is made of.
public enum ClipSide: String, Sendable, Hashable, CaseIterable {
    case sound, picture

    /// What layouts call the section of its tokens.
    public var section: String {
        switch self {
        case .sound: Modality.audio.rawValue
        case .picture: Modality.image.rawValue
        }
    }
}

extension Layout {
    /// The tokens of a side of a clip; `nil` of other inputs, and where the clip lacks it.
    public func section(of side: ClipSide) -> Section? { sections.first { $0.name == side.section } }

    /// The side of a clip that a section is; `nil` of other inputs, and of tokens that are of neither.
    public func side(of section: Section) -> ClipSide? {
        ClipSide.allCases.first { $0.section == section.name }
    }

    /// Where a removal lies: in the section of its side, or the first with places of inputs that have no sides.
    private func section(_ removal: Removal) -> Section? {
        guard let side = removal.side, sections.contains(where: { self.side(of: $0) != nil }) else {
            return placed
        }
        return section(of: side)
    }

    /// Whether a part names frequencies of a sound whose tokens have none.
    func lacksRows(of removal: Removal) -> Bool {
        guard removal.rows != nil, let section = section(removal) else { return false }
        return section.columns.quantity == .time && section.rows == nil
    }

    /// The tokens that lie in a part of the source, be it with an edge; of points also those on its border.
    public func tokens(in removal: Removal) -> Set<Int> {
        guard let section = section(removal) else { return [] }
        if let points = section.points {
            return Set(section.tokens.filter { points.lies($0 - section.first, in: removal) })
        }
        let columns = section.columns.cells(in: removal.columns)
        let rows = section.rows.flatMap { axis in removal.rows.map(axis.cells) } ?? 0..<section.rowCount
        let frames = section.frames(in: removal.moments)
        return Set(frames.flatMap { section.tokens(columns: columns, rows: rows, frame: $0) })
    }

    /// The smallest box around some tokens that are points, as seen from a side; `nil` without any, or of other tokens.
    public func part(around tokens: some Sequence<Int>, seenFrom view: Viewpoint = .front) -> Removal? {
        let section = placed
        guard let points = section.points else { return nil }
        return tokens.reduce(nil as Removal?) { box, token in
            let one = points.box(from: token - section.first, to: token - section.first, view)
            return box.map { $0.joined(one) } ?? one
        }
    }

    /// The part of the source that a block of tokens of one section with places covers, from one corner to the
    /// opposite one; of points the box between two of them, as seen from a side.
    public func part(from token: Int, to other: Int, seenFrom view: Viewpoint = .front) -> Removal {
        let own = section(of: token)
        let section = own.shape == .unplaced || !own.tokens.contains(other) ? placed : own
        if let points = section.points {
            return points.box(from: token - section.first, to: other - section.first, view)
        }
        let (a, b) = (section.cell(of: token), section.cell(of: other))
        func range(_ axis: Axis, _ first: Int, _ second: Int) -> ClosedRange<Double> {
            axis.edges[min(first, second)]...axis.edges[max(first, second) + 1]
        }
        return Removal(
            columns: range(section.columns, a.column, b.column),
            rows: section.rows.map { range($0, a.row, b.row) },
            side: side(of: section)
        )
    }
}

extension Layout.Section {
    /// The frames that are seen in some seconds; all of them without any, or where frames have no time.
    fileprivate func frames(in seconds: ClosedRange<Double>?) -> Range<Int> {
        guard let seconds, let frames, let framesPerSecond else { return 0..<frameCount }
        // Seconds that are meant to lie between two frames come out a little beside.
        func place(_ second: Double) -> Double {
            (min(max(second, -1e6), 1e6) * framesPerSecond * 1e6).rounded() / 1e6
        }
        return frames.cells(in: place(seconds.lowerBound)...place(seconds.upperBound))
    }
}

extension Layout.Points {
    /// Whether a point lies in a part, be it on its border.
    fileprivate func lies(_ point: Int, in removal: Removal) -> Bool {
        if dimensions.count == 3 { return removal.box.contains(place(of: point)) }
        return removal.columns.contains(coordinate(point, 0))
            && removal.rows?.contains(coordinate(point, 1)) ?? true
    }

    /// The box between two points in a plane: of the first two dimensions, or the one that is seen.
    fileprivate func box(from point: Int, to other: Int, _ view: Viewpoint) -> Removal {
        if dimensions.count == 3 {
            let (a, b) = (view.seen(place(of: point)), view.seen(place(of: other)))
            let (low, high) = (pointwiseMin(a, b), pointwiseMax(a, b))
            return Removal(PointBox(low.x...high.x, low.y...high.y, view: view))
        }
        func range(_ dimension: Int) -> ClosedRange<Double> {
            let (a, b) = (coordinate(point, dimension), coordinate(other, dimension))
            return min(a, b)...max(a, b)
        }
        return Removal(columns: range(0), rows: range(1))
    }
}

extension Axis {
    /// The cells that share more than an edge with a range.
    package func cells(in range: ClosedRange<Double>) -> Range<Int> {
        let first = (0..<count).first { edges[$0 + 1] > range.lowerBound } ?? count
        let end = (first..<count).first { edges[$0] >= range.upperBound } ?? count
        return first..<end
    }
}

extension InputArray {
    /// The same input of which the model does not get some parts.
    ///
    /// - Throws: ``ModelError`` if a part is not in the input, or if nothing would be left.
    func removing(_ removals: [Removal]) throws(ModelError) -> InputArray {
        var input = self
        for removal in removals {
            guard !layout.lacksRows(of: removal) else {
                throw ModelError(
                    "the model hears no frequencies apart, so none can be removed alone; give seconds alone",
                    isMisuse: true
                )
            }
            let tokens = layout.tokens(in: removal)
            guard !tokens.isEmpty else {
                throw ModelError(
                    "the part to remove is not in what the model gets of the input",
                    isMisuse: true
                )
            }
            input.removed.formUnion(tokens.filter { $0 != asked?.token })
        }
        guard input.removed.count < tokens.rows - ownTokens.count else {
            throw ModelError("nothing of the input would be left", isMisuse: true)
        }
        let count = input.removed.count - removed.count
        if count > 0 {
            let text = "\(count.grouped) of \(tokens.rows.grouped) tokens are removed"
            input.note = note.map { "\(text); \($0)" } ?? text
        }
        return input
    }
}
