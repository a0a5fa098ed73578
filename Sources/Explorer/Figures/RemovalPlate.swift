import Cells
import Explanation

/// Deletion and insertion beside each other: a line for each ranking, with a band as wide as its standard errors.
struct RemovalPlate {
    /// The curves of a ranking.
    struct Line {
        let name: String
        let deletion: MeanCurve
        let insertion: MeanCurve
        let colour: RGB
        /// The length of its dashes; 0 of a line that has none.
        let dash: Double
    }

    /// Those that are drawn first come first.
    let lines: [Line]
    /// What the values are.
    let quantity: String
    let theme: PlateTheme

    private static let (side, gap, dashes) = (300.0, 14.0, [0.0, 7, 3])
    private static let sample = 28.0

    /// How a map's line is drawn, which is told from others by its colour, and if there are many by its dashes.
    static func look(_ place: Int, _ theme: PlateTheme) -> (colour: RGB, dash: Double) {
        let (round, colour) = place.quotientAndRemainder(dividingBy: theme.series.count)
        return (theme.series[colour], dashes[round % dashes.count])
    }

    var plate: Plate {
        let edges = lines.flatMap { [$0.deletion, $0.insertion] }.flatMap(\.edges).flatMap { [$0.0, $0.1] }
        let values = lines.flatMap { $0.deletion.curve.values + $0.insertion.curve.values }
        // Standard errors may reach beyond probabilities.
        let range = CurvePlot.range(of: values)
        let shown = range == 0...1 ? range : CurvePlot.range(of: values + edges)
        var plate = panel("deletion: the lower, the better", "share of tokens removed", \.deletion, shown)
        let right = panel("insertion: the higher, the better", "share of tokens kept", \.insertion, shown)
        plate.add(right, x: plate.width + Self.gap, y: 0)
        plate.add(legend, x: plate.width + Self.gap, y: 40)
        return plate
    }

    private func panel(
        _ heading: String,
        _ shares: String,
        _ curve: (Line) -> MeanCurve,
        _ range: ClosedRange<Double>
    ) -> Plate {
        let (from, to) = (range.lowerBound, range.upperBound)
        let left = PlateAxis(quantity, from: from, to: to, atMost: 5, isUpward: true)
        let bottom = PlateAxis(shares, from: 0, to: 1, atMost: 5)
        let panel = Plate.panel(Self.side, Self.side, left: left, bottom: bottom, theme) { plate, box in
            func place(_ share: Double, _ value: Double) -> Plate.Point {
                let height = (min(max(value, from), to) - from) / (to - from)
                return Plate.Point(x: box.x + share * box.width, y: box.y + (1 - height) * box.height)
            }
            for line in lines where curve(line).errors != nil {
                let curve = curve(line)
                let edges = Array(zip(curve.curve.fractions, curve.edges))
                let outline = edges.map { place($0, $1.1) } + edges.reversed().map { place($0, $1.0) }
                // Many bands over each other would hide the lines.
                plate.add(.area(outline, line.colour, opacity: lines.count > 5 ? 0.08 : 0.2))
            }
            for line in lines {
                let curve = curve(line).curve
                let points = zip(curve.fractions, curve.values).map(place)
                plate.add(.line(points, line.colour, width: 1.75, dash: line.dash))
            }
        }
        var plate = Plate(width: 0, height: 0)
        let place = Plate.Point(x: 0, y: 12)
        plate.write(Plate.Lettering(text: heading, place: place, size: Plate.small, colour: theme.ink))
        plate.add(panel, x: 0, y: 18)
        return plate
    }

    /// The maps' lines first, as they are named.
    private var legend: Plate {
        var plate = Plate(width: 0, height: 0)
        for (row, line) in lines.reversed().enumerated() {
            let y = Double(row) * 18 + 8
            let ends = [Plate.Point(x: 0, y: y), Plate.Point(x: Self.sample, y: y)]
            plate.add(.line(ends, line.colour, width: 2, dash: line.dash))
            let place = Plate.Point(x: Self.sample + 6, y: y + 4)
            plate.write(
                Plate.Lettering(text: line.name, place: place, size: Plate.small, colour: theme.faint)
            )
            plate.grow(width: place.x + Plate.width(line.name), height: y + 10)
        }
        return plate
    }
}

extension MeanCurve {
    /// A standard error below and above each point.
    fileprivate var edges: [(Double, Double)] {
        zip(curve.values, errors ?? []).map { ($0 - $1, $0 + $1) }
    }
}
