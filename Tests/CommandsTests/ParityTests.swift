import Cells
import Commands
import Explanation
import Explorer
import Foundation
import Models
import Perceiver
import TestData
import Testing

/// The screen's maps are those of the command `attend`.
@Suite struct ParityTests {
    /// What `attend` is given: the input's files, the model's folder unless it is the bundled one.
    struct Given: Sendable, CustomTestStringConvertible {
        let source: Source
        let arguments: [String]
        let place: ModelPlace
        let testDescription: String

        init(_ source: Source, _ input: [String], model: String? = nil) {
            self.source = source
            let folder = model.map { fixture($0) }
            arguments = input + (folder.map { ["--model", $0] } ?? [])
            place = folder.map { .folder(path: $0) } ?? .bundled
            testDescription = "\(model ?? "bundled") \(source.name)"
        }

        static func file(_ path: String, model: String? = nil) -> Given {
            Given(.file(path: path), [path], model: model)
        }

        static let samples = ["dog.jpg", "seven.ogg", "dog.txt"].map { fixture("../../assets/samples/\($0)") }

        static let bundled = samples.map { file($0) }

        static let own = ["tiny", "shared", "structured"].flatMap { model in
            samples.map { file($0, model: "models/\(model)") }
        }

        static let published =
            ["image-conv", "image-fourier", "image-learned"].map { published($0, "picture.png") }
            + ["language", "sequence"].map { published($0, "text.txt") } + [pair, clip]

        private static func published(_ name: String, _ input: String) -> Given {
            file(fixture("published/\(name)/\(input)"), model: "published/\(name)")
        }

        private static var pair: Given {
            let files = ["first", "second"].map { fixture("published/flow/\($0).png") }
            return Given(.pair(path: files[0], next: files[1]), files, model: "published/flow")
        }

        private static var clip: Given {
            let folder = fixture("published/multimodal/clip")
            var options = Source.Options()
            options.framesPerSecond = 50
            let source = Source(.file(path: folder), options: options)
            return Given(source, [folder, "--fps", "50"], model: "published/multimodal")
        }
    }

    @Test("Every layer, head, unit and query of small models", arguments: Given.own + Given.published)
    func everyMap(given: Given) throws {
        var screen = try ScreenMaps(given)
        for layer in screen.model.layers.indices {
            screen.look(atLayer: layer)
            for head in screen.heads.prefix(3).indices {
                screen.look(atHead: head)
                for unit in AttentionUnit.allCases {
                    screen.look(in: unit)
                    for _ in screen.queries {
                        try screen.compare(picture: head == 0 && unit == .weight)
                        screen.askOther()
                    }
                }
            }
        }
    }

    @Test("Each layer, head, unit and query of the bundled model", arguments: Given.bundled)
    func bundled(given: Given) throws {
        var screen = try ScreenMaps(given)
        try screen.compare(picture: true)
        for unit in AttentionUnit.allCases {
            screen.look(in: unit)
            try screen.compare()
        }
        screen.look(in: .weight)
        for _ in screen.queries {
            try screen.compare()
            screen.askOther()
        }
        for layer in screen.model.layers.indices {
            screen.look(atLayer: layer)
            let kinds = [0, 1, screen.heads.count - 1]
            for head in layer == 0 ? kinds : [0] {
                screen.look(atHead: head)
                try screen.compare(picture: layer == 1)
            }
        }
    }

    @Test("What speaks for a class", arguments: Given.own + Given.published + [Given.bundled[2]])
    func explanations(given: Given) throws {
        var screen = try ScreenMaps(given)
        for method in ExplanationMethod.allCases where screen.explain(by: method) {
            try screen.compare(picture: true)
        }
    }

    @Test("Without options it is the first map of the screen", arguments: Given.bundled + Given.own)
    func first(given: Given) throws {
        let screen = try ScreenMaps(given)
        var answers = CommandAnswers()
        let command = try AttendCommand.parse(given.arguments)
        try ScreenMaps.compare(screen.written(), command.figure(&answers), picture: true)
    }
}
