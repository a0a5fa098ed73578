import Explanation
import Foundation
import Media
import TestData
import Testing

/// What is in folders, and what the file browser shows of it.
@Suite struct FolderQuestionTests {
    /// Folders come first; numbers in names count as people count.
    @Test func items() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        for (name, size) in [("b10.png", 3), ("b9.png", 0), ("A.txt", 12), (".hidden", 1), ("100%?#.txt", 2)]
        {
            _ = try folder.file(name, Array(repeating: 65, count: size))
        }
        _ = try folder.folder("z")
        #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/y",
            withDestinationPath: "\(folder.path)/z"
        )
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/gone",
            withDestinationPath: "nowhere"
        )
        var answers = Answers()
        let items = try answers(FolderQuestion(path: folder.path))
        #expect(items.prefix(2).allSatisfy { $0.isFolder && $0.size == 0 })
        #expect(items.prefix(2).map(\.name) == ["y", "z"])
        let files = items.dropFirst(2)
        #expect(
            Set(files.map(\.name)) == [".hidden", "100%?#.txt", "A.txt", "b9.png", "b10.png", "gone", "pipe"]
        )
        #expect(files.allSatisfy { !$0.isFolder })
        let names = files.map(\.name).filter { $0.first?.isLetter == true }
        #expect(names == ["A.txt", "b9.png", "b10.png", "gone", "pipe"])
        let sizes = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.size) })
        #expect(
            sizes["A.txt"] == 12 && sizes["100%?#.txt"] == 2 && sizes["b9.png"] == 0 && sizes["gone"] == 0
        )
        #expect(FolderQuestion.size(of: items) > 0)
    }

    @Test func foldersThatCannotBeListed() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var answers = Answers()
        let file = try folder.file("file", [65])
        for path in ["\(folder.path)/nowhere", file] {
            let error = #expect(throws: MediaError.self) { try answers(FolderQuestion(path: path)) }
            #expect(error?.description.hasPrefix("\(path): cannot be listed (") == true)
        }
        #expect(try answers(FolderQuestion(path: try folder.folder("empty"))).isEmpty)
    }
}

@Suite struct PreviewQuestionTests {
    private let place = Given.bundled.subject.model

    private func message(_ path: String, _ model: ModelPlace) -> String {
        var answers = Answers()
        do {
            return "\(try answers(PreviewQuestion(path: path, model: model)))"
        } catch {
            return "\(error)"
        }
    }

    @Test func filesAndFolders() throws {
        var answers = Answers()
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = Given.sample("dog.jpg").given
        guard case .medium(let opened) = try answers(PreviewQuestion(path: file, model: place)) else {
            throw Failure("\(file) is no medium")
        }
        #expect(try opened.input.tokens == answers(OpenQuestion(Given.bundled.subject)).input.tokens)
        let empty = try folder.folder("empty")
        guard case .folder = try answers(PreviewQuestion(path: empty, model: place)) else {
            throw Failure("an empty folder is more than a folder")
        }
        let clip = fixture("published/multimodal/clip")
        guard
            case .clip(let outline) = try answers(
                PreviewQuestion(path: clip, model: Given.published[5].subject.model)
            )
        else { throw Failure("\(clip) is no clip") }
        #expect(outline.frames?.hasPrefix("4 frames, the first ") == true && outline.first != nil)
        #expect(outline.soundName == "sound.wav" && outline.sound != nil)
        let tiny = ModelPlace.folder(path: fixture("models/tiny"))
        // For a model that takes no clips it is four pictures and a sound.
        guard case .folder(let inputs?) = try answers(PreviewQuestion(path: clip, model: tiny)) else {
            throw Failure("\(clip) holds no inputs")
        }
        #expect(inputs.files.map(\.modality) == [.image, .image, .image, .image, .audio])
    }

    /// What is wrong is told in a sentence, and a pipe that nobody writes to is not waited for.
    @Test(.timeLimit(.minutes(1))) func whatCannotBeShown() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let pipe = "\(folder.path)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(message(pipe, place).hasPrefix("\(pipe): is a pipe; give a file"))
        let empty = try folder.file("empty.wav")
        #expect(message(empty, place).hasPrefix("\(empty): is empty"))
        let picture = try Data(contentsOf: URL(filePath: Given.sample("dog.jpg").given))
        let cut = try folder.file("cut.jpg", Array(picture.prefix(400)))
        #expect(message(cut, place).hasPrefix("\(cut): is "))
        let binary = try folder.file("binary", [0, 255, 1, 254])
        #expect(message(binary, place).contains("is not a file of a known kind"))
        #expect(message("\(folder.path)/nowhere", place).contains("there is no such file"))
        // The model does not take it.
        let text = Given.sample("dog.txt").given
        #expect(message(text, Given.published[0].subject.model).contains("does not take a text"))
        // What is wrong with a folder of frames matters to a model of clips alone.
        let clips = Given.published[5].subject.model
        #expect(message(folder.path, place).hasPrefix("folder("))
        #expect(message(folder.path, clips).hasPrefix("folder("))
        let frames = try TemporaryFolder()
        defer { frames.remove() }
        let frame = try frames.file("frame-1.jpg", Array(picture.prefix(400)))
        #expect(message(frames.path, place).hasPrefix("folder("))
        #expect(message(frames.path, clips).hasPrefix("\(frame): is a JPEG picture"))
        // Sounds are a clip's only beside frames.
        let sounds = try TemporaryFolder()
        defer { sounds.remove() }
        for name in ["cat.ogg", "dog.ogg"] {
            let bytes = try Data(contentsOf: URL(filePath: Given.sample(name).given))
            _ = try sounds.file(name, Array(bytes))
        }
        #expect(message(sounds.path, clips).hasPrefix("folder("))
    }

    /// It rests before it reads, so that a preview that is not wanted any more reads nothing.
    @Test func whatACursorPassesIsNotRead() async throws {
        var answers = Answers()
        _ = try answers(ModelQuestion(place))
        let (known, question) = (answers, PreviewQuestion(path: "/nonexistent", model: place))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            var answers = known
            return try answers(question)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        let time = ContinuousClock().measure { #expect(throws: MediaError.self) { try answers(question) } }
        #expect(time >= .milliseconds(40))
    }
}
