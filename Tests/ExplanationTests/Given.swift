import Explanation
import TestData
import Testing

/// A model and an input of the fixtures.
struct Given: Sendable, CustomTestStringConvertible {
    let name: String
    let subject: Subject

    init(_ name: String, _ source: Source, model: ModelPlace) {
        self.name = name
        subject = Subject(source, model: model)
    }

    var testDescription: String { name }

    /// Folders of published models, of each kind one.
    static let published: [Given] = [
        Given.published("flow", .pair(path: path("flow/first.png"), next: path("flow/second.png"))),
        Given.published("image-conv", .file(path: path("image-conv/picture.png"))),
        Given.published("image-fourier", .file(path: path("image-fourier/picture.png"))),
        Given.published("image-learned", .file(path: path("image-learned/picture.png"))),
        Given.published("language", .file(path: path("language/text.txt"))),
        Given.published("multimodal", clip),
        Given.published("sequence", .file(path: path("sequence/text.txt"))),
    ]

    /// Models of the bundled kind, with an input of each kind.
    static let own: [Given] =
        ["tiny", "shared", "structured"].flatMap { model in
            ["dog.jpg", "seven.ogg", "dog.txt"].map { file in
                Given("\(model) \(file)", sample(file), model: .folder(path: fixture("models/\(model)")))
            }
        }

    /// The model that comes with the program, and a picture.
    static let bundled = Given("bundled", sample("dog.jpg"), model: .bundled)

    /// Vision transformers: a classifier, one with registers, and models without classes.
    static let vision = ["vit", "registers-classes", "dino", "dinov3"].map { name in
        let folder = fixture("vision/\(name)")
        return Given("vision \(name)", .file(path: folder + "/picture.png"), model: .folder(path: folder))
    }

    /// Transformers of speech: bare, with classes, and two that write letters.
    static let speech = [
        "hubert", "hubert-classes", "wav2vec2-classes", "hubert-letters", "wav2vec2-letters",
    ]
    .map { name in
        let folder = fixture("speech/\(name)")
        return Given(
            "speech \(name)",
            .file(path: folder + "/sound.wav"),
            model: .folder(path: folder)
        )
    }

    /// A cloud of points.
    static let cloud = Given(
        "cloud",
        .file(path: fixture("../../assets/samples/chair.off")),
        model: .folder(path: fixture("models/points"))
    )

    static let all = published + own + [bundled]

    static func sample(_ name: String) -> Source { .file(path: fixture("../../assets/samples/\(name)")) }

    private static func published(_ name: String, _ source: Source) -> Given {
        Given(name, source, model: .folder(path: fixture("published/\(name)")))
    }

    private static func path(_ name: String) -> String { fixture("published/\(name)") }

    private static var clip: Source {
        var options = Source.Options()
        options.framesPerSecond = 50
        return Source(.file(path: path("multimodal/clip")), options: options)
    }
}
