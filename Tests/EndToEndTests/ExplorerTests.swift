import Foundation
import TestData
import Testing

/// The real program in a real terminal, driven by keys.
@Suite("The explorer", .serialized, .enabled(if: TmuxSession.isAvailable))
struct ExplorerTests {
    static let samples = URL(filePath: fixture("")).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "assets/samples").path
    static let full = ["COLORTERM": "truecolor"]

    func started(
        _ arguments: String = "",
        columns: Int = 80,
        rows: Int = 24,
        environment: [String: String] = full
    ) throws -> TmuxSession {
        let terminal = try TmuxSession(columns: columns, rows: rows, environment: environment)
        try terminal.run("perceiver", arguments)
        return terminal
    }

    func sample(_ name: String) -> String { Programs.quoted("\(Self.samples)/\(name)") }

    @Test("opens on the bundled samples and shows a prediction and a map")
    func samples() throws {
        let terminal = try started()
        try terminal.wait(
            for: "peak x",
            "dog.jpg",
            "Predictions",
            "photo",
            "bits",
            "Latent 0",
            "q quit",
            "cp-lrp · photo: dog"
        )
        #expect(try terminal.screen(styled: true).contains("38;2;"))
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        #expect(try terminal.modes() == .whole)
        #expect(try terminal.hasKeptItsSettings())
    }

    @Test("opens on the first bundled sample that a model of one kind of input takes")
    func samplesOfOneKind() throws {
        let folder = try modelOfOneTask("topic")
        defer { try? FileManager.default.removeItem(at: folder) }
        let terminal = try started("--model \(Programs.quoted(folder.path))", columns: 120, rows: 40)
        try terminal.wait(for: "(topic)", "> dog.txt", "A brown dog")
        try terminal.press("Up")
        try terminal.wait(for: "sound; it takes a text")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("opens each modality, and walks through layers, heads and latents")
    func modalities() throws {
        let files = ["dog.jpg", "dog.ogg", "dog.txt"].map(sample).joined(separator: " ")
        let terminal = try started(files, columns: 120, rows: 40)
        try terminal.wait(for: "(photo)")
        try terminal.press("Down", "Enter")
        try terminal.wait(for: "(sound)", "spoken word", " Hz", "0s ")
        try terminal.press("1", "Down", "Enter")
        try terminal.wait(for: "(subject)", "A brown dog", "language", "sentiment")
        try terminal.press("Right")
        try terminal.wait(for: "latent 0 of 48")
        try terminal.press("Right", "Right")
        try terminal.wait(for: "latent 2 of 48")
        try terminal.press("]")
        try terminal.wait(for: "head max")
        try terminal.press("u")
        try terminal.wait(for: "score before the softmax")
        try terminal.press("Down")
        try terminal.wait(for: "self.0")
        for _ in 0..<8 { try terminal.press("Down") }
        try terminal.wait(for: "the answer attends most")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("explains the class that is chosen")
    func explanation() throws {
        let terminal = try started(sample("dog.jpg"), columns: 120, rows: 40)
        try terminal.wait(for: "(photo)")
        try terminal.press("x", "x")
        try terminal.wait(for: "occlusion · what speaks for ", "Δ log p ")
        let first = try terminal.screen()
        try terminal.press("3", "Down")
        try terminal.wait("another target") { screen in
            screen.contains("occlusion · what speaks for ") && screen.contains("Δ log p ")
                && screen.split(separator: "\n")[1] != first.split(separator: "\n")[1]
        }
        try terminal.press("x")
        try terminal.wait(for: "ablation · what speaks for ")
    }

    @Test("compares two modalities")
    func comparison() throws {
        let terminal = try started("\(sample("dog.jpg")) \(sample("dog.ogg"))", columns: 100, rows: 30)
        try terminal.wait(for: "peak x")
        try terminal.press("c")
        try terminal.wait(for: "classes of concept", "dog.jpg · concept:", "dog.ogg · concept:")
        try terminal.press("v")
        try terminal.wait(for: "cosine less latents' mean")
        try terminal.press("v")
        try terminal.wait(for: "most similar right latent")
        try terminal.press("Escape")
        try terminal.wait(for: "Predictions")
    }

    @Test("shows all latents, and opens one")
    func sheet() throws {
        let terminal = try started(sample("dog.jpg"))
        try terminal.wait(for: "peak x")
        try terminal.press("s")
        try terminal.wait(for: "All latents")
        try terminal.press("Right", "Right", "Right", "Enter")
        try terminal.wait(for: "latent 3")
    }

    @Test("browses folders with a preview, and runs what is chosen")
    func browser() throws {
        let terminal = try TmuxSession(columns: 100, rows: 30, environment: Self.full)
        try terminal.run("perceiver", "--text hello", before: "cd \(Programs.quoted(Self.samples));")
        try terminal.wait(for: "subject")
        try terminal.press("f")
        try terminal.wait(for: "cat.jpg")
        try terminal.wait(for: "203 units")
        try terminal.press("Down")
        try terminal.wait(for: "438×371 pixels")
        try terminal.press("/")
        try terminal.type("dog.o")
        try terminal.press("Enter")
        try terminal.wait(for: "dBFS")
        try terminal.press("Enter")
        try terminal.wait(for: "spoken word")
    }

    @Test("lists each model once")
    func models() throws {
        let terminal = try started(sample("dog.jpg"))
        try terminal.wait(for: "peak x")
        try terminal.press("M")
        let screen = try terminal.wait(for: "11,621,870 parameters")
        #expect(screen.matches(of: /[>*] bundled/).count == 1, "\(screen)")
    }

    @Test("takes a typed text")
    func typing() throws {
        let terminal = try started()
        try terminal.wait(for: "peak x")
        try terminal.press("t")
        try terminal.wait(for: "Type a text")
        try terminal.type("ein Zug fährt über die Brücke")
        try terminal.wait(for: "32 bytes")
        try terminal.press("Enter")
        try terminal.wait(for: "language")
        try terminal.wait(for: "ein Zug fährt")
    }

    @Test("takes a pasted text where one is typed, and nowhere for keys")
    func pasting() throws {
        let terminal = try started()
        try terminal.wait(for: "peak x")
        try terminal.paste("one\nq\n")
        try terminal.wait(for: "Nothing here takes pasted text")
        try terminal.press("t")
        try terminal.wait(for: "Type a text")
        try terminal.paste("a dog\nq\tq")
        try terminal.wait(for: "9 bytes", "a dog↵")
        try terminal.press("C-j")
        try terminal.type("x")
        try terminal.wait(for: "11 bytes")
        try terminal.press("Enter")
        try terminal.wait(for: "language")
    }

    @Test("writes maps to new files")
    func saving() throws {
        let terminal = try TmuxSession(columns: 120, rows: 40, environment: Self.full)
        try terminal.run("perceiver", sample("dog.jpg"), before: "cd \(terminal.directory.path);")
        try terminal.wait(for: "peak x")
        try terminal.press("w")
        try terminal.wait(for: "save as: dog.jpg-cp-lrp-photo-dog.png")
        try terminal.press("Enter")
        try terminal.wait(for: "Saved dog.jpg-cp-lrp-photo-dog.png")
        let first = try Data(contentsOf: terminal.file("dog.jpg-cp-lrp-photo-dog.png"))
        try terminal.press("o", "w", "Enter")
        try terminal.wait(for: "Saved dog.jpg-cp-lrp-photo-dog-2.png: the other name was taken.")
        #expect(try Data(contentsOf: terminal.file("dog.jpg-cp-lrp-photo-dog.png")) == first)
        #expect(try Data(contentsOf: terminal.file("dog.jpg-cp-lrp-photo-dog-2.png")) != first)
    }

    @Test("writes a session down, which is replayed with the same bytes")
    func recording() throws {
        let terminal = try TmuxSession(columns: 120, rows: 40, environment: Self.full)
        let arguments = "explore --record s.json \(sample("dog.txt"))"
        try terminal.run("perceiver", arguments, before: "cd \(terminal.directory.path);")
        try terminal.wait(for: "peak ")
        try terminal.press("w", "Enter")
        try terminal.wait(for: "Saved dog.txt-")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        let program = Programs.quoted(try #require(Programs.path(of: "perceiver")))
        let command = "cd / && \(program) replay \(terminal.file("s.json").path) 2>&1"
        let (output, status) = try Programs.output(of: command)
        #expect(
            status == 0 && output.hasPrefix("dog.txt-") && output.hasSuffix(": the same bytes\n"),
            "\(output)"
        )
    }

    @Test("says what is wrong with a broken file, and goes on")
    func brokenFile() throws {
        let terminal = try TmuxSession(columns: 100, rows: 30, environment: Self.full)
        let broken = terminal.file("broken.png")
        try Data(contentsOf: URL(filePath: "\(Self.samples)/car.jpg")).prefix(3000).write(to: broken)
        try terminal.run("perceiver", "\(broken.path) \(sample("dog.jpg"))")
        try terminal.wait(for: "broken.png: ", "!")
        try terminal.press("Down", "Enter")
        try terminal.wait(for: "peak x")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("goes on without a model it can read")
    func brokenModel() throws {
        let terminal = try started("--model /nowhere \(sample("dog.jpg"))")
        try terminal.wait(for: "/nowhere/config.json")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("reads standard input and still hears the keyboard")
    func standardInput() throws {
        let terminal = try started("- < \(sample("dog.ogg"))")
        try terminal.wait(for: "spoken word")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("takes what is piped in for its input, and a device for none")
    func pipes() throws {
        let piped = try TmuxSession(environment: Self.full)
        try piped.run("perceiver", before: "echo 'a dog barks at the train' |")
        try piped.wait(for: "standard input", "a dog barks", "peak ")
        try piped.press("q")
        #expect(try piped.exitStatus() == 0)
        let terminal = try started("< /dev/null")
        try terminal.wait(for: "dog.jpg", "q quit")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("names a file that is not there, rather than the terminal")
    func missingFile() throws {
        let perceiver = try #require(Programs.path(of: "perceiver"))
        func lonely(_ arguments: String) throws -> (output: String, status: Int) {
            try Programs.output(of: "setsid --wait \(perceiver) \(arguments) 2>&1 < /dev/null")
        }
        let missing = try lonely("\(sample("dog.jpg")) nofile.jpg")
        #expect(missing.status == 2)
        #expect(missing.output.contains("nofile.jpg") && !missing.output.contains("/dev/tty"))
        let found = try lonely(sample("dog.jpg"))
        #expect(found.status == 2 && found.output.contains("/dev/tty"))
    }

    @Test("has help for everything, a click away")
    func help() throws {
        let terminal = try started(sample("dog.jpg"), columns: 100, rows: 40)
        // The footer is settled only when the model has run.
        try terminal.wait(for: "peak x")
        let screen = try terminal.wait(for: "? help")
        let row = try #require(
            screen.split(separator: "\n", omittingEmptySubsequences: false).last { $0.contains("? help") }
        )
        let column = row.distance(from: row.startIndex, to: try #require(row.range(of: "? help")).lowerBound)
        try terminal.click(x: column, y: 39)
        try terminal.wait(for: "Choose the input above.")
        for _ in 0..<10 { try terminal.press("NPage") }
        try terminal.wait(for: "Hold Shift to select text")
        try terminal.press("Escape")
        try terminal.wait(for: "Predictions")
    }

    /// The shell's own account of the time the program took: nothing while nothing happens.
}
