import Explanation
import Explorer
import Models
import TestData
import Testing

/// The explorer with vision transformers, which it knows nothing of.
@Suite struct VisionScreenTests {
    private func picture(_ name: String) -> Source { .file(path: fixture("vision/\(name)/picture.png")) }

    private func session(_ name: String, width: Int = 116, height: Int = 30) -> ToySession {
        ToySession(model: fixture("vision/\(name)"), [picture(name)], width: width, height: height)
    }

    /// Without classes the first map is that of CLS, and the pane says what there is instead.
    @Test func opensOnCLS() throws {
        let session = session("registers")
        #expect(session.title.contains("layer.2 · attention behind CLS · head mean"), "\(session.screen)")
        #expect(session.screen.contains("Features") && !session.screen.contains("Predictions"))
        #expect(session.screen.contains("This model has no classes."))
        #expect(session.screen.contains("CLS, 3 registers, 3×3"))
        #expect(session.pane.contains { $0.hasPrefix("CLS") })
        #expect(session.pane.contains { $0.hasPrefix("registers") })
    }

    /// CLS, registers and patches are asked with the cursor, each by its name.
    @Test func everyTokenAsks() throws {
        var session = session("registers")
        session.press(.character("2"), .enter)
        session.press(.down, times: 9)
        #expect(try session.reading.place.hasPrefix("register"), "\(session.screen)")
        session.press(.character("i"))
        #expect(session.title.contains("layer.2 · register 0 · head mean"), "\(session.screen)")
        session.press(.escape)
        session.press(.up, .up, .character("i"))
        #expect(session.title.contains("layer.2 · token "), "\(session.screen)")
    }

    /// A classifier shows classes, and its map what speaks for the target.
    @Test func classifiers() throws {
        let session = session("vit")
        #expect(session.screen.contains("Predictions") && session.screen.contains("owl"))
        #expect(try session.map.seesClass)
    }

    /// The overview has the features of patches.
    @Test func overview() throws {
        var session = session("dinov3", width: 160, height: 45)
        session.press(.character("O"), .character("v"))
        #expect(session.screen.contains("features of tokens"), "\(session.screen)")
        #expect(session.screen.contains("cosine of features"))
        #expect(session.screen.contains("Overview · tokens by principal components"))
    }

    /// Where no latents change, heads have the room for that.
    @Test func heads() throws {
        var session = session("registers-classes", width: 70, height: 45)
        session.press(.character("O"))
        let row = Array(try #require(session.canvas.rows.first { $0.contains("layer.0") }))
        let places = try ["0", "1"].map { try #require(row.dropFirst(10).firstIndex(of: $0)) }
        #expect(places[1] - places[0] == 20, "\(session.screen)")
    }

    /// CLS and registers have their names wherever who asks is listed.
    @Test func names() throws {
        var session = session("registers")
        session.press(.character("s"))
        #expect(session.screen.contains("1 register 0") && session.screen.contains("0 CLS"))
        session.press(.escape, .character("2"), .enter, .character("A"))
        #expect(session.screen.contains("Who attends to"), "\(session.screen)")
        #expect(
            session.screen.contains(#/layer\.\d +CLS /#)
                && session.screen.contains(#/layer\.\d +register 2 /#)
        )
        #expect(!session.screen.contains(#/token [0123] /#), "\(session.screen)")
    }

    /// Both sides of Compare have colours for patches alone, too.
    @Test func compare() throws {
        let (model, name) = (fixture("vision/registers-classes"), "registers-classes")
        let sources = [picture(name), picture("vit")]
        var largest: [(all: Float, placed: Float)] = []
        for source in sources {
            var answers = Answers()
            let subject = Subject(source, model: .folder(path: model))
            let relevance = try answers(MapQuestion(subject, query: .one(0))).relevance
            let count = Float(relevance.values.count)
            largest.append((count * (relevance.values.max() ?? 0), count * (relevance.placed.max() ?? 0)))
        }
        let (all, placed) = (largest.map(\.all).max() ?? 0, largest.map(\.placed).max() ?? 0)
        try #require(all > 1.1 * placed)
        var session = ToySession(model: model, sources)
        session.press("aaac".map { .character($0) })
        #expect(session.screen.contains("layer.2 · CLS · lift"), "\(session.screen)")
        let legend = "0 +\(Numbers.short(Double(placed))) +lift"
        #expect(
            try session.screen.contains(Regex(legend.replacing(".", with: "\\."))),
            "\(legend)\n\(session.screen)"
        )
    }

    /// What is said of models with latents is not said of these.
    @Test func noLatents() throws {
        let model = fixture("vision/dino")
        var session = ToySession(
            model: model,
            [picture("dino"), picture("registers")],
            width: 160,
            height: 45
        )
        session.press(.character("?"))
        #expect(session.screen.contains("tokens, which attend to each other, layer after layer"))
        #expect(!session.screen.contains("through latents"))
        session.press(.escape, .character("3"), .character("?"))
        #expect(session.screen.contains("The features: what a model without classes makes"))
        session.press(.escape, .escape, .character("O"), .character("?"))
        #expect(!session.screen.contains("what layers do to the latents"))
        session.press(.escape, .escape, .character("s"), .character("?"))
        #expect(session.screen.contains("The sheet: the maps of all tokens"))
        session.press(.escape, .escape, .character("c"))
        #expect(
            session.screen.contains("These inputs have no classes. Press v for other tables."),
            "\(session.screen)"
        )
    }

    /// All screens of all sizes are drawn, whatever is asked of the model.
    @Test(arguments: ["dino", "registers-classes"]) func anyKey(name: String) throws {
        for (width, height) in [(30, 8), (80, 24), (160, 45)] {
            var session = session(name, width: width, height: height)
            for key in "aaxxxxxxxxxxXuuyYo/oom{}[]SLOvQQqFTTABDCZ?" {
                session.press(.character(key), .escape)
                session.press(.character(key))
            }
            #expect(session.canvas.size.width == width)
        }
    }
}
