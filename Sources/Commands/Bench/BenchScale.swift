import ArgumentParser
import Explorer
import Foundation
import Media
import Models
import Numerics
import Perceiver

/// How time and memory grow with the input.
enum BenchScale {
    /// Encodes so many random inputs of 64 channels.
    static func encode(_ count: Int, _ meter: Meter) {
        let encoder = Encoder.untrained(latents: 256, channels: 128, inputs: 64)
        let inputs = Matrix.random(rows: count, columns: 64)
        let seconds = meter.seconds(rounds: 1) { encoder(inputs) }
        meter.report("encode \(count) inputs of 64 channels with 256 latents", seconds)
    }

    /// Makes a large photo small.
    static func photo(_ meter: Meter) {
        let size = (width: 4000, height: 3000)
        let pixels = (0..<size.width * size.height * 3).map {
            UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13)
        }
        let photo = Image(width: size.width, height: size.height, pixels: pixels)
        meter.report(
            "a photo of 12 megapixels to the model's size",
            meter.seconds { photo.resized(width: 64, height: 64, filter: .lanczos) }
        )
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
