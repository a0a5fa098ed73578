import Cells
import Models

/// The ends of a plot's axes: of the one that leads upwards to the left, of the other one below.
struct PointAxes {
    /// Where the points go.
    let plot: Rectangle
    private let area: Rectangle
    private let axes: [SeenPoints.Axis?]
    private let view: String

    /// - Parameter isBare: whether the points take all of the area.
    init(_ seen: SeenPoints, isBare: Bool = false, in area: Rectangle) {
        self.area = area
        axes = seen.axes
        view = seen.view.words
        let ends = axes[1].map(Self.ends)
        let width =
            area.width >= 24 && !isBare ? ends.map { max($0.low.count, $0.high.count) + 1 } ?? 0 : 0
        plot = area.inset(left: width, bottom: area.height >= 5 && !isBare ? 1 : 0)
    }

    /// The ends in few digits.
    private static func ends(_ axis: SeenPoints.Axis) -> (low: String, high: String) {
        let unit = axis.unit.isEmpty ? "" : " " + axis.unit
        return (Numbers.short(axis.ends.low) + unit, Numbers.short(axis.ends.high) + unit)
    }

    /// Writes the ends beside the frame that the points take of the plot.
    func draw(around frame: Rectangle, on canvas: inout Canvas) {
        if plot.x > area.x, let axis = axes[1] {
            let ends = Self.ends(axis)
            let last = frame.y + frame.height - 1
            for (text, y) in [(ends.high, frame.y), (axis.name, (frame.y + last) / 2), (ends.low, last)] {
                canvas.write(text, x: frame.x - 1 - text.count, y: y, style: .dim)
            }
        }
        if plot.height < area.height, axes[0] == nil || axes[1] == nil {
            let x = max(area.x, frame.x + (frame.width - view.count) / 2)
            canvas.write(view, x: x, y: frame.y + frame.height, style: .dim, limit: area.x + area.width - x)
        } else if plot.height < area.height, let axis = axes[0] {
            let (ends, name) = (Self.ends(axis), axis.name)
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
