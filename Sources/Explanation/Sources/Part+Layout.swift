import Glibc
public import Models

extension Part {
    /// The part of an input that a removal takes away, written in the fewest decimals that denote the same tokens.
    ///
    /// - Parameters:
    ///   - removal: the part.
    ///   - layout: the layout of the input's tokens.
    public init(_ removal: Removal, on layout: Layout) {
        if layout.placed.points != nil {
            self.init(removal, ofPointsOn: layout)
            return
        }
        let isTime = layout.columns.quantity == .time
        let across = layout.columns.written(removal.columns, places: isTime ? 2 : 0)
        guard isTime else {
            let down = layout.rows.flatMap { axis in removal.rows.map { axis.written($0, places: 0) } }
            let (x, y) = (across, down ?? WrittenRange())
            self.init(.box(x: x.start, y: y.start, width: x.span, height: y.span), label: Self.box(x, y))
            return
        }
        let seconds = "\(across.from)-\(across.to) s"
        guard let rows = removal.rows, let axis = layout.rows,
            rows.lowerBound > axis.edges[0] || rows.upperBound < axis.edges[axis.count]
        else {
            self.init(.interval(across.range, hertz: nil), label: seconds)
            return
        }
        let hertz = axis.written(rows, places: 0)
        self.init(
            .interval(across.range, hertz: hertz.range),
            label: "\(seconds), \(hertz.from)-\(hertz.to) Hz"
        )
    }

    /// A box of points, rounded outwards, since those on its border belong to it.
    private init(_ removal: Removal, ofPointsOn layout: Layout) {
        let wanted = layout.tokens(in: removal)
        if layout.placed.points?.dimensions.count == 3 {
            self.init(.space(removal.box.straight.rounded { layout.tokens(in: Removal($0)) == wanted }))
            return
        }
        var (x, y) = (WrittenRange(), WrittenRange())
        for places in 0...9 {
            x = WrittenRange(around: removal.columns, places: places)
            y = removal.rows.map { WrittenRange(around: $0, places: places) } ?? y
            let box = Removal(columns: x.start...x.start + x.span, rows: y.start...y.start + y.span)
            if layout.tokens(in: box) == wanted { break }
        }
        self.init(.box(x: x.start, y: y.start, width: x.span, height: y.span), label: Self.box(x, y))
    }

    private static func box(_ x: WrittenRange, _ y: WrittenRange) -> String {
        [x.from, y.from, x.length, y.length].joined(separator: ",")
    }
}

/// A range of an axis as decimal numbers.
private struct WrittenRange {
    var from = "0"
    var to = "0"
    /// How far it is from one to the other.
    var length = "0"

    var start: Double { Double(from) ?? 0 }
    var span: Double { Double(length) ?? 0 }
    var range: ClosedRange<Double> { start...max(start, Double(to) ?? 0) }

    /// Whether a reader makes a range of the numbers.
    var isRange: Bool { (Double(to) ?? 0) >= start && span > 0 }
}

extension WrittenRange {
    /// The numbers around a range, at least one unit of the last place apart.
    init(around range: ClosedRange<Double>, places: Int) {
        let unit = pow(10, Double(places))
        let first = (range.lowerBound * unit).rounded(.down)
        let last = max(first + 1, (range.upperBound * unit).rounded(.up))
        from = decimal(first / unit, places: places)
        to = decimal(last / unit, places: places)
        length = decimal((last - first) / unit, places: places)
    }
}

extension Axis {
    /// A range from edge to edge in the fewest decimal places that denote the same cells, rounded inwards, since every
    /// cell that a range touches belongs to it.
    fileprivate func written(_ range: ClosedRange<Double>, places fewest: Int) -> WrittenRange {
        let wanted = cells(in: range)
        var written = WrittenRange()
        for places in fewest...9 {
            let unit = pow(10, Double(places))
            let from = max(0, (range.lowerBound * unit).rounded(.up))
            // One unit less where the sum of both numbers comes out above the edge.
            for less in 0...1 {
                let to = max(from, (range.upperBound * unit).rounded(.down) - Double(less))
                written = WrittenRange(
                    from: decimal(from / unit, places: places),
                    to: decimal(to / unit, places: places),
                    length: decimal((to - from) / unit, places: places)
                )
                guard written.isRange else { continue }
                let ends = [written.range.upperBound, written.start + written.span]
                if ends.allSatisfy({ cells(in: written.start...$0) == wanted }) { return written }
            }
        }
        return written
    }
}
