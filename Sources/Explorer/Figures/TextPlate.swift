import Cells
import Explanation
import Media

/// A text with its letters, each on its colour of the map; beside each line stands the byte that it begins with.
struct TextPlate {
    private let drawing: InputDrawing
    private let geometry: TextGeometry
    private let theme: PlateTheme

    /// The letters of a line, and the size of one in pixels.
    private static let (columns, size) = (76, 16.0)
    private static let cell = (width: 9.7, height: 22.0)

    init(_ drawing: InputDrawing, _ text: Text, _ theme: PlateTheme) {
        self.drawing = drawing
        self.theme = theme
        geometry = TextGeometry(
            text,
            drawing.opened.input,
            width: Self.columns,
            appearance: drawing.appearance
        )
    }

    var plate: Plate {
        let characters = geometry.characters
        let lines = Double(geometry.lineCount)
        var firsts: [Int: Int] = [:]
        for placed in characters.reversed() { firsts[placed.line] = placed.bytes.lowerBound }
        let ticks = firsts.keys.sorted().map { line in
            PlateAxis.Tick(place: (Double(line) + 0.5) / lines, label: "\(firsts[line] ?? 0)")
        }
        let across = characters.reduce(1) { max($0, $1.x + $1.width) }
        let width = Double(max(across, 24)) * Self.cell.width
        return Plate.panel(width, lines * Self.cell.height, left: PlateAxis("byte", ticks), theme) {
            plate,
            box in
            for placed in characters { draw(placed, in: box, on: &plate) }
        }
    }

    private func draw(_ placed: TextGeometry.Placed, in box: Plate.Box, on plate: inout Plate) {
        let width = Double(placed.width) * Self.cell.width
        let cell = Plate.Box(
            x: box.x + Double(placed.x) * Self.cell.width,
            y: box.y + Double(placed.line) * Self.cell.height,
            width: width,
            height: Self.cell.height
        )
        let colour = colour(of: placed, in: cell, on: &plate)
        // Names of special tokens take several cells.
        let step = width / Double(max(1, placed.isSpecial ? placed.text.count : 1))
        for (place, letter) in (placed.isSpecial ? placed.text.map(String.init) : [placed.text]).enumerated()
        {
            plate.write(
                Plate.Lettering(
                    text: letter,
                    place: Plate.Point(x: cell.x + (Double(place) + 0.5) * step, y: cell.y + 16),
                    size: Self.size,
                    anchor: .middle,
                    colour: colour.ink,
                    isBold: colour.isBold,
                    isFixed: true
                )
            )
        }
    }

    /// Fills the cell of a character, and tells the colour of its letter.
    private func colour(
        of placed: TextGeometry.Placed,
        in cell: Plate.Box,
        on plate: inout Plate
    ) -> (ink: RGB, isBold: Bool) {
        if drawing.isRemoved(placed) {
            plate.fill(cell, RGB.removed(x: 0, y: 0))
            return (RGB(grey: 0.6), false)
        }
        if let colours = drawing.colours, let token = drawing.token(of: placed) {
            let colour = colours.colour(token)
            plate.fill(cell, colour)
            return (colour.readable, placed.isSpecial)
        }
        switch drawing.ink(drawing.token(of: placed)) {
        case .faint: return (theme.line, false)
        case .kept: return (theme.ink, true)
        case .plain: return (theme.ink, placed.isSpecial)
        case .coloured(let scale, let share):
            let colour = scale.palette.level(share)
            plate.fill(cell, colour)
            return (colour.readable, placed.isSpecial)
        }
    }
}
