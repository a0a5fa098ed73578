import Foundation
import TestData
import Testing

/// Probes of layers, as the command prints them.
@Suite struct ProbeCommandTests {
    private let runner = CommandTests()
    private let model = "--model \(Programs.quoted(fixture("models/tiny")))"

    /// Three sounds and four pictures of the samples, in a folder of their own for each class.
    private func withClasses(_ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        let classes = [
            "sounds": ["dog.ogg", "cat.ogg", "sea.ogg"],
            "pictures": ["dog.jpg", "cat.jpg", "sea.jpg", "car.jpg"],
        ]
        for (name, files) in classes {
            let folder = root.appending(path: name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for file in files {
                let sample = URL(filePath: CommandTests.samples).appending(path: file)
                try FileManager.default.copyItem(at: sample, to: folder.appending(path: file))
            }
        }
        try body(root.path)
    }

    /// Pictures and sounds are told apart; a row for each layer, in every format with the same numbers.
    @Test func layers() throws {
        try withClasses { folder in
            let words = "probe \(Programs.quoted(folder)) \(model) --folds 3 --neighbours 1"
            let outcome = try runner.perceiver("\(words) --json")
            #expect(outcome.status == 0, "\(outcome.messages)")
            let object = try #require(try outcome.objects().first)
            #expect(
                object["inputs"] as? Int == 7 && object["classes"] as? [String] == ["pictures", "sounds"]
            )
            #expect(abs((object["baseline"] as? Double ?? 0) - 4.0 / 7) < 1e-9)
            let layers = try #require(object["layers"] as? [[String: Any]])
            #expect(layers.first?["layer"] as? String == "encoder" && layers.count > 1)
            #expect(layers.first?["accuracy"] as? Double == 1)
            let table = try runner.perceiver("\(words) --csv -").output.split(separator: "\n")
            #expect(table.count == layers.count + 1)
            let one = try runner.perceiver("\(words) --layer encoder").output.split(separator: "\n")
            #expect(one.count == 3 && one[2].hasPrefix("encoder") && one[2].contains("100 %"))
        }
    }

    /// A file that cannot be read is left out and named; the others are measured.
    @Test func leavesOutWhatCannotBeRead() throws {
        try withClasses { folder in
            try Data([0xFF, 0xD8, 0xFF, 0xE0, 1]).write(to: URL(filePath: "\(folder)/pictures/broken.jpg"))
            let outcome = try runner.perceiver("probe \(Programs.quoted(folder)) \(model) --folds 3 --json")
            #expect(outcome.status == 1 && outcome.messages.contains("broken.jpg"), "\(outcome.messages)")
            #expect(try outcome.objects().first?["inputs"] as? Int == 7)
        }
    }

    @Test(arguments: [
        ("--folds 4", "3 inputs for 4 folds"), ("--folds 3 --layer nowhere", "--layer nowhere: all, encoder"),
        ("--folds 3 --pool cls", "no token of its own"), ("--folds 3 --pool last", "of encoder are latents"),
        ("--pool most", "--pool most: mean, cls or last"),
        ("--folds 1", "--folds must be"),
    ])
    func refuses(options: String, words: String) throws {
        try withClasses { folder in
            let outcome = try runner.perceiver("probe \(Programs.quoted(folder)) \(model) \(options)")
            #expect(outcome.status == 64 && outcome.messages.contains(words), "\(outcome.messages)")
        }
    }

    @Test func refusesFolders() throws {
        try withClasses { folder in
            let outcome = try runner.perceiver("probe \(Programs.quoted(folder + "/sounds")) \(model)")
            #expect(
                outcome.status == 64 && outcome.messages.contains("two classes or more; it has 0"),
                "\(outcome.messages)"
            )
            let missing = try runner.perceiver("probe /nowhere/at/all \(model)")
            #expect(
                missing.status == 2 && missing.messages.contains("/nowhere/at/all"),
                "\(missing.messages)"
            )
        }
    }
}
