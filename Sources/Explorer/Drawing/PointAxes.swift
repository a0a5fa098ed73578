import Cells
import Models

/// The ends of a plot's axes: the second dimension's to the left, the first one's below.
struct PointAxes {
    /// Where the points go.
    let plot: Rectangle
    private let area: Rectangle
    private let points: Layout.Points

    /// - Parameter isBare: whether the points take all of the area.
    init(_ points: Layout.Points, isBare: Bool = false, in area: Rectangle) {
        self.area = area
        self.points = points
        let ends = Self.ends(points.dimensions[1])
        let width = area.width >= 24 && !isBare ? max(ends.low.count, ends.high.count) + 1 : 0
        plot = area.inset(left: width, bottom: area.height >= 5 && !isBare ? 1 : 0)
    }

    private static func ends(_ dimension: Layout.Points.Dimension) -> (low: String, high: String) {
        let unit = dimension.unit.isEmpty ? "" : " " + dimension.unit
        return (
            Numbers.short(dimension.range.lowerBound) + unit, Numbers.short(dimension.range.upperBound) + unit
        )
    }

    /// Writes the ends beside the frame that the points take of the plot.
    func draw(around frame: Rectangle, on canvas: inout Canvas) {
        if plot.x > area.x {
            let ends = Self.ends(points.dimensions[1])
            let name = points.dimensions[1].name
            let last = frame.y + frame.height - 1
            for (text, y) in [(ends.high, frame.y), (name, (frame.y + last) / 2), (ends.low, last)] {
                canvas.write(text, x: frame.x - 1 - text.count, y: y, style: .dim)
            }
        }
        if plot.height < area.height {
            let (ends, name) = (Self.ends(points.dimensions[0]), points.dimensions[0].name)
            let y = frame.y + frame.height
            canvas.write(ends.low, x: frame.x, y: y, style: .dim, limit: frame.width)
            let right = frame.x + frame.width - ends.high.count
            guard right > frame.x + ends.low.count else { return }
            canvas.write(ends.high, x: right, y: y, style: .dim)
            let middle = frame.x + (frame.width - name.count) / 2
            guard middle > frame.x + ends.low.count, middle + name.count < right else { return }
            canvas.write(name, x: middle, y: y, style: .dim)
        }
    }
}
