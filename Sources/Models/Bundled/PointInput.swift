import Checkpoints
import Media
import Numerics
import Perceiver

/// The front end for point clouds: some of the points are centres of tokens, and tell what lies around them.
struct PointInput: Sendable {
    let settings: PointSettings
    /// What a neighbour tells: where it is, seen from the centre.
    private let first: Linear
    /// What all neighbours of a centre tell together.
    private let second: Linear
    /// What centres learn from others, one time after the other.
    private let wide: [WidePoints]
    private let norm: LayerNorm
    private let positions: FourierFeatures
    /// One learned vector that marks the modality.
    private let padding: [Float]

    /// Reads the front end.
    init(_ weights: Weights, _ own: PointSettings, width: Int) throws(CheckpointError) {
        settings = own
        first = try weights.linear("first", inputs: 5, outputs: own.hidden, "neighbours of a point")
        second = try weights.linear(
            "second",
            inputs: 2 * own.hidden,
            outputs: own.channels,
            "what surrounds a point"
        )
        var wide: [WidePoints] = []
        for (index, step) in own.steps.enumerated() {
            wide.append(
                try WidePoints(weights["wide.\(index)"], own.channels, step: step, beside: own.beside)
            )
        }
        self.wide = wide
        norm = try weights.norm("norm", own.channels, "norm of points")
        positions = FourierFeatures(
            bands: own.bands,
            highest: [own.highest, own.highest, own.highest],
            order: .byPart
        )
        padding = try weights.vector("padding", width - own.channels - own.positionChannels, "padding")
    }

    func callAsFunction(_ cloud: PointCloud) -> InputArray {
        let seen = numbers(of: cloud.points.count).map { cloud.points[$0] }
        let places = Places(seen)
        let centres = places.spread(settings.groups)
        let layout = layout(cloud, centres.map { seen[$0] })
        let parts = layout.placed.points?.cells(level: Grain.usual.level) ?? []
        let count = min(seen.count, cloud.points.count)
        return InputArray(
            tokens: tokens(places, centres),
            layout: layout,
            parts: parts,
            modality: .points,
            seen: .points(PointCloud(seen, origin: cloud.origin)),
            makeup: .beside(contentChannels: [settings.channels]),
            note: count == cloud.points.count
                ? nil : "the model sees \(count.grouped) of \(cloud.points.count.grouped) points"
        )
    }

    /// The points that the model sees: spread evenly over the file, or repeated in order where there are too few.
    private func numbers(of count: Int) -> [Int] {
        count >= settings.points
            ? EvenChoice.numbers(settings.points, of: count) : (0..<settings.points).map { $0 % count }
    }

    /// The centres where they lie in the file's own units.
    private func layout(_ cloud: PointCloud, _ centres: [SIMD3<Double>]) -> Layout {
        let (low, high) = cloud.box
        let points = Layout.Points(
            dimensions: ["x", "y", "z"].enumerated().map { axis, name in
                Layout.Points.Dimension(name: name, range: low[axis]...high[axis])
            },
            coordinates: centres.flatMap { [$0.x, $0.y, $0.z] }
        )
        return Layout(sections: [Layout.Section(name: "points", points: points)])
    }

    private func tokens(_ places: Places, _ centres: [Int]) -> Matrix {
        let (groups, channels) = (centres.count, settings.channels)
        var found = second(surroundings(places, centres), then: .gelu)
        let at = Places(centres.map { places.points[$0] }, areScaled: true)
        let most = min((settings.beside - 1) * (settings.steps.max() ?? 1) + 1, groups)
        let beside = (0..<groups).map { at.nearest(to: $0, most) }
        for layer in wide { found = layer(found, at, beside) }
        let content = norm(found)
        let positions = positions.features(of: at.points.flatMap { [$0.x, $0.y, $0.z] })
        let width = channels + positions.columns + padding.count
        return Matrix(rows: groups, columns: width) { target in
            content.withElements { content in
                positions.withElements { positions in
                    for row in 0..<groups {
                        for i in 0..<channels { target[row * width + i] = content[row * channels + i] }
                        let place = row * width + channels
                        let count = positions.count / groups
                        for i in 0..<count { target[place + i] = positions[row * count + i] }
                        for i in 0..<padding.count { target[place + count + i] = padding[i] }
                    }
                }
            }
        }
    }

    /// The largest number and the mean of what the neighbours of each centre tell, `[centres, 2 · hidden]`.
    private func surroundings(_ places: Places, _ centres: [Int]) -> Matrix {
        let (count, hidden) = (settings.neighbours, settings.hidden)
        let facts = centres.flatMap { centre in
            places.nearest(to: centre, count).flatMap { places.facts($0, from: centre) }
        }
        let told = first(Matrix(rows: centres.count * count, columns: 5, facts), then: .gelu)
        return Matrix(rows: centres.count, columns: 2 * hidden) { target in
            told.withElements { told in
                for row in centres.indices {
                    for channel in 0..<hidden {
                        var (largest, sum) = (-Float.infinity, Float(0))
                        for neighbour in 0..<count {
                            let value = told[(row * count + neighbour) * hidden + channel]
                            largest = max(largest, value)
                            sum += value
                        }
                        target[row * 2 * hidden + channel] = largest
                        target[row * 2 * hidden + hidden + channel] = sum / Float(count)
                    }
                }
            }
        }
    }
}

/// What centres learn from others: of every so many-th of the nearest ones the largest number in each channel.
struct WidePoints: Sendable {
    private let edge: Linear
    private let up: Linear
    private let down: Linear
    private let step: Int
    private let count: Int

    fileprivate init(
        _ weights: Weights,
        _ channels: Int,
        step: Int,
        beside: Int
    ) throws(CheckpointError) {
        (self.step, count) = (step, beside)
        edge = try weights.linear(
            "edge",
            inputs: channels + 3,
            outputs: channels,
            "what points tell each other"
        )
        up = try weights.linear("up", inputs: channels, outputs: 2 * channels, "MLP of points, first map")
        down = try weights.linear(
            "down",
            inputs: 2 * channels,
            outputs: channels,
            "MLP of points, second map"
        )
    }

    /// - Parameter beside: the centres by their distance from each, itself first.
    fileprivate func callAsFunction(_ found: Matrix, _ places: Places, _ beside: [[Int]]) -> Matrix {
        let columns = found.columns + 3
        let pairs = beside.enumerated().flatMap { centre, all in
            stride(from: 0, to: all.count, by: step).prefix(count).map { (centre, all[$0]) }
        }
        let facts = Matrix(rows: pairs.count, columns: columns) { target in
            found.withElements { found in
                for (row, (centre, other)) in pairs.enumerated() {
                    for i in 0..<columns - 3 { target[row * columns + i] = found[other * (columns - 3) + i] }
                    let offset = (places.points[other] - places.points[centre]) * 4
                    for axis in 0..<3 { target[row * columns + columns - 3 + axis] = offset[axis] }
                }
            }
        }
        let told = edge(facts)
        let each = pairs.count / max(found.rows, 1)
        let largest = Matrix(rows: found.rows, columns: found.columns) { target in
            told.withElements { told in
                for index in target.indices {
                    let (row, channel) = index.quotientAndRemainder(dividingBy: found.columns)
                    target[index] = (0..<each).reduce(-Float.infinity) {
                        max($0, told[(row * each + $1) * found.columns + channel])
                    }
                }
            }
        }
        return down(up(largest, then: .gelu), adding: found)
    }
}
