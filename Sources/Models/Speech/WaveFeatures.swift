import Checkpoints
import Numerics

/// The convolutions that make frames of samples, one after the other.
struct WaveFeatures: Sendable {
    private let stages: [WaveConvolution]

    /// So many frames go through all convolutions together: memory for more is not needed.
    private static let block = 128

    /// Reads `conv_layers`.
    init(_ weights: Weights, _ c: SpeechConfiguration) throws(CheckpointError) {
        var stages: [WaveConvolution] = []
        for (index, stage) in c.stages.enumerated() {
            stages.append(
                try WaveConvolution(
                    weights["\(index)"],
                    stage,
                    inputs: index == 0 ? 1 : c.stages[index - 1].channels,
                    hasBias: c.stagesHaveBias,
                    norm: c.stageNorm == .layer || index == 0 ? c.stageNorm : nil,
                    c.stageActivation,
                    "convolution \(index)"
                )
            )
        }
        self.stages = stages
    }

    /// How many frames some samples make.
    func count(samples: Int) -> Int { stages.reduce(samples) { $1.count($0) } }

    /// What is made of samples, block by block: each is mapped to what is kept of it, and these lie one below the other.
    func callAsFunction(_ samples: [Float], then keep: (Matrix) -> Matrix) -> Matrix {
        let stages = stages.map { $0.normed(over: samples) }
        let count = count(samples: samples.count)
        var kept: [Matrix] = []
        for start in stride(from: 0, to: count, by: Self.block) {
            let frames = start..<min(start + Self.block, count)
            let needed = stages.reversed().reduce(frames) { $1.needed(for: $0) }
            let part = Matrix(rows: needed.count, columns: 1, samples[needed])
            kept.append(keep(stages.reduce(part) { $1($0) }))
        }
        return Matrix(stacking: kept)
    }
}
