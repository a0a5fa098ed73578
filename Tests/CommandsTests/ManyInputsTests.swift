import Checkpoints
import Foundation
import TestData
import Testing

/// Folders, patterns and many files, and what becomes of them.
@Suite struct ManyInputsTests {
    private let runner = CommandTests()
    private let samples = URL(filePath: CommandTests.samples)

    /// Gives a new folder with some of the samples, and files that are none.
    private func withFolder(_ names: [String], _ body: (String) throws -> Void) throws {
        let folder = runner.temporary("folder")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in names {
            let sample = samples.appending(path: name.split(separator: "-").last.map(String.init) ?? name)
            if FileManager.default.fileExists(atPath: sample.path) {
                try FileManager.default.copyItem(atPath: sample.path, toPath: "\(folder)/\(name)")
            } else {
                try Data([0xFF, 0, 0xFE, 1]).write(to: URL(filePath: "\(folder)/\(name)"))
            }
        }
        try body(folder)
    }

    private func names(_ outcome: CommandTests.Outcome) throws -> [String] {
        try outcome.objects().compactMap { $0["input"] as? String }
            .map { URL(filePath: $0).lastPathComponent }
    }

    @Test(
        "A folder and a pattern mean the same files, in the order of people",
        arguments: ["predict", "attend"]
    )
    func folders(command: String) throws {
        try withFolder(["10-dog.jpg", "9-cat.jpg", "Thumbs.db", "seven.ogg"]) { folder in
            let all = try runner.perceiver("\(command) \(folder) --json")
            #expect(all.status == 0)
            #expect(try names(all) == ["9-cat.jpg", "10-dog.jpg", "seven.ogg"])
            #expect(all.messages.hasSuffix("1 of 4 files: Thumbs.db (of no kind that is read)\n"))
            let pictures = try runner.perceiver("\(command) '\(folder)/*.jpg' --json")
            #expect(pictures.status == 0)
            #expect(try names(pictures) == ["9-cat.jpg", "10-dog.jpg"])
            let none = try runner.perceiver("\(command) '\(folder)/*.png' \(folder)/seven.ogg --json")
            #expect(none.status == 1)
            #expect(try names(none) == ["seven.ogg"])
            #expect(none.messages.contains("/*.png: no file has such a name"), "\(none.messages)")
        }
    }

    @Test(
        "The exit status tells whether some or all failed",
        arguments: ["predict", "attend", "export --to DIR/"]
    )
    func status(command: String) throws {
        try withFolder(["dog.jpg", "cat.jpg"]) { folder in
            let command = command.replacing("DIR", with: "\(folder)/out")
            for (files, status, messages) in [
                ("\(folder)/dog.jpg \(folder)/cat.jpg", 0, 0),
                ("\(folder)/dog.jpg a.jpg \(folder)/cat.jpg b.jpg", 1, 2),
                ("a.jpg b.jpg", 2, 2), ("a.jpg", 2, 1),
            ] {
                let outcome = try runner.perceiver("\(command) \(files)")
                #expect(outcome.status == status, "\(files)")
                let failures = outcome.messages.split(separator: "\n").count { !$0.hasPrefix("wrote ") }
                #expect(failures == messages, "\(outcome.messages)")
            }
        }
    }

    @Test("Of inputs that are compared bad ones are left out")
    func comparing() throws {
        let some = try runner.perceiver("compare dog.jpg missing.jpg cat.jpg seven.jpg --json")
        #expect(some.status == 1 && some.messages.contains("missing.jpg: "))
        let names = try #require(try some.objects().first?["inputs"] as? [String])
        #expect(names == ["dog.jpg", "cat.jpg", "seven.jpg"])
        try withFolder(["dog.jpg", "cat.jpg"]) { folder in
            let output = try runner.perceiver("compare \(folder)").output
            #expect(output.hasPrefix("left:  \(folder)/cat.jpg (image"))
        }
        #expect(try runner.perceiver("compare dog.jpg missing.jpg seven.jpg").status == 1)
        #expect(try runner.perceiver("compare a.jpg b.jpg c.jpg").status == 2)
    }

    @Test("Files for several inputs go into a folder, under their names")
    func outputs() throws {
        try withFolder([]) { folder in
            let maps = "\(folder)/new/maps"
            let outcome = try runner.perceiver(
                "attend dog.jpg dog.ogg cat.jpg cat.jpg --text dog --png \(maps)"
            )
            #expect(outcome.status == 0, "\(outcome.messages)")
            let names = try FileManager.default.contentsOfDirectory(atPath: maps).sorted()
            #expect(names == ["cat.jpg.png", "dog.jpg.png", "dog.ogg.png", "text.png"])
            #expect(
                try runner.perceiver("export dog.jpg cat.txt --maps none --to \(folder)/runs/").status == 0
            )
            let runs = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/runs").sorted()
            #expect(runs == ["cat.safetensors", "dog.safetensors"])
            let one = try runner.perceiver("attend dog.jpg cat.jpg --png \(folder)/map.png")
            #expect(
                one.status == 64 && one.messages.contains("2 inputs are named; name a folder, such as maps/")
            )
        }
    }

    @Test("Figures of each kind, of several inputs into a folder, also after one that fails")
    func figures() throws {
        try withFolder([]) { folder in
            for (format, start) in [
                ("png", "\u{89}PNG"), ("svg", "<?xml"), ("csv", "input,"), ("json", "{"), ("npz", "PK"),
                ("ans", "cp-lrp"), ("txt", "cp-lrp"),
            ] {
                let path = "\(folder)/map.\(format)"
                let outcome = try runner.perceiver("attend seven.ogg --output \(path)")
                #expect(
                    outcome.status == 0 && outcome.output.isEmpty && outcome.messages == "wrote \(path)\n"
                )
                let bytes = try Data(contentsOf: URL(filePath: path))
                #expect(bytes.starts(with: start.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }))
                #expect(bytes.contains(0x1B) == ["png", "npz", "ans"].contains(format) || format == "png")
            }
            let many = try runner.perceiver(
                "attend dog.jpg missing.jpg dog.txt --output \(folder)/maps/ --format txt --light"
            )
            #expect(many.status == 1 && many.messages.contains("missing.jpg"))
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/maps").sorted()
            #expect(names == ["dog.jpg.txt", "dog.txt.txt"])
        }
    }

    @Test("By words, blocks and times; what an input has not is refused")
    func granularity() throws {
        let words = try runner.perceiver("attend dog.txt --granularity word --csv -")
        let rows = words.output.split(separator: "\n").map { $0.split(separator: ",") }
        #expect(words.status == 0 && rows[0].suffix(2) == ["group", "value"])
        #expect(Set(rows.dropFirst().map { $0[$0.count - 2] }).count == 11)
        for name in ["byte", "character", "sentence"] {
            #expect(try runner.perceiver("attend dog.txt --granularity \(name)").status == 0)
        }
        let sound = try runner.perceiver("attend seven.ogg --granularity word")
        #expect(sound.status == 64 && sound.messages.contains("this input has tile, 100ms, second"))
        #expect(try runner.perceiver("attend dog.jpg --layer self.0 --granularity cell").status == 64)
        #expect(try runner.perceiver("attend dog.jpg --granularity inch").status == 64)
    }

    @Test(
        "Names of files that say another kind than what is written are refused",
        arguments: [
            ("attend dog.jpg --png a.svg", ".png"), ("attend dog.jpg --png x.jpg", ".png"),
            ("attend dog.jpg --png map", ".png"), ("attend dog.jpg --csv a.json", ".csv"),
            ("attend dog.jpg --output a.jpg", ".png, .svg, .csv, .json, .npz, .ans or .txt"),
            ("attend dog.jpg --output a.svg --format png", "ends in .svg"),
            ("attend dog.jpg --format png", "--output"), ("attend dog.jpg --light --dark", "one of them"),
            ("predict dog.jpg --csv a.txt", ".csv"), ("compare dog.jpg cat.jpg --csv a.json", ".csv"),
            ("export dog.jpg --to x.npz", ".safetensors"), ("export dog.jpg --to x", ".safetensors"),
            ("predict dog.jpg --reconstruct x.jpg", ".png"), ("predict dog.jpg --flow x.png", ".flo"),
            ("predict dog.jpg --json --csv -", "both print"),
        ]
    )
    func endings(arguments: String, accepted: String) throws {
        let outcome = try runner.perceiver(arguments)
        #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.status)")
        #expect(outcome.messages.contains(accepted), "\(outcome.messages)")
    }

    @Test("An unknown option is named, and a mistyped command")
    func mistakes() throws {
        let option = try runner.perceiver("attend dog.jpg --svg a.svg")
        #expect(
            option.status == 64 && option.messages.hasPrefix("perceiver: Unknown option '--svg'"),
            "\(option.messages)"
        )
        for (typed, command) in [
            ("predct", "predict"), ("Attend", "attend"), ("exprot", "export"), ("key", "keys"),
        ] {
            let outcome = try runner.perceiver("\(typed) dog.jpg")
            #expect(outcome.status == 64)
            #expect(outcome.messages == "perceiver: no command '\(typed)'; did you mean \(command)?\n")
        }
        // What is there is an input, whatever it is called.
        try withFolder(["dog.jpg"]) { folder in
            try FileManager.default.moveItem(atPath: "\(folder)/dog.jpg", toPath: "\(folder)/predct")
            let outcome = try runner.perceiver("predct", before: "cd \(folder) && setsid")
            #expect(outcome.status == 2 && !outcome.messages.contains("predict"), "\(outcome.messages)")
        }
    }

    /// Row i of the layout is where key i of the encoder's map lies, as the table of that map says.
    @Test("An export says where the tokens lie")
    func layouts() throws {
        try withFolder([]) { folder in
            for (input, removal) in [("dog.ogg", ""), ("dog.jpg", "--remove 0,0,90,90"), ("dog.txt", "")] {
                let path = "\(folder)/run.safetensors"
                #expect(
                    try runner.perceiver("export \(input) \(removal) --maps none --to \(path)").status == 0
                )
                let file = try TensorSet(path: path)
                let layout = try file.matrix("layout")
                let columns = try #require(file.metadata["layout"]).split(separator: ",").map(String.init)
                let printed = try runner.perceiver("attend \(input) \(removal) --query mean --csv -")
                let rows = printed.output.split(separator: "\n").map {
                    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                }
                #expect(rows[0] == ["input"] + columns + ["value"] && layout.columns == columns.count)
                // A token that was removed has no number.
                let places = rows.dropFirst().filter { $0.last?.isEmpty == false }.map { row in
                    row.dropFirst().dropLast().compactMap { Float($0) }
                }
                #expect(places == (0..<layout.rows).map { row in Array(layout[row: row]) })
                #expect(file.tensors["inputs"]?.shape.first == layout.rows)
            }
        }
    }
}
