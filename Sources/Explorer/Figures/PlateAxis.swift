import Cells
import Glibc
import Models

/// What stands along a side of a panel: numbers at their places, and what they are.
struct PlateAxis: Sendable {
    /// A number at a place, from 0 at the left or the top to 1.
    struct Tick: Sendable {
        let place: Double
        let label: String
    }

    /// What the numbers are, and their unit.
    let name: String
    let ticks: [Tick]

    init(_ name: String, _ ticks: [Tick]) { (self.name, self.ticks) = (name, ticks) }

    /// Round numbers at equal distances.
    ///
    /// - Parameters:
    ///   - count: about how many numbers there shall be at most.
    ///   - isUpward: whether the first number is at the bottom.
    ///   - isWhole: whether there is nothing between whole numbers.
    init(
        _ name: String,
        from: Double,
        to: Double,
        atMost count: Int,
        isUpward: Bool = false,
        isWhole: Bool = false
    ) {
        let span = to - from
        guard span > 0, span.isFinite else {
            self.init(name, [])
            return
        }
        let step = max(Self.step(span / Double(max(1, count))), isWhole ? 1 : 0)
        let places = step >= 1 ? 0 : Int((-log10(step)).rounded(.up))
        let first = Int((from / step).rounded(.up))
        let ticks = (0...Int(span / step) + 1).compactMap { index -> Tick? in
            let value = Double(first + index) * step
            guard value <= to + step * 1e-6 else { return nil }
            let share = (value - from) / span
            return Tick(place: isUpward ? 1 - share : share, label: decimal(value, places: places))
        }
        self.init(name, ticks)
    }

    /// The pixels of a picture from 0 on, which is shown with some length.
    init(pixels name: String, _ count: Int, _ length: Double) {
        self.init("\(name) in pixels", from: 0, to: Double(count), atMost: max(2, Int(length / 60)))
    }

    /// The least of 1, 2, 5, 10, 20, 50 and so on, also .1, .2 and .5, that is not less than a number.
    private static func step(_ least: Double) -> Double {
        let power = pow(10, floor(log10(least)))
        return ([1, 2, 5, 10].first { $0 * power >= least * 0.999 } ?? 10) * power
    }

    /// Numbers of things that lie in equal cells, each below the middle of its own.
    static func numbers(_ name: String, of count: Int, atMost most: Int, label: (Int) -> Int = { $0 })
        -> PlateAxis
    {
        guard count > 0 else { return PlateAxis(name, []) }
        let step = max(1, Int(step(Double(count) / Double(max(1, most)))))
        let ticks = Swift.stride(from: 0, to: count, by: step).map { number in
            Tick(place: (Double(number) + 0.5) / Double(count), label: "\(label(number))")
        }
        return PlateAxis(name, ticks)
    }

    /// Frequencies, which lie at equal distances in none of their units: the lowest at the bottom.
    ///
    /// - Parameter gap: how far labels stay away from each other, as a share of the side.
    static func frequencies(_ rows: Axis, gap: Double) -> PlateAxis {
        let (low, high) = (rows.edges[0], rows.edges[rows.count])
        var ticks: [Tick] = []
        for hertz in [100, 200, 500, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10_000, 15_000, 20_000]
        where Double(hertz) >= low && Double(hertz) <= high {
            let cell = rows.cell(at: Double(hertz))
            let (from, to) = (rows.edges[cell], rows.edges[cell + 1])
            let share = (Double(cell) + (Double(hertz) - from) / max(to - from, 1e-9)) / Double(rows.count)
            if let last = ticks.last, last.place - (1 - share) < gap { continue }
            ticks.append(Tick(place: 1 - share, label: "\(hertz)"))
        }
        return PlateAxis("Hz", ticks)
    }
}

extension Plate {
    static let small = 11.0
    /// The width of letters of a size.
    static func width(_ text: String, size: Double = small) -> Double {
        Double(text.count) * size * Letters.advance
    }

    /// A box with something in it, and axes to its left and below.
    static func panel(
        _ width: Double,
        _ height: Double,
        left: PlateAxis? = nil,
        bottom: PlateAxis? = nil,
        _ theme: PlateTheme,
        gutter: Double? = nil,
        _ draw: (inout Plate, Box) -> Void
    ) -> Plate {
        let labels = left?.ticks.map { Self.width($0.label) }.max() ?? 0
        let (x, y) = (gutter ?? (left == nil ? 0 : labels + 10), left.map { $0.name.isEmpty ? 6 : 20 } ?? 0.0)
        let box = Box(x: x, y: y, width: width, height: height)
        var plate = Plate(width: x + width + 12, height: y + height + (bottom == nil ? 6 : 34))
        draw(&plate, box)
        plate.frame(box, theme.line)
        if let left { plate.write(left, at: box, theme) }
        if let bottom { plate.write(bottom, below: box, theme) }
        return plate
    }

    private mutating func frame(_ box: Box, _ colour: RGB) {
        let (right, bottom) = (box.x + box.width, box.y + box.height)
        let corners = [(box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom), (box.x, box.y)]
        add(.line(corners.map { Point(x: $0.0, y: $0.1) }, colour, width: 1))
    }

    private mutating func write(_ axis: PlateAxis, at box: Box, _ theme: PlateTheme) {
        for tick in axis.ticks {
            let y = box.y + tick.place * box.height
            fill(Box(x: box.x - 4, y: y - 0.5, width: 4, height: 1), theme.line)
            let place = Point(x: box.x - 7, y: y + 4)
            write(
                Lettering(text: tick.label, place: place, size: Self.small, anchor: .end, colour: theme.faint)
            )
        }
        let place = Point(x: max(0, box.x - 7), y: box.y - 8)
        let anchor: Lettering.Anchor = Self.width(axis.name) > place.x ? .start : .end
        let start = anchor == .start ? Point(x: 0, y: place.y) : place
        write(Lettering(text: axis.name, place: start, size: Self.small, anchor: anchor, colour: theme.faint))
    }

    private mutating func write(_ axis: PlateAxis, below box: Box, _ theme: PlateTheme) {
        let y = box.y + box.height
        for tick in axis.ticks {
            let x = box.x + tick.place * box.width
            fill(Box(x: x - 0.5, y: y, width: 1, height: 4), theme.line)
            let place = Point(x: x, y: y + 15)
            write(
                Lettering(
                    text: tick.label,
                    place: place,
                    size: Self.small,
                    anchor: .middle,
                    colour: theme.faint
                )
            )
        }
        let place = Point(x: box.x + box.width / 2, y: y + 29)
        write(
            Lettering(text: axis.name, place: place, size: Self.small, anchor: .middle, colour: theme.faint)
        )
    }
}
