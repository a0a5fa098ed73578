import Foundation
import TestData
import Testing

/// Which map `attend` shows: who asks, and how it says that.
@Suite struct AttendCommandTests {
    private let runner = CommandTests()
    private let model = "--model \(Programs.quoted(fixture("models/structured")))"

    private func title(_ arguments: String) throws -> String {
        let outcome = try runner.perceiver("attend \(arguments)")
        #expect(outcome.status == 0, "\(outcome.messages)")
        return String(outcome.output.prefix { $0 != "\n" })
    }

    @Test("The title tells who asks")
    func titles() throws {
        for (options, query) in [
            ("--explain attention", "attention behind photo"),
            ("--explain attention --task concept", "attention behind concept"),
            ("--query output --task concept", "attention behind concept"),
            ("--asking 5", "attention behind pixel 280, 20"),
            ("--query mean", "mean of latents"), ("--query 5", "latent 5 of 7"),
        ] {
            #expect(try title("\(model) dog.jpg \(options)") == "encoder · \(query) · head mean · weight")
        }
        for (options, query) in [
            ("", "photo"), ("--query output", "photo"), ("--query 5", "pixel 280, 20"),
            ("--task concept", "concept"), ("--asking 5", "pixel 280, 20"),
        ] {
            let title = try title("\(model) dog.jpg --layer decoder \(options)")
            #expect(title == "decoder · query: \(query) · head mean · weight")
        }
        #expect(try title("\(model) dog.jpg --layer self.0") == "self.0 · head mean · weight")
        #expect(
            try title("\(model) dog.jpg --layer self.0 --order clustered")
                == "self.0 · clustered · head mean · weight"
        )
        #expect(
            try title("\(model) dog.jpg --ascii --query 5") == "encoder | latent 5 of 7 | head mean | weight"
        )
    }

    @Test("What changed since the first look is told by name, and refused where there is one look")
    func looks() throws {
        let folder = fixture("packages/v1")
        let picture = Programs.quoted("\(folder)/picture.png")
        let several = "--model \(Programs.quoted(folder)) \(picture)"
        #expect(try title("\(several) --query 2 --since-first").hasSuffix("weight · since cross.0"))
        #expect(try title("\(several) --since-first --layer cross.0").contains("attention behind"))
        for (options, message) in [
            ("\(model) \(picture) --since-first", "this one has 1 look"),
            ("\(several) --since-first --layer self.0", "of a model that has several"),
            ("\(several) --since-first --difference --remove 1,1,4,4", "are two questions"),
        ] {
            let outcome = try runner.perceiver("attend \(options)")
            #expect(outcome.status != 0 && outcome.messages.contains(message), "\(outcome.messages)")
        }
    }

    @Test("A spoken word is shown by what it was recognised by")
    func spokenWord() throws {
        let seven = Programs.quoted(fixture("../../assets/samples/seven.ogg"))
        #expect(try title(seven) == "cp-lrp · what speaks for seven (spoken word)")
        #expect(try title("\(seven) --task sound").hasSuffix("(sound)"))
        let attention = try title("\(seven) --task sound --explain attention")
        #expect(attention == "encoder · attention behind sound · head mean · weight")
        #expect(
            try title("\(seven) --explain occlusion") == "occlusion · what speaks for seven (spoken word)"
        )
        let fine = try title("\(seven) --explain occlusion --grain fine --fill silence")
        #expect(fine == "occlusion, silence, fine · what speaks for seven (spoken word)")
        #expect(try title("\(seven) --explain occlusion-silence-fine") == fine)
        let contrast = try title("\(seven) --target seven --against six")
        #expect(contrast == "cp-lrp · what speaks for seven, not six (spoken word)")
    }

    @Test("Published models: who asks has its task's name, or that of its place")
    func publishedTitles() throws {
        let picture = "--model \(Programs.quoted(fixture("published/image-fourier"))) dog.jpg"
        let attention = try title("\(picture) --explain attention")
        #expect(attention == "encoder · attention behind class · head 0 · weight")
        #expect(try title(picture).hasPrefix("cp-lrp · what speaks for "))
        #expect(try title("\(picture) --layer decoder") == "decoder · query: class · head 0 · weight")
        let text = "--model \(Programs.quoted(fixture("published/language"))) --text 'ab[MASK]c'"
        #expect(try title(text) == "encoder · attention behind mask 1 · head mean · weight")
        #expect(try title("\(text) --asking 1") == "encoder · attention behind token 1 · head mean · weight")
        #expect(try title("\(text) --layer decoder") == "decoder · query: mask 1 · head mean · weight")
    }

    @Test("The numbers as JSON tell who asks")
    func facts() throws {
        func facts(_ options: String) throws -> [String?] {
            let outcome = try runner.perceiver("attend \(model) dog.jpg \(options) --json")
            let object = try #require(try outcome.objects().first)
            return ["query", "task", "asking"].map { object[$0] as? String }
        }
        #expect(try facts("") == [nil, "photo", nil])
        #expect(try facts("--task concept") == [nil, "concept", nil])
        #expect(try facts("--explain attention") == ["output", "photo", nil])
        #expect(try facts("--explain attention --task concept") == ["output", "concept", nil])
        #expect(try facts("--asking 5") == ["output", nil, "5"])
        #expect(try facts("--query 5") == ["5", nil, nil])
        #expect(try facts("--layer decoder") == ["output", "photo", nil])
        #expect(try facts("--layer decoder --query 5") == ["5", nil, "5"])
        #expect(try facts("--layer self.0") == ["all", nil, nil])
    }

    @Test(
        "Options that contradict each other, or would have no effect, are wrong usage",
        arguments: [
            "--layer decoder --query mean", "--layer decoder --query 3 --task concept",
            "--layer decoder --query 3 --asking 4", "--task concept --asking 3", "--query 3 --task concept",
            "--query mean --asking 3", "--layer self.0 --task concept",
            "--target dog --query 3", "--explain attention --target dog", "--explain occlusion --query 3",
            "--explain ablation --unit lift",
            "--explain occlusion --layer decoder", "--explain smell", "--grain fine",
            "--explain ablation --fill mean", "--explain occlusion --fill silence",
            "--explain occlusion --fill mask", "--order clustered", "--order number",
            "--layer self.0 --query 3 --order clustered", "--layer decoder --order clustered",
            "--explain occlusion --order clustered", "--layer self.0 --who 0,0,9,9 --order clustered",
            "--layer self.0 --order alike",
        ]
    )
    func contradictions(options: String) throws {
        let outcome = try runner.perceiver("attend \(model) dog.jpg \(options)")
        #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.messages)")
    }

    @Test("Values that the model does not have are wrong usage, and those it has are told")
    func values() throws {
        for (options, message) in [
            ("--layer foo", "this model has encoder, self.0"), ("--layer self.9", "this model has encoder"),
            ("--head foo", "heads 0 to 3, mean and max"), ("--head 4", "heads 0 to 3"),
            ("--query foo", "a latent from 0 to 47"), ("--query 48", "a latent from 0 to 47"),
            ("--layer decoder --query foo", "the input has tokens 0 to "),
            ("--task smell", "one of photo"), ("--explain occlusion --task smell", "one of photo"),
            ("--explain occlusion --target smell", "no class of photo; it has cat"),
        ] {
            let outcome = try runner.perceiver("attend dog.jpg \(options)")
            #expect(outcome.status == 64 && outcome.output.isEmpty, "\(options)")
            #expect(outcome.messages.hasPrefix("perceiver: --"), "\(outcome.messages)")
            #expect(outcome.messages.contains(message), "\(options): \(outcome.messages)")
        }
    }

    @Test(
        "What speaks for a class, by both methods; without a name it is the first choice",
        arguments: ["occlusion", "ablation"]
    )
    func explanations(method: String) throws {
        func map(_ options: String) throws -> (facts: [String?], values: [Double]) {
            let outcome = try runner.perceiver("attend dog.txt --explain \(method) \(options) --json")
            let object = try #require(try outcome.objects().first, "\(outcome.messages)")
            let facts = ["method", "task", "target"].map { object[$0] as? String }
            return (facts, try #require(object["values"] as? [Double]))
        }
        let first = try map("")
        #expect(first.facts == [method, "subject", "dog"])
        #expect(first.values.count == 51)
        // Nothing speaks for the dog as much as its name, bytes 8 to 10; without single latents it stays as sure.
        let best = try #require(first.values.firstIndex(of: first.values.max() ?? 0))
        #expect((8...10).contains(best) || method == "ablation")
        let other = try map("--task sentiment --target positive")
        #expect(other.facts == [method, "sentiment", "positive"])
        #expect(other.values != first.values)
        #expect(try title("dog.txt --explain \(method)") == "\(method) · what speaks for dog (subject)")
    }

    @Test("A model without classes has nothing to explain")
    func withoutClasses() throws {
        let text = "--model \(Programs.quoted(fixture("published/language"))) --text 'ab[MASK]c'"
        let outcome = try runner.perceiver("attend \(text) --explain occlusion")
        #expect(outcome.status == 64)
        #expect(outcome.messages == "perceiver: --explain occlusion: this model has no classes to explain\n")
    }

    @Test("Files that cannot be written to their end leave what was there")
    func fullDisk() throws {
        let folder = runner.temporary("full")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = "\(folder)/map.csv"
        try "old".write(toFile: file, atomically: false, encoding: .utf8)
        let outcome = try runner.perceiver(
            "attend dog.jpg --csv \(file)",
            before: "trap '' XFSZ; ulimit -f 1;"
        )
        #expect(
            outcome.status == 2 && outcome.messages.contains("cannot be written (file too large)"),
            "\(outcome.messages)"
        )
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["map.csv"])
    }

    @Test("Files may be devices, and what standard output goes to")
    func devices() throws {
        let full = try runner.perceiver("attend dog.jpg --csv /dev/full")
        #expect(full.status == 2 && full.messages.contains("cannot be written (no space left on device)"))
        let file = runner.temporary("output")
        defer { try? FileManager.default.removeItem(atPath: file) }
        for command in [
            "attend dog.jpg --csv /dev/stdout | cat >\(file)", "attend dog.jpg --csv /dev/stdout >\(file)",
        ] {
            #expect(try runner.perceiver(command).status == 0)
            #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("input,token,"), "\(command)")
        }
    }

    @Test("Files that cannot be written say why in the system's words")
    func unwritable() throws {
        for ending in ["csv", "png"] {
            let outcome = try runner.perceiver("attend dog.txt --\(ending) /nonexistent/x.\(ending)")
            let message =
                "perceiver: /nonexistent/x.\(ending): cannot be written (no such file or directory); give a path that you may write to\n"
            #expect(outcome.status == 2 && outcome.messages == message, "\(outcome.messages)")
        }
    }
}
