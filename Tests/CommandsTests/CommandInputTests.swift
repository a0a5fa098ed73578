import Foundation
import TestData
import Testing

/// Inputs as they are named: what their names do to output, and what is said of those that cannot be read.
@Suite struct CommandInputTests {
    private let runner = CommandTests()
    private let language = "--model \(Programs.quoted(fixture("published/language")))"

    @Test("Controls in texts and names do not reach the terminal")
    func controls() throws {
        let text = "\"$(printf 'red \\033[31m and\\nmore')\""
        let file = "\"$(printf '/nonexistent/\\033[31m\\n')x\""
        for arguments in [
            "predict --text \(text)", "compare dog.txt --text \(text)",
            "compare dog.txt cat.txt --text \(text)", "export --text \(text) --to \(file).safetensors",
            "predict dog.txt \(language) --mask \(text)", "predict --model \(file) dog.txt",
            "models \(file)", "attend dog.txt --csv \(file).csv", "attend dog.txt --task \(text)",
            "predict \(language) --text \"$(printf '\\033[31m[MASK]')\"", "predict dog.txt --remove \(text)",
        ] {
            let outcome = try runner.perceiver(arguments)
            let printed = outcome.output + outcome.messages
            #expect(
                !printed.contains("\u{1B}") && printed.contains("\u{FFFD}[31m"),
                "\(arguments): \(printed)"
            )
        }
    }

    @Test("A long text is cut with a mark")
    func longTexts() throws {
        let words = String(repeating: "word ", count: 13)
        let long = try runner.perceiver("predict --text '\(words)'").output
        #expect(long.hasPrefix("\"\(words.prefix(59))…\" (text, 65 bytes)\n"), "\(long)")
        let short = try runner.perceiver("predict --text '\(words.prefix(60))'").output
        #expect(short.hasPrefix("\"\(words.prefix(60))\" (text, 60 bytes)\n"), "\(short)")
    }

    @Test("The paper behind a transparent picture can be chosen")
    func paper() throws {
        let picture = Programs.quoted(fixture("media/png/white-on-clear.png"))
        let white = try runner.perceiver("predict \(picture)")
        #expect(white.status == 0 && white.output.contains("nothing can be seen: "), "\(white.output)")
        for paper in ["black", "'#20b0ff'"] {
            let other = try runner.perceiver("predict \(picture) --paper \(paper)")
            #expect(other.status == 0 && !other.output.contains("nothing can be seen"))
        }
        let wrong = try runner.perceiver("predict \(picture) --paper +12345")
        #expect(wrong.status != 0 && wrong.messages.contains("--paper"))
    }

    @Test("Names that are not UTF-8 are opened and written, and shown with their bytes")
    func namesThatAreNotUTF8() throws {
        let folder = Programs.quoted(runner.temporary("names"))
        let name = "\(folder)/\"$(printf 'caf\\351')\""
        let model = Programs.quoted(fixture("published/sequence"))
        let before = "mkdir \(folder) && printf words > \(name).txt && cp -r \(model) \(name) &&"
        let text = try runner.perceiver("predict \(name).txt --model \(name)", before: before)
        #expect(text.status == 0 && text.output.hasPrefix("caf\\xE9.txt (text, 5 bytes)\n"), "\(text)")
        let json = try runner.perceiver("predict \(name).txt --json --model \(name)")
        #expect(json.output.contains(#"/caf\\xE9.txt""#) && !json.output.contains("\u{FFFD}"), "\(json)")
        let map = try runner.perceiver("attend \(name).txt --csv \(name).csv")
        #expect(map.status == 0, "\(map.messages)")
        let missing = try runner.perceiver("predict \(name).csv \(name).png")
        #expect(missing.messages.contains("caf\\xE9.png: there is no such file"), "\(missing.messages)")
        #expect(!missing.messages.contains("caf\\xE9.csv"), "\(missing.messages)")
        #expect(try runner.perceiver("predict dog.txt", before: "rm -r \(folder) &&").status == 0)
    }

    @Test("Bytes of a text that are not UTF-8 are replaced")
    func textsThatAreNotUTF8() throws {
        let outcome = try runner.perceiver("predict --text \"$(printf 'caf\\351')\" --json")
        #expect(try outcome.objects().first?["input"] as? String == "caf\u{FFFD}")
    }

    /// What was masked is told as it was typed, with the text's name.
    @Test func masksOutsideWhatIsRead() throws {
        let model = "--model \(Programs.quoted(fixture("models/structured")))"
        let outside = try runner.perceiver("predict \(model) dog.txt --mask-range 30-100")
        #expect(
            outside.status == 64 && outside.messages.contains("dog.txt: bytes 30–100 cannot be masked in a")
        )
        let text = String(repeating: "word ", count: 300) + "last"
        let unread = try runner.perceiver("predict \(model) --text '\(text)' --mask last")
        #expect(unread.status == 64, "\(unread.output)")
        #expect(unread.messages.contains("bytes 1500–1503 cannot be masked: the model reads the first "))
        #expect(unread.messages.contains(" of 1,504 bytes"), "\(unread.messages)")
    }

    @Test("Options that are not written as they must be are wrong usage")
    func malformed() throws {
        for (arguments, message) in [
            ("predict dog.jpg --remove abc", "x,y,w,h"), ("predict dog.jpg --remove 1,2,0,4", "x,y,w,h"),
            ("predict dog.ogg --remove 1-2,9-3", "A-B in seconds"),
            ("predict dog.ogg --remove 2.0-1.2", "A-B in seconds"), ("predict dog.txt --mask-range 3", "A-B"),
            ("predict dog.jpg --reconstruct out.jpg", "the file's name must end in .png"),
        ] {
            let outcome = try runner.perceiver(arguments)
            #expect(outcome.status == 64 && outcome.output.isEmpty, "\(arguments)")
            #expect(outcome.messages.contains(message), "\(outcome.messages)")
        }
    }
}
