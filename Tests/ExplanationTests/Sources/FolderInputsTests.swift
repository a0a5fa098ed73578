import Explanation
import Foundation
import Models
import TestData
import Testing

/// Which files of a folder are inputs of a model.
@Suite struct FolderInputsTests {
    private static let files = [
        "png": fixture("published/image-conv/picture.png"),
        "wav": fixture("published/multimodal/clip/sound.wav"),
        "txt": fixture("published/language/text.txt"),
    ]

    /// What a folder of files of some names holds for a model; the ends of the names tell what is in them, others are
    /// bytes that are nothing.
    private func inputs(_ names: String..., model: String = "models/tiny") throws -> FolderInputs {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        for name in names {
            let kind = Self.files[URL(filePath: name).pathExtension.lowercased()]
            _ = try kind.map { try folder.copy($0, as: name) } ?? folder.file(name, [0xFF, 0, 1, 0xFE])
        }
        _ = try folder.folder("below.png")
        return try FolderInputs(folder.path, for: Model(folder: URL(filePath: fixture(model))))
    }

    private func names(_ inputs: FolderInputs) -> [String] {
        inputs.files.map { URL(filePath: $0.path).lastPathComponent }
    }

    @Test("Files are told by their content, stand as people sort them, and others are named")
    func content() throws {
        let found = try inputs("b10.png", "b9.png", "song.wav", ".DS_Store", "Thumbs.db", ".hidden.png")
        #expect(names(found) == ["b9.png", "b10.png", "song.wav"])
        #expect(found.files.map(\.modality) == [.image, .image, .audio] && !found.isClip)
        #expect(found.passedOver == ["Thumbs.db"])
        #expect(found.note == "passed over 1 of 4 files: Thumbs.db (of no kind that is read)")
    }

    @Test("Texts beside more pictures are about them; as many as the others they are inputs")
    func texts() throws {
        let few = try inputs("a.png", "b.png", "README.txt")
        #expect(names(few) == ["a.png", "b.png"] && few.passedOver == ["README.txt"])
        #expect(few.note == "passed over 1 of 3 files: README.txt (fewer texts than other inputs)")
        let many = try inputs("dog.png", "dog.wav", "dog.txt")
        #expect(names(many) == ["dog.png", "dog.txt", "dog.wav"] && many.note == nil)
        // A model that takes no pictures has no others beside them.
        let language = try inputs("a.png", "b.png", "README.txt", model: "published/language")
        #expect(names(language) == ["README.txt"] && language.passedOver == ["a.png", "b.png"])
        #expect(language.note == "passed over 2 of 3 files: a.png, b.png (the model takes no pictures)")
    }

    @Test("Each reason is told once, with the first names; a link to a missing file is told as such")
    func reasons() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        _ = try folder.copy(Self.files["png"] ?? "", as: "a.png")
        for number in 1...5 { _ = try folder.file("\(number).db", [0xFF, 0, 1, 0xFE]) }
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/b.png",
            withDestinationPath: "missing.png"
        )
        let found = try FolderInputs(folder.path, for: Model(folder: URL(filePath: fixture("models/tiny"))))
        let reasons =
            "1.db, 2.db, 3.db and 2 more (of no kind that is read); b.png (a link that leads nowhere)"
        #expect(names(found) == ["a.png"] && found.note == "passed over 6 of 7 files: \(reasons)")
    }

    @Test("Numbered pictures are a clip for a model that takes clips, and for no other")
    func clips() throws {
        let clip = "published/multimodal"
        #expect(try inputs("9.png", "10.png", "sound.wav", model: clip).isClip)
        #expect(try inputs("frame-001.png", "frame-002.png", model: clip).isClip)
        #expect(try !inputs("dog1.png", "cat2.png", model: clip).isClip)
        #expect(try !inputs("1.png", "cover.png", model: clip).isClip)
        #expect(try !inputs("1.wav", model: clip).isClip)
        #expect(try !inputs("1.png", "2.png").isClip)
        // Where single pictures could be meant, a sound beside them tells.
        let six = "../../assets/models/mini"
        #expect(try inputs("9.png", "10.png", "sound.wav", model: six).isClip)
        #expect(try !inputs("img1.png", "img2.png", model: six).isClip)
        #expect(try !inputs("1.png", "2.png", "a.wav", "b.wav", model: six).isClip)
    }

    @Test("A folder of nothing that the model takes says what it takes")
    func nothing() throws {
        for names in [[], ["Thumbs.db"]] {
            let failure = #expect(throws: Failure.self) {
                try names.isEmpty ? inputs() : inputs(names[0])
            }
            #expect(failure?.description.contains("holds no file that ") == true)
            #expect(failure?.description.hasSuffix("it takes pictures, sounds, texts") == true)
        }
    }
}
