import Foundation
import TestData
import Testing

/// Options that mean nothing for the model or for any input are refused before anything runs.
@Suite struct MeaninglessOptionTests {
    private let runner = CommandTests()
    private static let tiny = Programs.quoted(fixture("models/tiny"))

    @Test(
        arguments: [
            ("predict dog.jpg --size 64", "--size 64: the input size of perceiver-mini is fixed"),
            ("attend --text dog --size 64", "--size 64: the input size of perceiver-mini is fixed"),
            ("predict dog.jpg --tile 2", "--tile 2: perceiver-mini is no model of optical flow"),
            ("predict dog.jpg --clip", "--clip: none of the inputs is a folder of frames"),
            (
                "compare dog.jpg dog.ogg --fps 3",
                "--fps: none of the inputs is a film, an animation or a folder of frames"
            ),
            ("predict mouth.mp4 --no-clips --fps 3", "--no-clips: --fps is of clips"),
            ("predict dog.jpg --sound dog.ogg", "--sound: none of the inputs is a folder of frames"),
            ("predict dog.ogg --text dog --paper black", "--paper: none of the inputs is a picture"),
            ("predict dog.jpg --flow x.flo", "--flow: perceiver-mini is no model of optical flow"),
            (
                "predict --text dog --reconstruct x.png",
                "--reconstruct: a text is decoded only where it is masked; use --mask instead"
            ),
            ("bench --model \(tiny) dog.jpg --sound dog.ogg", "--sound: perceiver-mini takes no clips"),
        ]
    )
    func bundledModel(arguments: String, sentence: String) throws {
        let outcome = try runner.perceiver(arguments)
        #expect(outcome.status == 64, "\(arguments): \(outcome.status)")
        #expect(outcome.messages == "perceiver: \(sentence)\n", "\(outcome.messages)")
    }

    @Test(
        "A model of clips has none among pictures",
        arguments: [
            ("--clip", "a folder of frames"), ("--fps 50", "a film, an animation or a folder of frames"),
            ("--start 1", "a film, an animation or a folder of frames"),
            ("--crop 1,2,3,4", "a film, an animation or a folder of frames"),
        ]
    )
    func clips(option: String, what: String) throws {
        let model = "--model \(Programs.quoted(fixture("published/multimodal")))"
        let outcome = try runner.perceiver("predict \(model) dog.jpg \(option)")
        #expect(outcome.status == 64)
        #expect(outcome.messages.hasSuffix(": none of the inputs is \(what)\n"), "\(outcome.messages)")
    }

    @Test("What one of several inputs can use is accepted, and a file that is missing is told as such")
    func others() throws {
        #expect(try runner.perceiver("predict dog.jpg dog.ogg --paper black").status == 0)
        let missing = try runner.perceiver("predict missing.jpg --paper black")
        #expect(missing.status == 2 && missing.messages.contains("there is no such file"))
    }

    @Test(
        "Options of measurements that would have no effect",
        arguments: ["--inputs 10 --rounds 2", "--sound a.wav"]
    )
    func bench(options: String) throws {
        let outcome = try runner.perceiver("bench \(options)")
        #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.messages)")
    }
}
