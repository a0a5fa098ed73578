import Cells

/// What the probe shows: a line of facts, colours, attributes, writing, and the latest events.
struct ProbeState {
    var appearance: Appearance
    var isDone = false
    var timeout: Duration?
    private(set) var count = 0
    private var notes: [String] = []

    init(appearance: Appearance) {
        self.appearance = appearance
    }

    /// Adds an event to the list.
    mutating func note(_ text: String) {
        count += 1
        notes.insert("\(count): \(text)", at: 0)
        notes = Array(notes.prefix(40))
    }

    func view(_ size: Size) -> Canvas {
        var canvas = Canvas(size)
        let facts =
            "probe \(size.width)×\(size.height) \(appearance.depth.rawValue) ascii=\(appearance.ascii)"
            + " \(appearance.background.rawValue)"
        canvas.write(facts, x: 0, y: 0, style: .bold)
        Self.gradient(&canvas, Rectangle(x: 0, y: 1, width: size.width, height: 4))
        Self.palette(&canvas, y: 5)
        Self.attributes(&canvas, y: 7)
        canvas.write("日本語 한국어 e\u{301} naïve Ελλάδα Москва 👍 ┌─┐╔═╗ ▁▂▃▄▅▆▇█ ⣿⡇ ░▒▓", x: 0, y: 8)
        for (index, note) in notes.prefix(max(0, size.height - 9)).enumerated() {
            canvas.write(note, x: 0, y: 9 + index)
        }
        return canvas
    }

    /// Half blocks that run through the colours: red to the right, green downwards.
    static func gradient(_ canvas: inout Canvas, _ area: Rectangle, phase: Int = 0) {
        func colour(_ x: Int, _ y: Int) -> Colour {
            let red = (x * 255 / max(1, area.width - 1) + phase) & 255
            let green = (y * 255 / max(1, 2 * area.height - 1) + 3 * phase) & 255
            return .rgb(UInt8(red), UInt8(green), UInt8((128 + 7 * phase) & 255))
        }
        for y in 0..<area.height {
            for x in 0..<area.width {
                canvas[area.x + x, area.y + y] = Cell("▀", Style(colour(x, 2 * y), on: colour(x, 2 * y + 1)))
            }
        }
    }

    /// The named colours as backgrounds and as foregrounds, then the greys among the fixed ones.
    private static func palette(_ canvas: inout Canvas, y: Int) {
        for number in 0..<16 {
            canvas[number, y] = Cell(" ", Style(on: .ansi(UInt8(number))))
            canvas[number, y + 1] = Cell("x", Style(.ansi(UInt8(number))))
        }
        for step in 0..<24 {
            canvas[17 + step, y] = Cell(" ", Style(on: .indexed(UInt8(232 + step))))
        }
        canvas.write("rgb", x: 17, y: y + 1, style: Style(.rgb(0, 0, 5), on: .rgb(255, 128, 0)))
    }

    private static func attributes(_ canvas: inout Canvas, y: Int) {
        let styles: [(String, Style)] = [
            ("plain", .plain), ("bold", .bold), ("dim", .dim), ("reverse", .reverse),
            ("underline", Style(.standard, on: .standard, .underline)),
            ("all", Style(.ansi(3), on: .ansi(4), [.bold, .reverse, .underline])),
        ]
        var x = 0
        for (name, style) in styles { x += canvas.write(name, x: x, y: y, style: style) + 1 }
    }
}
