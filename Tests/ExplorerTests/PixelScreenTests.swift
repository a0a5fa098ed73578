import Explanation
import Explorer
import Models
import TestData
import Testing

/// The explorer with ImageGPT, which it knows by the pixels that it tells.
@Suite struct PixelScreenTests {
    private func session(_ name: String, width: Int = 116, height: Int = 30) -> ToySession {
        let folder = fixture("imagegpt/\(name)")
        return ToySession(model: folder, [.file(path: folder + "/picture.png")], width: width, height: height)
    }

    /// The answer is that of the pixel in the middle, with what it has.
    @Test func opens() throws {
        let session = session("colours", width: 160, height: 45)
        #expect(session.screen.contains("pixel 3, 3"), "\(session.screen)")
        #expect(session.screen.contains(#/is #[0-9a-f]{6} . \d*\.\d\d nats/#), "\(session.screen)")
        #expect(session.screen.contains(#/= +#[0-9a-f]{6}/#) || session.screen.contains("rank"))
        #expect(session.pane.contains { $0.hasPrefix("start") }, "\(session.screen)")
    }

    /// With the cursor another pixel is asked for, and its colours are listed.
    @Test func asking() throws {
        var session = session("colours")
        session.press(.character("2"), .enter)
        session.press(.up, times: 9)
        session.press(.left, times: 9)
        session.press(.character("i"))
        #expect(!session.screen.contains("pixel 3, 3"), "\(session.screen)")
        #expect(session.screen.contains(#/pixel \d, \d/#))
    }

    @Test func surprise() throws {
        var session = session("colours")
        session.press(.character("X"), .character("X"))
        #expect(session.screen.contains("surprise"), "\(session.screen)")
        #expect(session.screen.contains("nats a pixel"), "\(session.screen)")
    }

    /// `r` completes the picture, `~` with other random numbers, and `r` again shows the map.
    @Test func completing() throws {
        var session = session("colours")
        session.press(.character("r"))
        #expect(session.screen.contains("completed from pixel 3, 3"), "\(session.screen)")
        #expect(session.screen.contains("temperature 1 · seed 0"), "\(session.screen)")
        let before = session.screen
        session.press(.character("~"))
        #expect(
            session.screen.contains("temperature 1 · seed 1") && session.screen != before,
            "\(session.screen)"
        )
        session.press(.character("r"))
        #expect(!session.screen.contains("completed from"))
        session.press(.character("~"))
        #expect(session.screen.contains("press r first"), "\(session.screen)")
    }

    /// Pixels are drawn one by one and taken back; the right pane says what each was drawn from.
    @Test func stepping() throws {
        var session = session("colours", width: 160, height: 45)
        session.press(.character("r"))
        let whole = session.screen
        session.press(.character(">"))
        #expect(session.screen.contains("0 of 18 pixels drawn"), "\(session.screen)")
        #expect(session.screen.contains("pixel 3, 3"))
        session.press(.character(">"), .character(">"))
        #expect(session.screen.contains("2 of 18 pixels drawn"), "\(session.screen)")
        #expect(session.screen.contains("pixel 4, 3"), "\(session.screen)")
        session.press(.character("<"), .character("<"), .character("<"))
        #expect(session.screen == whole, "\(session.screen)")
    }

    /// Another temperature and another seed can be named.
    @Test func drawnOtherwise() throws {
        var session = session("colours", width: 160, height: 45)
        func command(_ line: String) {
            session.press([.character(":")] + line.map { .character($0) } + [.enter])
        }
        command("temperature 0.5")
        command("seed 7")
        #expect(session.screen.contains("temperature .50 · seed 7"), "\(session.screen)")
        command("temperature 0")
        #expect(session.screen.contains("always the most probable colour"), "\(session.screen)")
        command("temperature -1")
        #expect(session.screen.contains("give a number from 0 to 100"), "\(session.screen)")
    }

    @Test func otherKinds() throws {
        #expect(session("classes").screen.contains("owl"))
        let features = session("features")
        #expect(features.screen.contains("This model has no classes."), "\(features.screen)")
        #expect(features.screen.contains("5×4 pixels"), "\(features.screen)")
        var other = session("classes")
        other.press(.character("~"))
        #expect(other.screen.contains("completes no pictures"), "\(other.screen)")
    }
}
