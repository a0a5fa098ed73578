import Explanation
import Explorer
import Models
import TestData
import Testing

/// The explorer with transformers of speech.
@Suite struct SpeechScreenTests {
    private func session(_ name: String, width: Int = 116, height: Int = 30) -> ToySession {
        let folder = fixture("speech/\(name)")
        return ToySession(model: folder, [.file(path: folder + "/sound.wav")], width: width, height: height)
    }

    /// Without classes the frame in the middle is asked, and the pane says what there is instead.
    @Test func bare() throws {
        let session = session("hubert")
        #expect(session.screen.contains("Features") && !session.screen.contains("Predictions"))
        #expect(session.screen.contains("Tokens: 30 frames."), "\(session.screen)")
        #expect(session.screen.contains("for sound at 0.008 s"), "\(session.screen)")
        // Tokens have no frequencies, but the picture has.
        #expect(session.screen.contains(#/│\d\.\dk ▀/#), "\(session.screen)")
    }

    /// What was said stands in the right pane; a letter that is chosen there is what the map is about.
    @Test func letters() throws {
        var session = session("wav2vec2-letters")
        #expect(session.screen.contains("Transcript"), "\(session.screen)")
        #expect(session.screen.contains("A B BAABABA BB BCBAC"))
        #expect(session.screen.contains("20 letters"))
        #expect(session.screen.contains(#/wav +A B/#), "\(session.screen)")
        #expect(session.title.contains("for A at "), "\(session.title)")
        session.press(.character("3"), .down)
        #expect(session.title.contains("for space at "), "\(session.title)")
        session.press(.down)
        #expect(session.title.contains("for B at "), "\(session.title)")
        session.press(.character("?"))
        #expect(session.screen.contains("The transcript: what the model heard"))
    }

    /// Frames are compared after each layer, or as answers are read from them.
    @Test func featuresOfLayers() throws {
        var session = session("hubert", width: 160, height: 45)
        session.press(.character("O"), .character("v"))
        #expect(session.screen.contains("features of tokens: red"), "\(session.screen)")
        session.press(.character("["))
        #expect(session.screen.contains("features after layer.1: "), "\(session.screen)")
        session.press(.character("["), .character("["), .character("["))
        #expect(session.screen.contains("features after layer.0: "), "\(session.screen)")
        session.press(.character("]"), .character("]"))
        #expect(session.screen.contains("features of tokens: red"), "\(session.screen)")
    }

    /// A classifier shows classes, and its map what speaks for the target.
    @Test func classifiers() throws {
        let session = session("hubert-classes")
        #expect(session.screen.contains("Predictions") && session.screen.contains("down"))
        #expect(try session.map.seesClass)
    }

    /// All screens of all sizes are drawn, whatever is asked of the model.
    @Test(arguments: ["hubert", "wav2vec2-classes", "hubert-letters"]) func anyKey(name: String) throws {
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
