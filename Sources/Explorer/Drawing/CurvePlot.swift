import Cells
import Explanation

/// Curves over shares from 0 to 1, drawn in the dots of Braille cells; where there is ASCII alone, a mark a cell.
struct CurvePlot {
    /// A curve and how it is drawn.
    struct Line {
        let curve: RemovalCurve
        let style: Style
        /// The mark in ASCII.
        let mark: Character
    }

    /// The values at the lower and the upper edge.
    let range: ClosedRange<Double>

    /// From 0 to 1 for probabilities; for other numbers from the least to the largest.
    static func range(of values: [Double]) -> ClosedRange<Double> {
        let numbers = values.filter(\.isFinite)
        let (least, most) = (numbers.min() ?? 0, numbers.max() ?? 1)
        return least >= 0 && most <= 1 ? 0...1 : least...max(most, least + 1e-9)
    }

    /// Draws curves, the last one over the others.
    func draw(_ lines: [Line], in area: Rectangle, on canvas: inout Canvas) {
        guard area.width > 0 && area.height > 0 else { return }
        for line in lines {
            if canvas.appearance.ascii {
                drawMarks(line, in: area, on: &canvas)
            } else {
                drawDots(line, in: area, on: &canvas)
            }
        }
    }

    private func drawMarks(_ line: Line, in area: Rectangle, on canvas: inout Canvas) {
        for column in 0..<area.width {
            let row = rows(line.curve, column, of: area.width, rows: area.height).lowerBound
            canvas[area.x + column, area.y + row] = Cell(line.mark, line.style)
        }
    }

    private func drawDots(_ line: Line, in area: Rectangle, on canvas: inout Canvas) {
        var dots = BrailleDots(in: area)
        let (columns, rows) = dots.size
        for column in 0..<columns {
            for row in self.rows(line.curve, column, of: columns, rows: rows) {
                dots.set(x: column, y: row, line.style)
            }
        }
        dots.draw(on: &canvas)
    }

    /// The rows that a curve passes in a column: from its own to the one before the next column's.
    private func rows(_ curve: RemovalCurve, _ column: Int, of columns: Int, rows: Int) -> ClosedRange<Int> {
        func row(_ column: Int) -> Int {
            let share = Double(column) / Double(max(1, columns - 1))
            let height =
                (curve.value(at: min(1, share)) - range.lowerBound) / (range.upperBound - range.lowerBound)
            return min(max(Int((1 - height) * Double(rows)), 0), rows - 1)
        }
        let (own, next) = (row(column), row(min(column + 1, columns - 1)))
        if own == next { return own...own }
        return own < next ? own...next - 1 : next + 1...own
    }
}
