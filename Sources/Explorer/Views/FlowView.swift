import Cells
import Media
import Models

/// A flow in numbers, and the wheel of its colours.
enum FlowView {
    static func draw(
        _ explorer: Explorer,
        _ input: Input,
        _ field: FlowField,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let facts = FlowFacts(field)
        var lines = [
            "\(field.width)×\(field.height) pixels",
            "longest \(Numbers.short(facts.longest)) px",
            "mean length \(Numbers.short(facts.mean)) px",
            "drift \(Numbers.short(facts.drift.right)), \(Numbers.short(facts.drift.down)) px",
        ]
        if let name = input.found?.name { lines.append("maps for \(name)") }
        let (text, rest) = area.splitTop(lines.count)
        for (row, line) in lines.prefix(text.height).enumerated() {
            canvas.line(line, in: text, y: text.y + row)
        }
        let (title, wheel) = rest.inset(top: 1).splitTop(1)
        guard wheel.height >= 3 else { return }
        canvas.line("direction and length", in: title, y: title.y, style: .dim)
        FlowDrawing.drawWheel(
            in: Rectangle(x: wheel.x, y: wheel.y, width: wheel.width, height: min(wheel.height, 12)),
            on: &canvas
        )
    }
}
