import Foundation
import TestData
import Testing
import ToyKinds

/// The program with a few more kinds of models, in a real terminal.
@Suite(
    "The explorer with kinds of models that it does not know",
    .serialized,
    .enabled(if: TmuxSession.isAvailable)
)
struct ToyExplorerTests {
    struct Toy: Sendable, CustomTestStringConvertible {
        let name: String
        let input: String
        /// What is read below the map.
        let peak: String
        /// The sheet's title.
        let sheet: String
        /// The keys that lead to a matrix, and its title.
        let matrix: (keys: [String], title: String, word: String)

        var testDescription: String { name }
    }

    private static let dog = Programs.quoted(fixture("../../assets/samples/dog.jpg"))
    private static let toys = [
        Toy(
            name: "ToyCausal",
            input: "--text 'to be or not'",
            peak: "peak byte 0",
            sheet: "All tokens · layer.1",
            matrix: (["a", "a", "a"], "layer.1 · token 0", "token")
        ),
        Toy(
            name: "ToyCrossing",
            input: dog,
            peak: "peak x ",
            sheet: "All latents · cross.2",
            matrix: (["Down"], "self.2 · latent 0", "latent")
        ),
        Toy(
            name: "ToyPoints",
            input: "--text \"$(printf '1 2\\n-0.5 0.25\\n0 0\\n2 -1\\n')\"",
            peak: "peak x ",
            sheet: "All latents · encoder",
            matrix: (["Down"], "self.0 · latent 0", "latent")
        ),
        Toy(
            name: "ToyTokens",
            input: dog,
            peak: "peak cls",
            sheet: "All tokens · layer.2",
            matrix: (["a", "a", "a"], "layer.2 · token 0", "token")
        ),
    ]

    @Test("draws their maps, sheet and matrix, and explains a class", arguments: toys)
    func opens(toy: Toy) throws {
        let terminal = try TmuxSession(columns: 110, rows: 30, environment: ["COLORTERM": "truecolor"])
        let kind = try #require(ToyKinds.all.first { $0.kind.name == toy.name })
        try kind.write(to: terminal.file(toy.name))
        let model = Programs.quoted(terminal.file(toy.name).path)
        try terminal.run("ToyProgram", "--model \(model) \(toy.input)")
        try terminal.wait(for: toy.name, "(class)", "speaks for")
        try terminal.press("a")
        try terminal.wait(for: "attention behind class", toy.peak, "share of attention")
        #expect(try terminal.screen(styled: true).contains("38;2;"))
        try terminal.press("s")
        try terminal.wait(for: toy.sheet, "each on its own scale")
        try terminal.press("Escape")
        try terminal.wait(for: "attention behind class")
        let (keys, title, word) = toy.matrix
        try terminal.press("2")
        for key in keys { try terminal.press(key) }
        try terminal.wait(for: title, "keys →", "\(word) 0 attends most to \(word) ")
        try terminal.press(word == "token" ? "a" : "Up")
        try terminal.wait(for: "attention behind class")
        try terminal.press("x")
        try terminal.wait(for: "occlusion · what speaks for ")
        try terminal.leave()
        #expect(try terminal.hasKeptItsSettings())
    }
}
