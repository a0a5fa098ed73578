import Foundation
import Media
import Models
import TestData

/// Runs of the tiny model of the fixtures.
enum Tiny {
    static let model = Result { try Model(folder: URL(filePath: fixture("models/tiny"))) }

    static func run(_ medium: Medium) throws -> Run {
        let model = try model.get()
        return try model.run(model.prepare(medium))
    }

    static func picture() throws -> Run {
        var pixels: [UInt8] = []
        for i in 0..<20 * 16 { pixels += [UInt8(i % 20 * 12), UInt8(i / 20 * 15), UInt8(i % 7 * 36)] }
        return try run(.image(Image(width: 20, height: 16, pixels: pixels)))
    }

    static func sound() throws -> Run {
        try run(
            .sound(Sound(sampleRate: 16000, samples: (0..<7000).map { Float($0 * $0 % 331) / 331 - 0.5 }))
        )
    }

    static func text() throws -> Run { try run(.text(Text("A small dog, and a cat."))) }
}
