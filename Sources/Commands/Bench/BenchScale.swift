import ArgumentParser
import Explorer
import Media
import Models
import Numerics
import Perceiver

/// How time and memory grow with the input.
enum BenchScale {
    /// What it takes to encode a number of random inputs of 64 channels, once.
    struct Encoding: Encodable, CustomStringConvertible {
        let inputs: Int
        let seconds: Double
        let peakMiB: Int

        init(inputs: Int) {
            let trunk = Trunk.untrained(latents: 256, channels: 128, inputs: 64)
            let random = Matrix.random(rows: inputs, columns: 64)
            self.inputs = inputs
            seconds = ContinuousClock().measure { _ = trunk(random) } / .seconds(1)
            peakMiB = Meter.peakMemory
        }

        var description: String {
            Meter.line("encode \(inputs.counted("input")) of 64 channels with 256 latents", seconds)
        }
    }

    /// Makes a large photo small, for a model if it takes pictures and for the screen.
    static func photo(_ model: Model, _ meter: Meter) throws {
        let photo = MadeUp.image(width: 4000, height: 3000)
        if model.modalities.contains(.image) {
            meter.report(
                "a photo of 12 megapixels as the model's input",
                try meter.seconds { try model.prepare(.image(photo)) }
            )
        }
        meter.report(
            "a photo of 12 megapixels to screen size",
            meter.seconds { photo.averaged(width: 384, height: 288) }
        )
    }
}

extension Matrix {
    /// Numbers from -1 to 1, the same in every run.
    static func random(rows: Int, columns: Int) -> Matrix {
        Matrix(rows: rows, columns: columns) { elements in
            var state: UInt64 = 1
            for i in elements.indices {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                elements[i] = Float(state >> 40) / Float(1 << 23) - 1
            }
        }
    }
}
