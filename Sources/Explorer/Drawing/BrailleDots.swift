import Cells

/// Dots on cells, two side by side and four one above the other in each, drawn as Braille characters.
struct BrailleDots {
    private let area: Rectangle
    private var bits: [UInt32]
    private var styles: [Style]

    /// The dots of a cell, down and then to the right.
    private static let places: [UInt32] = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80]
    private static let blank: UInt32 = 0x2800

    /// No dots yet.
    init(in area: Rectangle) {
        self.area = area
        let count = max(0, area.width) * max(0, area.height)
        bits = [UInt32](repeating: 0, count: count)
        styles = [Style](repeating: .plain, count: count)
    }

    /// How many dots lie side by side, and one above the other.
    var size: (width: Int, height: Int) { (2 * max(0, area.width), 4 * max(0, area.height)) }

    /// Sets a dot; its cell takes the style.
    mutating func set(x: Int, y: Int, _ style: Style) {
        guard x >= 0, y >= 0, x < size.width, y < size.height else { return }
        let cell = y / 4 * area.width + x / 2
        bits[cell] |= Self.places[x % 2 * 4 + y % 4]
        styles[cell] = style
    }

    /// Sets the dots of a line from the left edge to the right one.
    mutating func line(from start: Int, to end: Int, _ style: Style) {
        let last = max(1, size.width - 1)
        func y(_ x: Int) -> Int { start + Int((Double((end - start) * x) / Double(last)).rounded()) }
        for x in 0..<size.width {
            let (own, next) = (y(x), y(min(x + 1, last)))
            let rest = own < next ? Array(own..<next) : next < own ? Array(next + 1...own) : [own]
            for y in rest { set(x: x, y: y, style) }
        }
    }

    /// Draws the cells that have dots.
    func draw(on canvas: inout Canvas) {
        for (place, bits) in bits.enumerated() where bits != 0 {
            guard let scalar = UnicodeScalar(Self.blank | bits) else { continue }
            let (row, column) = place.quotientAndRemainder(dividingBy: area.width)
            canvas[area.x + column, area.y + row] = Cell(Character(scalar), styles[place])
        }
    }
}
