import Checkpoints

extension PointSettings {
    /// Channels of position: three axes, each with its sines and cosines.
    var positionChannels: Int { 3 * (1 + 2 * bands) }

    /// Checks every number before memory is taken for it.
    func check(_ file: ConfigurationFile, dModel: Int) throws(CheckpointError) {
        try file.check(points, "inputs.points.points", in: 1...65_536)
        try file.check(groups, "inputs.points.groups", in: 1...min(points, 4096))
        try file.check(neighbours, "inputs.points.neighbours", in: 1...min(points, 1024))
        try file.check(hidden, "inputs.points.hidden", in: 1...4096)
        try file.check(channels, "inputs.points.channels", in: 1...16_384)
        try file.check(beside, "inputs.points.beside", in: 1...groups)
        try file.check(steps.count, "inputs.points.steps", in: 1...16)
        for step in steps { try file.check(step, "inputs.points.steps", in: 1...groups) }
        try file.check(bands, "inputs.points.bands", in: 1...4096)
        try file.check(highest, "inputs.points.highest", in: 1...1e6)
        // The largest arrays are of all neighbours, and of all distances.
        for (rows, columns) in [(groups * neighbours, hidden), (groups, points), (groups, 2 * channels)]
        where rows * columns > 1 << 26 {
            throw file.error(at: "inputs.points", "takes \(rows)×\(columns) numbers, more than \(1 << 26)")
        }
        guard channels + positionChannels < dModel else {
            throw file.error(
                at: "inputs.points.bands",
                "features and positions take \(channels + positionChannels) channels, d_model has \(dModel)"
            )
        }
    }
}
