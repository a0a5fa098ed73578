import Cells
import Explanation
import Explorer
import Testing

/// Pictures of the screens that published checkpoints have besides.
@Suite struct PublishedScreenTests {
    struct Scene: Sendable, CustomTestStringConvertible {
        let name: String
        let model: String
        let sources: [Source]
        let steps: @Sendable (inout Session) -> Void

        var testDescription: String { name }

        func session(_ width: Int, _ height: Int, _ depth: ColourDepth) throws -> Session {
            var session = try Session(
                width: width,
                height: height,
                depth: depth,
                sources: sources,
                model: [
                    "tiny": Session.tiny, "clips": Session.clips, "registers": Session.vision,
                ][model] ?? Session.published(model)
            )
            steps(&session)
            return session
        }
    }

    static let scenes =
        language + flow + clip + structured + registers + [
            Scene(name: "models", model: "tiny", sources: [Session.picture]) {
                $0.press(.character("M"), .down)
            },
            Scene(name: "models-broken", model: "tiny", sources: [Session.picture]) {
                $0.press(.character("M"), .end, .enter)
            },
            Scene(name: "vision", model: "image-conv", sources: [Session.picture, Session.text]) {
                $0.press(.character("3"), .character("/"))
                $0.type("3")
                $0.press(.enter)
            },
        ]

    private static let language = [
        Scene(name: "language", model: "language", sources: [Session.masked, Session.picture]) {
            $0.press(.character("3"), .down, .down)
        },
        Scene(name: "language-token", model: "language", sources: [Session.masked]) {
            $0.press(.enter, .enter, .left, .left, .character("i"))
        },
        Scene(name: "language-marked", model: "language", sources: [Session.text]) {
            $0.press(.enter, .enter, .right, .right, .control("x"), .right, .right, .right, .right)
        },
        Scene(name: "language-editor", model: "language", sources: [Session.text]) {
            $0.press(.character("t"), .left, .left, .control("x"), .left, .left)
        },
    ]

    private static let registers = [
        Scene(name: "registers", model: "registers", sources: [Session.picture]) {
            $0.press(.character("a"))
        },
        Scene(name: "registers-overview", model: "registers", sources: [Session.picture]) {
            $0.press(.character("O"))
        },
    ]

    private static let flow = [
        Scene(name: "flow", model: "flow", sources: [Session.pair, Session.picture]) { _ in },
        Scene(name: "flow-arrows", model: "flow", sources: [Session.pair]) {
            $0.press(.enter, .character("v"), .enter, .right)
        },
        Scene(name: "flow-map", model: "flow", sources: [Session.pair]) {
            $0.press(.enter, .enter, .right, .down, .character("i"))
        },
    ]

    private static let clip = [
        Scene(name: "clip", model: "multimodal", sources: [Session.clip]) { _ in },
        Scene(name: "clip-decoded", model: "multimodal", sources: [Session.clip]) {
            $0.press(.character("r"), .character(">"))
        },
        Scene(name: "clip-map", model: "multimodal", sources: [Session.clip]) {
            $0.press(.character("x"), .enter, .enter)
        },
        Scene(name: "clip-film", model: "clips", sources: [Session.clip]) { $0.press(.character(">")) },
        Scene(name: "clip-silent", model: "clips", sources: [Session.clip]) { $0.press(.character("S")) },
    ]

    /// A model of the bundled kind that can decode its inputs.
    private static let structured = [
        Scene(name: "picture-decoded", model: "structured", sources: [Session.picture]) {
            $0.press(.character("r"))
        },
        Scene(name: "picture-corner", model: "structured", sources: [Session.picture]) {
            $0.press(.enter, .enter, .character(" "), .right, .right, .down, .down)
        },
        Scene(name: "picture-filled", model: "structured", sources: [Session.picture]) {
            $0.press(.enter, .enter, .character(" "), .right, .right, .down, .down, .character("d"))
            $0.press(.character("r"))
        },
        Scene(name: "picture-filled-map", model: "structured", sources: [Session.picture]) {
            $0.press(.enter, .enter, .character(" "), .right, .right, .down, .down, .character("d"))
            $0.press(.character("r"), .character("r"), .enter, .right, .character("i"))
        },
        Scene(name: "sound-filled", model: "structured", sources: [Session.sound]) {
            $0.press(.enter, .enter, .character(" "), .right, .right, .up, .up, .character("d"))
            $0.press(.character("r"))
        },
        Scene(name: "text-filled", model: "structured", sources: [Session.masked, Session.picture]) {
            $0.press(.character("3"), .down)
        },
    ]

    @Test(arguments: scenes) func colour(scene: Scene) throws {
        for (width, height) in [(80, 24), (160, 45)] {
            let session = try scene.session(width, height, .full)
            try expectGolden(session.explorer.view(), "\(scene.name)-\(width)x\(height)-colour")
        }
    }

    @Test(arguments: scenes) func monochrome(scene: Scene) throws {
        for (width, height) in [(80, 24), (160, 45)] {
            let session = try scene.session(width, height, .monochrome)
            try expectGolden(session.explorer.view(), "\(scene.name)-\(width)x\(height)-mono")
        }
    }

    /// Nothing crashes at any size, at any depth of colour.
    @Test(arguments: scenes) func anySize(scene: Scene) throws {
        for (width, height) in [(1, 1), (20, 5), (30, 8), (40, 12), (57, 10), (75, 30), (200, 60)] {
            for depth in [ColourDepth.monochrome, .indexed, .full] {
                let session = try scene.session(width, height, depth)
                #expect(session.explorer.view().size == Size(width: width, height: height))
            }
        }
    }
}
