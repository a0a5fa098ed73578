import Cells
import Glibc
import Models

/// The labelled axes of a spectrogram: frequencies to the left, times below.
struct SpectrogramAxes {
    /// Where the spectrogram goes.
    let plot: Rectangle
    private let area: Rectangle

    /// - Parameter isBare: whether the spectrogram takes all of the area.
    init(_ area: Rectangle, isBare: Bool = false) {
        self.area = area
        let labels = area.width >= 24 && !isBare
        plot = area.inset(left: labels ? 5 : 0, bottom: area.height >= 5 && !isBare ? 1 : 0)
    }

    func draw(_ layout: Layout, _ image: SpectrogramImage, on canvas: inout Canvas) {
        if plot.x > area.x, let rows = layout.rows ?? image.frequencies { drawFrequencies(rows, on: &canvas) }
        guard plot.height < area.height else { return }
        let line = Rectangle(x: plot.x, y: plot.y + plot.height, width: plot.width, height: 1)
        let edges = layout.columns.edges
        Self.drawTimes(from: edges[0], to: edges[layout.columns.count], in: line, on: &canvas)
    }

    private func drawFrequencies(_ rows: Axis, on canvas: inout Canvas) {
        let every = max(2, plot.height / 5)
        for y in stride(from: 0, to: plot.height, by: every) {
            let row = Double(rows.count) * (1 - (Double(y) + 0.5) / Double(plot.height))
            let cell = min(rows.count - 1, Int(row))
            let hertz = rows.edges[cell] + (rows.edges[cell + 1] - rows.edges[cell]) * (row - Double(cell))
            let text = hertz >= 1000 ? decimal(hertz / 1000, places: 1) + "k" : String(Int(hertz.rounded()))
            canvas.write(text, x: plot.x - 1 - text.count, y: plot.y + y, style: .dim)
        }
    }

    /// Seconds at even distances in a line.
    ///
    /// - Parameter marked: a column where something else stands.
    static func drawTimes(
        from: Double,
        to: Double,
        in line: Rectangle,
        sparing marked: Int? = nil,
        on canvas: inout Canvas
    ) {
        guard line.width > 0, to > from else { return }
        var step = 0.05
        while (to - from) / step * 8 > Double(line.width) { step *= step.isTwice ? 2.5 : 2 }
        var time = (from / step).rounded(.up) * step
        while time <= to {
            let x =
                line.x + min(line.width - 1, Int((time - from) / max(to - from, 1e-9) * Double(line.width)))
            let text = decimal(time, places: step < 0.1 ? 2 : step < 1 ? 1 : 0)
            let isFree = marked.map { !(x...x + text.count).contains($0) } ?? true
            if isFree && x + text.count + 1 <= line.x + line.width {
                canvas.write(text + "s", x: x, y: line.y, style: .dim)
            }
            time += step
        }
    }
}

extension Double {
    /// Whether the first digit is 2, as in the sequence 1, 2, 5, 10, 20, 50.
    fileprivate var isTwice: Bool {
        let exponent = Glibc.floor(Glibc.log10(self) + 1e-9)
        return Int((self / Glibc.pow(10, exponent)).rounded()) == 2
    }
}
