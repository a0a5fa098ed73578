import Media
import Models

/// Media of usual sizes, made up.
enum MadeUp {
    /// What a model takes, with names.
    static func media(for model: Model) -> [(String, Medium)] {
        switch model.kind {
        case .explorer:
            [
                ("picture, 640×480", .image(image(width: 640, height: 480))),
                ("sound, 5 s", .sound(sound(sampleRate: 16000, count: 80_000))),
                ("text, 200 bytes", .text(text(bytes: 200))),
            ].filter { model.modalities.contains($0.1.modality) }
        case .maskedLanguage, .sequenceClassification: [("text, 2,046 bytes", .text(text(bytes: 2046)))]
        case .imageLearned, .imageFourier, .imageConvolution:
            [("picture, 256×256", .image(image(width: 256, height: 256)))]
        case .opticalFlow:
            [
                (
                    "pictures, 496×368",
                    .pair(image(width: 496, height: 368), image(width: 496, height: 368, from: 3))
                )
            ]
        case .multimodal: [("clip, 16 frames", .clip(clip))]
        }
    }

    static func image(width: Int, height: Int, from first: Int = 0) -> Image {
        let pixels = (first..<first + width * height * 3).map { UInt8($0 * 7 % 251) }
        return Image(width: width, height: height, pixels: pixels)
    }

    private static func sound(sampleRate: Int, count: Int) -> Sound {
        Sound(sampleRate: sampleRate, samples: (0..<count).map { Float($0 * 31 % 997) / 997 - 0.5 })
    }

    private static func text(bytes count: Int) -> Media.Text {
        Media.Text(String(repeating: "a dog barks at the train. ", count: count / 26 + 1).prefix(count) + "")
    }

    private static var clip: Clip {
        Clip(
            frames: (0..<16).map { image(width: 224, height: 224, from: $0) },
            sound: sound(sampleRate: 48000, count: 30_720),
            framesPerSecond: Clip.usualRate
        )
    }
}
