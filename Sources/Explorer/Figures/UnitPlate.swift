import Cells
import Explanation
import Media
import Models

/// Units of a game on their map, each a tile in the map's colour with the letter of its type.
struct UnitPlate {
    private let input: InputPlate
    private let units: [UnitSet.Unit]
    private let points: Layout.Points
    /// The number of the first unit's token.
    private let first: Int

    /// The longest side of the map.
    private static let longest = 560.0
    private static let tile = 12.0

    init(_ input: InputPlate, _ set: UnitSet, _ points: Layout.Points, first: Int) {
        (self.input, self.points, self.first) = (input, points, first)
        units = Array(set.units.prefix(points.count))
    }

    var plate: Plate {
        let (x, y) = (points.dimensions[0].range, points.dimensions[1].range)
        let (across, up) = (
            max(x.upperBound - x.lowerBound, 1e-9), max(y.upperBound - y.lowerBound, 1e-9)
        )
        let scale = Self.longest / max(across, up)
        // A row of units is not drawn into a line.
        let (width, height) = (max(120, across * scale), max(120, up * scale))
        var plate = Plate.panel(
            width,
            height,
            left: axis(1, isUpward: true),
            bottom: axis(0, isUpward: false),
            input.theme
        ) { plate, box in
            for unit in order {
                let place = Plate.Point(
                    x: box.x + (units[unit].x - x.lowerBound) / across * box.width,
                    y: box.y + (1 - (units[unit].y - y.lowerBound) / up) * box.height
                )
                draw(unit, at: place, on: &plate)
            }
        }
        let words = Plate.Lettering(
            text: "player 1 has capitals, player 2 small letters; ? is a hidden type",
            place: Plate.Point(x: 0, y: plate.height + 14),
            size: Plate.small,
            colour: input.theme.faint
        )
        plate.write(words)
        plate.grow(height: plate.height + 20)
        return plate
    }

    private func axis(_ dimension: Int, isUpward: Bool) -> PlateAxis {
        let own = points.dimensions[dimension]
        return PlateAxis(
            own.words,
            from: own.range.lowerBound,
            to: own.range.upperBound,
            atMost: 8,
            isUpward: isUpward
        )
    }

    /// The units in which they are drawn, the strongest on top.
    private var order: [Int] {
        guard let scale = input.drawing.scale else { return Array(units.indices) }
        let removed = input.drawing.opened.input.removed
        let strengths = units.indices.map { removed.contains(first + $0) ? 0 : scale.strength(first + $0) }
        return units.indices.sorted { (strengths[$0], $0) < (strengths[$1], $1) }
    }

    private func draw(_ unit: Int, at place: Plate.Point, on plate: inout Plate) {
        let tile = Plate.Box(
            x: place.x - Self.tile / 2,
            y: place.y - Self.tile / 2,
            width: Self.tile,
            height: Self.tile
        )
        let isRemoved = input.drawing.opened.input.removed.contains(first + unit)
        let colour = isRemoved ? input.theme.paper : colour(of: first + unit)
        plate.fill(tile, colour ?? input.theme.paper)
        let letter = Plate.Lettering(
            text: isRemoved ? "/" : String(units[unit].letter),
            place: Plate.Point(x: place.x, y: place.y + 4),
            size: 11,
            anchor: .middle,
            colour: isRemoved ? input.theme.faint : colour.map(\.readable) ?? input.theme.ink,
            isBold: true
        )
        plate.write(letter)
    }

    /// The map's colour; `nil` without a map.
    private func colour(of token: Int) -> RGB? {
        if let colours = input.drawing.colours { return colours.colour(token) }
        return input.drawing.scale.map { $0.palette.level($0.share(token)) }
    }
}
