import Checkpoints

/// How the lips in clips become tokens, as `config.json` describes it; their sound becomes tokens as other sounds do.
struct ClipSettings: Decodable, Sendable {
    /// The size of frames.
    let height: Int
    let width: Int
    let framesPerSecond: Double
    /// Frames that a stage sees at once as channels, the middle one being its own.
    let context: Int
    /// Frames are divided by at least this, so that what is even does not become noise.
    let leastDeviation: Float
    /// The stages that see each frame with those around it.
    let stages: [StageSettings]
    /// The stages that see each cell over the frames: kernels of several frames by one cell.
    let timeStages: [StageSettings]
    /// The most frames, rows and columns.
    let grid: [Int]
    let bands: Int
}

extension ModelConfiguration {
    func checkClip(_ file: ConfigurationFile) throws(CheckpointError) {
        guard let clip = inputs.clip else {
            guard let index = tasks.firstIndex(where: { $0.inputs.contains(.clip) }) else { return }
            throw file.error(at: "tasks[\(index)].input", "\"clip\" needs an entry \"clip\" in inputs")
        }
        let key = "inputs.clip"
        try file.check(clip.height, "\(key).height", in: 1...4096)
        try file.check(clip.width, "\(key).width", in: 1...4096)
        try file.check(clip.framesPerSecond, "\(key).frames_per_second", in: 0.1...1000)
        try file.check(clip.context, "\(key).context", in: 1...63)
        try file.check(clip.leastDeviation, "\(key).least_deviation", in: 1e-6...1)
        guard clip.grid.count == 3, (1...4096).contains(clip.grid[0]) else {
            throw file.error(at: "\(key).grid", "\(clip.grid) must be frames, rows and columns")
        }
        // One frame with its context, then the cells over all frames.
        let frame = ([clip.height, clip.width], channels: clip.context)
        let cells = Array(clip.grid[1...])
        try checkStem(key, clip.stages, cells, bands: clip.bands, of: frame, axes: 3, file)
        guard let last = clip.stages.last else { return }
        try fits(clip.grid + [3 * (1 + 2 * clip.bands)], "\(key).grid", file)
        try file.check(clip.timeStages.count, "\(key).time_stages", in: 0...16)
        for (index, stage) in clip.timeStages.enumerated() {
            let isUsable =
                stage.isResidual && stage.channels == last.channels && stage.stride == [1, 1]
                && stage.kernel.count == 2 && stage.kernel[1] == 1 && stage.kernel[0] % 2 == 1
                && (1...63).contains(stage.kernel[0])
            guard isUsable else {
                throw file.error(
                    at: "\(key).time_stages[\(index)]",
                    "must be residual, of \(last.channels) channels, stride 1 and an odd kernel of one cell"
                )
            }
            try fits(clip.grid + [stage.kernel[0], last.channels], "\(key).time_stages[\(index)]", file)
        }
    }
}
