import Cells

/// Where the bars of a strip lie, with an axis of numbers to the left and the latents' numbers below.
struct StripPlot {
    private let marks: [(share: Double, label: String)]
    private let gutter: Int
    private let plot: Rectangle
    private let axis: EvenAxis

    init(_ count: Int, _ scale: MapScale, isASCII: Bool, in area: Rectangle) {
        marks = scale.marks(isASCII: isASCII)
        gutter = (marks.map { Glyphs.width(of: $0.label) }.max() ?? 0) + 1
        plot = area.inset(left: gutter, bottom: 1)
        // Where each number has a cell in less, there is room for the list.
        let less = plot.width - Self.listWidth - Self.gap
        axis = EvenAxis(count, in: less >= count ? less : plot.width)
    }

    /// Whether anything of it can be seen.
    var isVisible: Bool { plot.width > 0 && plot.height > 1 }

    /// The cells of a list beside the bars, and of the gap before it.
    private static let (listWidth, gap) = (24, 2)

    /// What is left beside it.
    var rest: Rectangle { plot.inset(left: axis.length + Self.gap) }

    /// The most numbers that one bar stands for, in words; `nil` if each has its own.
    var shared: String? { axis.shared > 1 ? "\(axis.shared) numbers" : nil }

    /// Draws the bars, each as high as the largest of its numbers.
    func draw(_ scale: MapScale, on canvas: inout Canvas, colour: (Double) -> Colour) {
        let width = axis.size - (axis.size > 2 ? 1 : 0)
        for left in stride(from: 0, to: axis.length, by: axis.size) {
            let share = axis.numbers(at: left).map(scale.share).max() ?? 0
            for step in 0..<plot.height {
                let filled = share * Double(plot.height) - Double(step)
                guard filled > 0.06 else { break }
                let cell = Cell(canvas.appearance.bar(min(1, filled)), Style(colour(share)))
                for x in 0..<width { canvas[plot.x + left + x, plot.y + plot.height - 1 - step] = cell }
            }
        }
    }

    /// Numbers at both sides, that of the marked latent first.
    func drawSides(key: Int?, on canvas: inout Canvas) {
        for mark in marks {
            let y = plot.y + Int(((1 - mark.share) * Double(plot.height - 1)).rounded())
            canvas.write(mark.label.padded(gutter - 1), x: plot.x - gutter, y: y, style: .dim)
        }
        let line = Rectangle(x: plot.x, y: plot.y + plot.height, width: plot.width, height: 1)
        var labels = LabelLine(line)
        func x(_ number: Int) -> Int { plot.x + axis.place(of: number) }
        if let key { labels.write("^", x: x(key), style: .bold, on: &canvas) }
        for tick in axis.ticks(apart: "\(axis.count - 1)".count + 1, of: axis.count) {
            labels.write("\(tick)", x: x(tick), style: .dim, on: &canvas)
        }
    }
}
