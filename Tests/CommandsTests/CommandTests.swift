import Checkpoints
import Commands
import Foundation
import TestData
import Testing

/// The built program, run as a user runs it: results on standard output, messages on standard error.
@Suite struct CommandTests {
    /// What a call of the program printed, and its exit status.
    struct Outcome {
        let output: String
        let messages: String
        let status: Int

        /// The objects of an output that has one on each line.
        func objects() throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
        }
    }

    /// The program that is run.
    var program = "perceiver"

    static let samples = URL(filePath: fixture("")).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "assets/samples").path

    /// Runs the program with arguments that a shell reads.
    func perceiver(_ arguments: String, before: String = "") throws -> Outcome {
        let program = try #require(Programs.path(of: program))
        let messages = FileManager.default.temporaryDirectory.appending(path: "messages-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: messages) }
        let command = "cd \(Self.samples) && \(before) \(Programs.quoted(program)) \(arguments) 2>\(messages)"
        let (output, status) = try Programs.output(of: command)
        return Outcome(
            output: output,
            messages: try String(contentsOfFile: messages, encoding: .utf8),
            status: status
        )
    }

    /// Runs the program with arguments that are taken as they are, and expects that it succeeds.
    func perceiver(_ arguments: [String]) throws -> Outcome {
        let words = arguments.map(Programs.quoted).joined(separator: " ")
        let outcome = try perceiver(words)
        #expect(outcome.status == 0, "\(words): \(outcome.messages)")
        return outcome
    }

    /// A folder for files that a test writes.
    func temporary(_ name: String) -> String {
        FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)").path
    }

    // MARK: predict

    private static let headings = "task probability logit margin entropy (bits) class"

    @Test func predictionsAsJSON() throws {
        let outcome = try perceiver("predict dog.jpg dog.ogg dog.txt --text 'ein Satz' --top 3 --json")
        #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        let objects = try outcome.objects()
        #expect(objects.map { $0["input"] as? String } == ["dog.jpg", "dog.ogg", "dog.txt", "ein Satz"])
        #expect(objects.map { $0["modality"] as? String } == ["image", "audio", "text", "text"])
        for object in objects {
            #expect((object["model"] as? String)?.isEmpty == false)
            let predictions = try #require(object["predictions"] as? [[String: Any]])
            let tasks = Dictionary(grouping: predictions) { $0["task"] as? String ?? "" }
            for (task, answers) in tasks {
                let probabilities = answers.compactMap { $0["probability"] as? Double }
                #expect(answers.count == (task == "sentiment" ? 2 : 3))
                #expect(probabilities == probabilities.sorted(by: >))
                #expect(probabilities.allSatisfy { (0...1).contains($0) })
                #expect(
                    answers.allSatisfy {
                        $0["label"] is String && $0["index"] is Int && $0["logit"] is Double
                    }
                )
            }
        }
    }

    @Test func predictionsAsText() throws {
        let outcome = try perceiver("predict dog.jpg --top 2")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("dog.jpg (image, 400×400)\n"))
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[1].split(whereSeparator: \.isWhitespace).joined(separator: " ") == Self.headings)
        #expect(
            lines.count { $0.hasPrefix("  photo ") } == 1 && lines.count { $0.hasPrefix("  concept ") } == 1
        )
        // Numbers stand below the ends of their headings.
        let ends = lines.dropFirst().map { $0.prefix(while: { $0 != "." }).count }
        #expect(lines.count == 6 && Set(ends.dropFirst()).count == 1)
        #expect(!outcome.output.contains("\u{1B}"))
    }

    @Test func standardInput() throws {
        let piped = try perceiver("predict - --json < dog.jpg").objects()
        let named = try perceiver("predict dog.jpg --json").objects()
        #expect(piped.first?["input"] as? String == "-")
        #expect(try same(piped.first?["predictions"], named.first?["predictions"]))
    }

    private func same(_ a: Any?, _ b: Any?) throws -> Bool {
        try #require(a as? NSArray) == (try #require(b as? NSArray))
    }

    /// Parts are removed from inputs of any kind.
    @Test(arguments: [("dog.jpg", "0,0,90,90"), ("dog.ogg", "0.1-0.2"), ("dog.txt", "8-10")])
    func removedParts(input: String, part: String) throws {
        let outcome = try perceiver("predict \(input) --remove \(part)")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.output.hasPrefix("\(input), "), "\(outcome.output)")
        #expect(outcome.output.contains(" tokens are removed"))
    }

    // MARK: attend

    @Test func mapAsJSON() throws {
        let outcome = try perceiver("attend dog.jpg --query 5 --head 1 --json")
        let object = try #require(try outcome.objects().first)
        let values = try #require(object["values"] as? [Double])
        #expect(object["shape"] as? [Int] == [32, 32] && values.count == 1024)
        #expect(abs(values.reduce(0, +) - 1) < 1e-4)
        #expect(object["layer"] as? String == "encoder" && object["query"] as? String == "5")
    }

    /// What attend prints is what export writes.
    @Test func mapsAgreeWithExport() throws {
        let path = temporary("run.safetensors")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try perceiver("export dog.ogg --to \(path)").status == 0)
        let file = try TensorSet(path: path)
        let shape = try #require(file.tensors["attention.encoder"]).shape
        let map = try file.matrix("attention.encoder")
        let object = try #require(try perceiver("attend dog.ogg --query 7 --head 2 --json").objects().first)
        let values = try #require(object["values"] as? [Double]).map { Float($0) }
        let row = Array(map.elements[(2 * shape[1] + 7) * shape[2]..<(2 * shape[1] + 8) * shape[2]])
        #expect(largestDifference(values, row) < 1e-6)
        let own = try #require(
            try perceiver("attend dog.ogg --layer self.3 --query 1 --head 0 --json").objects().first
        )
        let expected = try file.matrix("attention.self.3").elements[shape[1]..<2 * shape[1]]
        #expect(
            largestDifference(try #require(own["values"] as? [Double]).map { Float($0) }, Array(expected))
                < 1e-6
        )
    }

    @Test func mapAsText() throws {
        for layer in ["encoder", "self.0", "decoder"] {
            let outcome = try perceiver("attend dog.txt --layer \(layer)", before: "COLUMNS=60")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("share of attention"))
            #expect(!outcome.output.contains("\u{1B}"))
        }
        // Without colours the input and the map stand one below the other, and nothing of the one is in the other.
        let plain = try perceiver("attend dog.jpg --query 5").output.split(separator: "\n")
        let (input, map) = (plain.firstIndex(of: "input"), plain.firstIndex(of: "map"))
        #expect(input == 1 && (map ?? 0) > 20 && plain.count > 30)
        #expect(plain.dropFirst(map ?? 0).count { $0.contains("█") } < plain.count / 2)
        #expect(try perceiver("attend dog.jpg --color 24bit").output.contains("\u{1B}[0;38;2;"))
        #expect(try perceiver("attend dog.jpg --color 256").output.contains(";38;5;"))
        let few = try perceiver("attend dog.jpg --color 16").output
        #expect(few.contains("\u{1B}[0;") && !few.contains("8;5;") && !few.contains("8;2;"))
        #expect(try perceiver("attend dog.jpg --ascii").output.allSatisfy { $0.isASCII })
    }

    @Test func mapAsFiles() throws {
        let (png, csv) = (temporary("map.png"), temporary("map.csv"))
        defer { for path in [png, csv] { try? FileManager.default.removeItem(atPath: path) } }
        let outcome = try perceiver("attend dog.ogg --unit lift --png \(png) --csv \(csv)")
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        #expect(outcome.messages == "wrote \(png)\nwrote \(csv)\n")
        let head = try Data(contentsOf: URL(filePath: png)).prefix(8)
        #expect(Array(head) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        let lines = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\n")
        #expect(lines[0] == "input,token,column,row,time_from,time_to,frequency_from,frequency_to,value")
        #expect(lines[1].hasPrefix("dog.ogg,0,0,0,0.0,"))
    }

    // MARK: wrong usage, bad files

    @Test(
        arguments: [
            "predict", "attend", "export", "attend dog.jpg --unit joules", "compare dog.jpg",
            "export dog.jpg",
            "bench --inputs 10 --sizes", "bench --sizes dog.jpg", "bench --inputs 10 dog.jpg",
            "predict dog.jpg --top 0", "nonsense --frobnicate", "attend dog.jpg --svg a.svg",
        ]
    ) func wrongUsage(arguments: String) throws {
        let outcome = try perceiver(arguments)
        #expect(outcome.status == 64, "\(arguments): \(outcome.status) \(outcome.messages)")
        #expect(outcome.output.isEmpty && outcome.messages.hasPrefix("perceiver: "), "\(outcome.messages)")
        #expect(!outcome.messages.contains("Error:"))
    }

    @Test func impossibleWishes() throws {
        for (arguments, status, message) in [
            ("predict dog.jpg --model /nowhere", 2, "/nowhere/config.json"),
            ("export dog.jpg --to /nowhere/x.safetensors", 2, "/nowhere"),
            ("models \(fixture("media"))", 2, "holds no model"),
            (
                "predict dog.txt cat.txt --mask dog", 1,
                "cat.txt: --mask \"dog\": the text does not contain it"
            ),
            ("predict cat.txt dog.jpg --mask cat", 1, "dog.jpg: --mask: works for texts only"),
            ("predict dog.txt --remove 1-2,3-4", 64, "dog.txt: 1-2,3-4: of a text A-B in bytes"),
            ("predict dog.txt --remove 1,2,3,4", 64, "dog.txt: --remove 1,2,3,4: of a text A-B in bytes"),
        ] {
            let outcome = try perceiver(arguments)
            #expect(outcome.status == status, "\(arguments)")
            #expect(outcome.messages.contains(message), "\(arguments): \(outcome.messages)")
        }
    }

    /// A class that there is not is answered with those that it may have been.
    @Test func classesNearby() throws {
        let outcome = try perceiver("attend dog.jpg --explain occlusion --task photo --target dogs")
        #expect(outcome.status == 64)
        #expect(outcome.messages.contains("no class of photo; it has dog, "), "\(outcome.messages)")
        #expect(outcome.messages.contains(" and 58 others"))
    }

    @Test func helpHasExamples() throws {
        for command in [
            "explore", "predict", "attend", "compare", "trace", "faithful", "export", "replay", "models",
            "keys", "glossary",
            "bench",
        ] {
            let outcome = try perceiver("\(command) --help")
            #expect(outcome.status == 0 && outcome.output.contains("EXAMPLES"), "\(command)")
        }
    }

    /// On a terminal of 80 columns every example stands as it was written, and no line is longer.
    @Test(arguments: [
        "", "explore", "predict", "attend", "compare", "trace", "faithful", "export", "replay", "latents",
        "models", "keys", "methods", "glossary", "bench",
    ])
    func helpFits(command: String) throws {
        func examples(_ columns: Int) throws -> [Substring] {
            let help = try perceiver("help \(command)", before: "COLUMNS=\(columns)").output
            let lines = help.split(separator: "\n")
            let start = try #require(lines.firstIndex(of: "EXAMPLES"))
            return lines[start...].prefix { !$0.hasPrefix("USAGE") }.map(\.self)
        }
        let lines = try examples(80)
        #expect(try lines == examples(200))
        #expect(lines.allSatisfy { $0.count < 80 })
    }

    /// Help is for commands that there are.
    @Test(arguments: [
        ("help foo", "perceiver: no command 'foo'; perceiver --help lists them\n"),
        ("help predikt", "perceiver: no command 'predikt'; did you mean predict?\n"),
    ])
    func helpOfNoCommand(arguments: String, message: String) throws {
        let outcome = try perceiver(arguments)
        #expect(outcome.status == 64 && outcome.output.isEmpty && outcome.messages == message)
        #expect(try perceiver("help").status == 0)
    }

    /// The program's version, and that of the model that it comes with.
    @Test func versions() throws {
        let config = try Data(
            contentsOf: URL(filePath: Self.samples).appending(path: "../models/mini/config.json")
        )
        let model = try #require(try JSONSerialization.jsonObject(with: config) as? [String: Any])
        let (name, version) = (model["name"] as? String ?? "", model["version"] as? String ?? "")
        let outcome = try perceiver("--version")
        #expect(outcome.status == 0)
        #expect(outcome.output == "perceiver \(PerceiverCommand.version)\nmodel \(name) \(version)\n")
    }

    @Test func standardInputThatCannotBeReadIsTold() throws {
        let outcome = try perceiver("- < .")
        #expect(outcome.status == 2 && outcome.messages.contains("standard input: "), "\(outcome.messages)")
    }

    @Test func explorerNeedsATerminal() throws {
        let outcome = try perceiver("", before: "setsid")
        #expect(outcome.status == 2)
        #expect(!outcome.messages.isEmpty && outcome.output.isEmpty)
    }

    @Test func modelOfOneKindOfInputIsListedAsSuch() throws {
        let folder = try modelOfOneTask("topic")
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try perceiver("models \(Programs.quoted(folder.path))")
        #expect(outcome.output.contains("classifies texts\n"), "\(outcome.output)")
        let six = "pictures, sounds, texts, clips, point clouds, units of a game"
        #expect(try perceiver("models").output.contains("classifies \(six)\n"))
    }

    /// A model tuned to one kind of input is measured with what it takes, and with nothing else.
    @Test(arguments: [("photo", "picture, 640×480"), ("topic", "text, 200 bytes")])
    func benchOfOneKindOfInput(task: String, input: String) throws {
        let folder = try modelOfOneTask(task)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try perceiver("bench --rounds 1 --model \(Programs.quoted(folder.path))")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let inputs = ["picture, 640×480", "sound, 5 s", "text, 200 bytes"].filter(outcome.output.contains)
        #expect(inputs == [input], "\(outcome.output)")
        #expect(outcome.output.contains("as the model's input") == (task == "photo"))
        #expect(outcome.output.contains("frame of 200×60 cells"))
    }

    /// Memory does not grow with latents times inputs: 256 latents over a million inputs of 64 channels,
    /// whose 244 MiB count, within 768 MiB.
    @Test func aMillionInputs() throws {
        let json = try #require(perceiver("bench --inputs 10 --json").objects().first)
        #expect(json["inputs"] as? Int == 10 && (json["peakMiB"] as? Int ?? 0) > 0)
        let outcome = try perceiver("bench --inputs 1000000")
        let line = try #require(outcome.output.split(separator: "\n").last)
        let match = try #require(line.firstMatch(of: #/peak (\d+) MiB/#))
        let peak = try #require(Int(match.1))
        #expect(peak > 244 && peak <= 768, "\(line)")
    }
}
