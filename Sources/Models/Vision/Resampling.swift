import Numerics

/// Along one axis, which cells each new cell is made of: as PyTorch's `interpolate` has it without aligned corners.
struct Resampling {
    /// How the cells around a place are weighed.
    enum Filter: Sendable {
        /// Four cells by a cubic curve with a = −0.75; also where there will be fewer cells.
        case cubic
        /// By a cubic curve with a = −0.5, which spreads over more cells where there will be fewer (`antialias`).
        case smoothCubic
        /// By a triangle, which spreads, too.
        case smoothTriangle
    }

    /// For each new cell the numbers of old ones, some of them perhaps twice, and their weights.
    private let taps: [[(cell: Int, weight: Float)]]

    /// From some cells to others.
    init(from count: Int, to target: Int, _ filter: Filter) {
        let scale = Double(count) / Double(target)
        taps = (0..<target).map { place in
            filter == .cubic ? Self.around(place, scale, count) : Self.spread(place, scale, count, filter)
        }
    }

    private static func around(_ place: Int, _ scale: Double, _ count: Int) -> [(cell: Int, weight: Float)] {
        let centre = (Double(place) + 0.5) * scale - 0.5
        let first = centre.rounded(.down)
        return (-1...2).map { step in
            let weight = cubic(abs(centre - first - Double(step)), -0.75)
            return (min(max(Int(first) + step, 0), count - 1), Float(weight))
        }
    }

    private static func spread(
        _ place: Int,
        _ scale: Double,
        _ count: Int,
        _ filter: Filter
    ) -> [(cell: Int, weight: Float)] {
        let width = max(scale, 1)
        let reach = (filter == .smoothCubic ? 2 : 1) * width
        let centre = (Double(place) + 0.5) * scale
        let cells = max(Int(centre - reach + 0.5), 0)..<min(Int(centre + reach + 0.5), count)
        let weights = cells.map { cell in
            let distance = abs(Double(cell) - centre + 0.5) / width
            return filter == .smoothCubic ? cubic(distance, -0.5) : max(0, 1 - distance)
        }
        let sum = weights.reduce(0, +)
        return zip(cells, weights).map { ($0, Float($1 / sum)) }
    }

    /// Keys' cubic convolution.
    private static func cubic(_ x: Double, _ a: Double) -> Double {
        if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
    }

    /// New rows of a matrix of old ones.
    func callAsFunction(_ old: Matrix) -> Matrix {
        let columns = old.columns
        return Matrix(rows: taps.count, columns: columns) { target in
            old.withElements { old in
                for (row, taps) in taps.enumerated() {
                    for i in 0..<columns {
                        target[row * columns + i] = taps.reduce(0) {
                            $0 + $1.weight * old[$1.cell * columns + i]
                        }
                    }
                }
            }
        }
    }
}

extension FeatureMap {
    /// The same map with another number of cells.
    func resampled(height newHeight: Int, width newWidth: Int, _ filter: Resampling.Filter) -> FeatureMap {
        let size = (height: newHeight, width: newWidth)
        return FeatureMap(resampling: (height, width), to: size, filter) {
            values[rows: $0 * width..<($0 + 1) * width]
        }
    }

    /// A map whose rows are made one after the other and resampled at once, as all of them might be too large.
    ///
    /// - Parameter row: the cells of a row, `[width, channels]`.
    init(
        resampling size: (height: Int, width: Int),
        to target: (height: Int, width: Int),
        _ filter: Resampling.Filter,
        row: (Int) -> Matrix
    ) {
        let across = Resampling(from: size.width, to: target.width, filter)
        let lines = Matrix(stacking: (0..<size.height).map { across(row($0)) })
        let channels = lines.columns
        let wide = lines.reshaped(rows: size.height, columns: target.width * channels)
        let all = Resampling(from: size.height, to: target.height, filter)(wide)
        self.init(
            height: target.height,
            width: target.width,
            values: all.reshaped(rows: target.height * target.width, columns: channels)
        )
    }
}
