import Explanation
import Explorer
import Models
import TestData
import Testing

/// The explorer with vision transformers, which it knows nothing of.
@Suite struct VisionScreenTests {
    private func session(_ name: String, width: Int = 116, height: Int = 30) -> ToySession {
        let folder = fixture("vision/\(name)")
        return ToySession(model: folder, [.file(path: folder + "/picture.png")], width: width, height: height)
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
