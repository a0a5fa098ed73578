import Commands
import Explanation
import Explorer
import Foundation
import TestData
import Testing

/// What cannot be made again of a session is refused, and said.
@Suite struct SessionRefusalTests {
    /// A copy of a fixture among the files of a test.
    private func copy(_ path: String, to name: String, in folder: ParityFolder) throws -> String {
        try FileManager.default.copyItem(atPath: path, toPath: folder.path(name))
        return folder.path(name)
    }

    private func expectRefusal(
        _ screen: RecordedScreen,
        _ error: SessionError,
        status: Int = 2,
        _ place: SourceLocation = #_sourceLocation
    ) throws {
        let again = screen.folder.path("again-\(UUID().uuidString)")
        let outcome = try screen.replayed("--output", again)
        let line = "perceiver: \(screen.folder.path("s.json")): step 2, map.csv: \(error)\n"
        #expect(outcome.messages == line && outcome.status == status, "\(outcome)", sourceLocation: place)
        #expect(!FileManager.default.fileExists(atPath: again + "/map.csv"), sourceLocation: place)
    }

    /// An input or a model with another content, or without a file, is refused by the file's name.
    @Test func changedFiles() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let input = try copy(ParityInput.sample("dog.jpg"), to: "dog.jpg", in: folder)
        let model = try copy(fixture("models/tiny"), to: "model", in: folder)
        var screen = try RecordedScreen([.input(input, model: .folder(path: model))], in: folder)
        try screen.save("map.csv")
        try screen.finish()
        #expect(try screen.replayed().output == "map.csv: the same bytes\n")

        let picture = try folder.contents("dog.jpg")
        try picture.dropLast().write(to: URL(filePath: input))
        try expectRefusal(screen, .changedFile(input))
        try FileManager.default.removeItem(atPath: input)
        try expectRefusal(screen, .missingFile(input))
        try picture.write(to: URL(filePath: input))

        let path = model + "/model.safetensors"
        var weights = try folder.contents("model/model.safetensors")
        weights[weights.count - 3] ^= 1
        try weights.write(to: URL(filePath: path))
        try expectRefusal(screen, .changedFile(path))
        weights[weights.count - 3] ^= 1
        try weights.write(to: URL(filePath: path))
        #expect(try screen.replayed().status == 0)
        try FileManager.default.removeItem(atPath: model + "/config.json")
        try expectRefusal(screen, .missingFile("config.json"))
    }

    /// A frame more would be another clip.
    @Test func addedFrames() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let clip = ParityInput.clip
        let frames = try copy(try #require(clip.words.first), to: "clip", in: folder)
        var screen = try RecordedScreen([.input(frames, model: clip.subject.model)], in: folder)
        screen.press("x")
        try screen.save("map.csv")
        try screen.finish()
        let names = try FileManager.default.contentsOfDirectory(atPath: frames).sorted()
        let last = try #require(names.last { $0.hasSuffix("png") })
        #expect(try screen.replayed().status == 0)
        _ = try copy(frames + "/" + last, to: "clip/zz.png", in: folder)
        let outcome = try screen.replayed()
        #expect(outcome.messages.contains(": \(SessionError.addedFile(frames + "/zz.png"))"), "\(outcome)")
        #expect(outcome.status == 2)
    }

    /// Another result than what was saved is no success, and is not written.
    @Test func otherBytes() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        var screen = try RecordedScreen([ParityInput.own[2]], in: folder)
        try screen.save("map.csv")
        try screen.save("map.json")
        try screen.finish()
        let steps = try screen.steps()
        let saved = try #require(steps[1]["saved"] as? [String: String])
        let digits = try #require(saved["sha256"])
        let text = String(decoding: try folder.contents("s.json"), as: UTF8.self)
        let other = text.replacing(digits, with: String(digits.reversed()))
        try Data(other.utf8).write(to: URL(filePath: folder.path("s.json")))
        try expectRefusal(screen, .otherBytes(program: "perceiver 1"), status: 1)
    }

    /// What is piped in is nowhere afterwards: that is said at the end of the session and by the replay.
    @Test func standardInput() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let model = ParityInput.own("tiny")
        var screen = try RecordedScreen([.piped(Array("a dog barks".utf8), model: model)], in: folder)
        try screen.save("map.csv")
        let sentences = try screen.finish()
        #expect(sentences.count == 1 && sentences[0].contains("2 steps cannot be replayed: it is of what"))
        let outcome = try screen.replayed()
        #expect(outcome.status == 2 && outcome.messages.contains("map.csv: it is of what was piped"))
    }

    // MARK: damaged files

    /// Words and numbers that there are not are refused by their names, with those that there are.
    @Test func damagedSteps() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        var screen = try RecordedScreen([ParityInput.own[0]], in: folder)
        screen.press("3j\nE")
        try screen.save("map.csv")
        screen.press("a")
        try screen.save("map.json")
        try screen.finish()
        let text = String(decoding: try folder.contents("s.json"), as: UTF8.self)
        for (old, new, words) in [
            ("\"task\" : ", "\"task\" : 9", "task is 9"),
            ("\"target\" : ", "\"target\" : -9", "target is -9"),
            ("\"method\" : \"", "\"method\" : \"guess-", "accepted: occlusion, ablation"),
            ("\"granularity\" : \"cell\"", "\"granularity\" : \"word\"", "accepted: token, cell, block"),
            (
                "\"overlay\" : \"blend\"", "\"overlay\" : \"none\"",
                "overlay is \"none\"; accepted: blend, mask"
            ),
            ("\"strength\" : 0", "\"strength\" : 20", "accepted: numbers from 0 to 1"),
            ("\"palette\" : \"", "\"palette\" : \"x", "accepted: inferno, "),
            ("\"layer\" : \"encoder\"", "\"layer\" : \"encodr\"", "accepted: encoder, self.0"),
            ("\"head\" : \"mean\"", "\"head\" : \"77\"", "head is \"77\"; accepted: mean, max, 0"),
            ("\"query\" : \"output\"", "\"query\" : \"nobody\"", "accepted: output, mean"),
            ("\"paper\" : ", "\"framesPerSecond\" : -1, \"paper\" : ", "accepted: numbers above 0"),
            ("\"paper\" : ", "\"start\" : -1, \"paper\" : ", "accepted: seconds from 0 on"),
            ("\"paper\" : ", "\"crop\" : [1, 2], \"paper\" : ", "crop has no four numbers"),
        ] {
            #expect(text.contains(old), "\(old)")
            try Data(text.replacing(old, with: new).utf8).write(to: URL(filePath: folder.path("s.json")))
            let outcome = try screen.replayed()
            #expect((1...2).contains(outcome.status), "\(new): \(outcome)")
            #expect(outcome.messages.contains(words), "\(new): \(outcome.messages)")
        }
    }

    /// What is no session file, or is cut or changed, is refused whole: where it is wrong, and what is accepted.
    @Test func damagedFiles() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        var screen = try RecordedScreen([ParityInput.own[2]], in: folder)
        try screen.save("map.csv")
        try screen.finish()
        let text = String(decoding: try folder.contents("s.json"), as: UTF8.self)
        let wrong: [(String, SessionError)] = [
            ("", .damaged(place: "", problem: "is not complete JSON")),
            (String(text.dropLast(200)), .damaged(place: "", problem: "is not complete JSON")),
            ("{}", .noSession), ("[1]", .noSession), ("7", .noSession),
            ("{\"format\": \"perceiver session 9\"}", .otherFormat("perceiver session 9")),
            (
                text.replacing("\"modelFiles\"", with: "\"files\""),
                .damaged(place: "step 1, modelFiles", problem: "is missing")
            ),
            (
                text.replacing("\"palette\" : \"inferno\"", with: "\"palette\" : 7"),
                .damaged(place: "step 1, content.drawing.palette", problem: "is of another type")
            ),
            (
                text.replacing("\"map\" : {", with: "\"mop\" : {"),
                .damaged(place: "step 1, content", problem: "has no value that is known")
            ),
        ]
        for (content, error) in wrong {
            #expect(throws: error) { try SessionRecord(Data(content.utf8)) }
            try Data(content.utf8).write(to: URL(filePath: folder.path("s.json")))
            let outcome = try screen.replayed()
            #expect(outcome.status == 2)
            #expect(outcome.messages == "perceiver: \(folder.path("s.json")): \(error)\n", "\(outcome)")
        }
        try FileManager.default.removeItem(atPath: folder.path("s.json"))
        let gone = try screen.replayed()
        #expect(gone.status == 2 && gone.messages.contains("s.json: cannot be read (no such file"), "\(gone)")
    }
}
