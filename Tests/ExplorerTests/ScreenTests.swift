import Cells
import Explanation
import Explorer
import Testing

/// Pictures of every screen, small and large, in colour and without.
@Suite struct ScreenTests {
    /// A screen's name, and what leads to it.
    struct Scene: Sendable, CustomTestStringConvertible {
        let name: String
        let steps: @Sendable (inout Session) -> Void

        var testDescription: String { name }
    }

    static let scenes = own + tracing

    private static let own = [
        Scene(name: "picture") { _ in },
        Scene(name: "sound") { $0.press(.down, .enter) },
        Scene(name: "text") { $0.press(.down, .down, .enter) },
        Scene(name: "preview") {
            $0.holdsWork = true
            $0.press(.down)
        },
        Scene(name: "latent-cursor") { $0.press(.enter, .right, .right, .enter, .character("n")) },
        Scene(name: "self-attention") { $0.press(.enter, .right, .down, .down) },
        Scene(name: "clustered") {
            $0.press(.enter, .right, .down, .down, .character("H"), .enter, .right, .down)
        },
        Scene(name: "decoder") { $0.press(.enter, .down, .down, .down, .down, .down, .down, .enter) },
        Scene(name: "occlusion") { $0.press(.character("x"), .character("x")) },
        Scene(name: "progress") {
            $0.holdsExplanations = true
            $0.press(.character("x"), .character("x"))
        },
        Scene(name: "mask") { $0.press(.character("o"), .escape) },
        Scene(name: "region-growing") {
            $0.press(.character("2"), .enter, .character(" "), .right, .right, .right, .down, .down)
        },
        Scene(name: "region-sound") {
            $0.press(.down, .enter, .character("2"), .enter, .character(" "), .right, .right, .character("|"))
        },
        Scene(name: "region-text") {
            $0.press(.down, .down, .enter, .character("2"), .enter, .character("W"))
        },
        Scene(name: "region-blurred") {
            $0.press(.character("2"), .enter, .character(" "), .right, .right, .right, .down, .down)
            $0.press(.character(" "), .character("B"))
        },
        Scene(name: "map-change") {
            $0.press(.character("2"), .enter, .character(" "), .right, .right, .right, .down, .down)
            $0.press(.character(" "), .character(" "), .character("D"))
        },
        Scene(name: "classes") { $0.press(.character("3"), .enter, .down) },
        Scene(name: "sheet") { $0.press(.character("s"), .right, .right) },
        Scene(name: "score-of-content") { $0.press(.character("C")) },
        Scene(name: "latents") { $0.press(.character("L"), .right, .down, .down) },
        Scene(name: "latents-text") {
            $0.press(.down, .down, .enter, .character("L"), .character("/"))
            $0.type("lift>2 & !dead")
            $0.press(.enter)
        },
        Scene(name: "latents-average") { $0.press(.character(" "), .down, .character(" "), .character("L")) },
        Scene(name: "latent-inputs") { $0.press(.character("L"), .down, .character("f"), .right) },
        Scene(name: "attenders") {
            $0.press(.enter, .enter, .character("A"), .down)
        },
        Scene(name: "attention") { $0.press(.character("a")) },
        Scene(name: "contrast") { $0.press(.character("3"), .character("-")) },
        Scene(name: "faithfulness") { $0.press(.character("F")) },
        Scene(name: "random-weights") { $0.press(.character("Z")) },
        Scene(name: "compare-predictions") { $0.press(.down, .enter, .character("c")) },
        Scene(name: "compare-latents") { $0.press(.character("c"), .character("v"), .character(".")) },
        Scene(name: "compare-pairs") { $0.press(.character("c"), .character("v"), .character("v")) },
        Scene(name: "compare-ranking") {
            $0.open("/home/ada/cat.ogg")
            $0.open("/home/ada/cat.txt")
            $0.press(.character("c"), .character("v"), .character("v"), .character("v"), .down)
        },
        Scene(name: "compare-matrix") {
            $0.open("/home/ada/cat.ogg")
            $0.open("/home/ada/cat.txt")
            $0.press(.character("c"), .character("v"), .character("v"), .character("v"), .character("v"))
            $0.press(.right, .character("r"))
        },
        Scene(name: "compare-running") {
            $0.holdsWork = true
            $0.press(.character("c"), .character("v"), .character("v"), .character("v"))
        },
        Scene(name: "browser") { $0.press(.character("f"), .down) },
        Scene(name: "browser-sound") { $0.press(.character("f"), .end) },
        Scene(name: "browser-broken") { $0.press(.character("f"), .down, .down) },
        Scene(name: "browser-clip") { $0.press(.character("f"), .left, .down) },
        Scene(name: "editor") {
            $0.press(.character("t"))
            $0.type("Zwei Hunde")
        },
        Scene(name: "save") { $0.press(.character("w")) },
        Scene(name: "granularity") { $0.press(.character("E"), .character("E")) },
        Scene(name: "help") { $0.press(.character("?")) },
        Scene(name: "commands") {
            $0.press(.character(":"))
            $0.type("la")
        },
        Scene(name: "notice") {
            $0.press(.character(":"))
            $0.type("open /home/ada/empty.wav")
            $0.press(.enter)
        },
    ]

    @Test(arguments: scenes) func colour(scene: Scene) throws {
        for (width, height) in [(80, 24), (160, 45)] {
            var session = try Session(width: width, height: height)
            scene.steps(&session)
            try expectGolden(session.explorer.view(), "\(scene.name)-\(width)x\(height)-colour")
        }
    }

    @Test(arguments: scenes) func monochrome(scene: Scene) throws {
        for (width, height) in [(80, 24), (160, 45)] {
            var session = try Session(width: width, height: height, depth: .monochrome)
            scene.steps(&session)
            try expectGolden(session.explorer.view(), "\(scene.name)-\(width)x\(height)-mono")
        }
    }

    /// One view at every ability of terminals.
    @Test(arguments: ColourDepth.allCases, [false, true]) func depth(depth: ColourDepth, ascii: Bool) throws {
        let session = try Session(depth: depth, ascii: ascii)
        try expectGolden(session.explorer.view(), "depth-\(depth.rawValue)\(ascii ? "-ascii" : "")")
    }

    /// Nothing crashes at any size, and everything stays within the canvas.
    @Test(arguments: scenes) func anySize(scene: Scene) throws {
        for (width, height) in [
            (1, 1), (3, 2), (20, 5), (30, 8), (40, 12), (57, 10), (75, 30), (200, 60), (400, 100),
        ] {
            var session = try Session(width: width, height: height)
            scene.steps(&session)
            #expect(session.explorer.view().size == Size(width: width, height: height))
            session.send(.terminal(.resized(Size(width: 80, height: 24))))
            #expect(session.explorer.view().size == Size(width: 80, height: 24))
        }
    }

    /// On a light terminal text must stay readable: outside pictures only the terminal's own colours occur.
    @Test func colourOnlyInPictures() throws {
        for scene in Self.scenes {
            var session = try Session(width: 120, height: 40)
            scene.steps(&session)
            let canvas = session.explorer.view()
            for cell in canvas.cells {
                guard let character = cell.character, character.isLetter else { continue }
                if case .rgb = cell.style.foreground {
                    // A letter on a heatmap brings its own background.
                    #expect(cell.style.background != .standard, "\(scene.name): \(character)")
                }
            }
        }
    }

    @Test func tooSmallSaysSo() throws {
        let session = try Session(width: 24, height: 5)
        #expect(session.screen.contains("needs 30×8, has 24×5"))
    }
}
