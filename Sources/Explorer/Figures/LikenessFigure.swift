public import Cells
public import Explanation

/// How alike inputs are as the command line shows it: a matrix, in blocks of as many columns as fit.
public struct LikenessFigure: Sendable {
    private let likeness: Likeness
    private let names: [String]
    private let measure: Likeness.Measure

    /// A matrix of inputs with their names.
    public init(_ likeness: Likeness, names: [String], measure: Likeness.Measure) {
        self.likeness = likeness
        self.names = names
        self.measure = measure
    }

    /// Draws the matrix into cells of a width, with a legend; as many rows as it takes.
    public func canvas(width: Int, appearance: Appearance) -> Canvas {
        canvas(drawing(appearance, cutsNames: true), width: width, appearance)
    }

    /// Draws the matrix in one block with whole names, as wide as that is.
    public func wholeCanvas(appearance: Appearance) -> Canvas {
        let drawing = drawing(appearance, cutsNames: false)
        return canvas(drawing, width: max(60, drawing.wholeWidth), appearance)
    }

    private func drawing(_ appearance: Appearance, cutsNames: Bool) -> LikenessDrawing {
        LikenessDrawing(
            likeness,
            names: names,
            measure: measure,
            lens: Lens(),
            appearance: appearance,
            cutsNames: cutsNames
        )
    }

    private func canvas(_ drawing: LikenessDrawing, width: Int, _ appearance: Appearance) -> Canvas {
        let across = drawing.columnCount(in: width)
        let starts = Array(stride(from: 0, to: names.count, by: across))
        let height = names.count + 2
        var canvas = Canvas(Size(width: width, height: starts.count * height), appearance)
        for (block, start) in starts.enumerated() {
            drawing.draw(
                rows: names.indices,
                columns: start..<min(start + across, names.count),
                cursor: nil,
                in: Rectangle(x: 0, y: block * height, width: width, height: height - 1),
                on: &canvas
            )
        }
        drawing.drawLegend(in: Rectangle(canvas.size), y: canvas.size.height - 1, on: &canvas)
        return canvas
    }
}
