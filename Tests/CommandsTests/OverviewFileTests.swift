import Explanation
import Foundation
import Models
import TestData
import Testing

/// The overview's pages and their numbers, as `trace` writes them.
@Suite struct OverviewFileTests {
    private let runner = CommandTests()
    private let input = ParityInput.input(ParityInput.sample("dog.jpg"), model: ParityInput.own("tiny"))

    private func trace(_ options: String) throws -> CommandTests.Outcome {
        let words = ParityInput.words([input]).map(Programs.quoted).joined(separator: " ")
        return try runner.perceiver("trace \(words) \(options)")
    }

    private func object(_ bytes: Data) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    /// Each head has the numbers of the question; the page has a picture for each.
    @Test func heads() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        for ending in ["json", "csv", "svg", "npz"] {
            let outcome = try trace("--overview \(Programs.quoted(folder.path("o.\(ending)")))")
            #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.messages)")
        }
        var answers = Answers()
        let rows = try answers(OverviewQuestion(input.subject)).rows
        let changes = try answers(LatentChangesQuestion(input.subject))
        let layers = try #require(try object(folder.contents("o.json"))["layers"] as? [[String: Any]])
        #expect(layers.compactMap { $0["layer"] as? String } == rows.map(\.layer))
        for (layer, row) in zip(layers, rows) {
            let heads = try #require(layer["heads"] as? [[String: Any]])
            #expect(heads.count == row.heads.count)
            for (head, picture) in zip(heads, row.heads) {
                let values = try #require(head["values"] as? [Double])
                #expect(values.count == picture.numbers.count)
                #expect(zip(values, picture.numbers).allSatisfy { abs($0 - Double($1)) < 1e-6 })
            }
            let cosines = (layer["cosines"] as? [Double])?.count
            #expect(cosines == changes[row.layer]?.cosines.count)
        }
        let cells = Table.cells(of: String(decoding: try folder.contents("o.csv"), as: UTF8.self))
        #expect(cells.count == 1 + rows.flatMap(\.heads).reduce(0) { $0 + $1.numbers.count })
        let elements = try SVGElement.all(try folder.contents("o.svg"))
        let pictures = rows.flatMap(\.heads).count { $0.kind != "latents" }
        #expect(elements.count { $0.name == "image" } == pictures)
        let texts = elements.filter { $0.name == "text" }.map(\.text)
        for row in rows { #expect(texts.contains(row.layer)) }
        #expect(try folder.contents("o.npz").prefix(2) == Data("PK".utf8))
    }

    /// Tokens and latents by components, and the cosines of a token to all others.
    @Test func components() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        for ending in ["json", "csv", "svg"] {
            let file = Programs.quoted(folder.path("t.\(ending)"))
            #expect(try trace("--components \(file) --token 3 --light").status == 0)
        }
        var answers = Answers()
        let tokens = try answers(ComponentsQuestion(input.subject, .tokens))
        let latents = try answers(ComponentsQuestion(input.subject, .latents))
        let cosines = try answers(KeyCosinesQuestion(input.subject, token: 3))
        let object = try object(folder.contents("t.json"))
        func scores(_ name: String) -> Int? {
            ((object[name] as? [String: Any])?["components"] as? [[Double]])?.count
        }
        #expect(scores("tokens") == tokens.scores.count && scores("latents") == latents.scores.count)
        let own = try #require(object["cosines"] as? [String: Any])
        let values = try #require(own["values"] as? [Double])
        #expect(own["token"] as? Int == 3 && abs(values[3] - 1) < 1e-5)
        #expect(zip(values, cosines.values).allSatisfy { abs($0 - Double($1)) < 1e-6 })
        let cells = Table.cells(of: String(decoding: try folder.contents("t.csv"), as: UTF8.self))
        #expect(cells.count == 1 + tokens.scores.count + latents.scores.count)
        #expect(cells.dropFirst().allSatisfy { $0.count == 7 && !$0[3].isEmpty })
        let texts = try SVGElement.all(try folder.contents("t.svg")).filter { $0.name == "text" }.map(\.text)
        #expect(texts.contains("tokens as keys") && texts.contains("final latents"))
    }

    /// Several inputs take a folder; a token that there is not is refused.
    @Test func places() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let other = Programs.quoted(ParityInput.sample("dog.txt"))
        let outcome = try trace("\(other) --overview \(Programs.quoted(folder.path("pages/")))")
        #expect(outcome.status == 0, "\(outcome.messages)")
        for name in ["dog.jpg.png", "dog.txt.png"] { #expect(try !folder.contents("pages/\(name)").isEmpty) }
        for (options, sentence) in [
            ("--components t.png --token 999", "--token 999: this input has tokens 0 to 63"),
            ("--components t.png --after self.0", "--after self.0: this model makes no features of tokens"),
            ("--after self.0", "--after self.0: give --components, too"),
            ("--token 1", "--token 1: give --components, too"),
            ("--overview t.txt", "must end in .png, .svg, .csv, .json or .npz"),
            ("\(other) --overview t.png", "name a folder"),
        ] {
            let refused = try trace(options)
            #expect(refused.status != 0 && refused.messages.contains(sentence), "\(refused.messages)")
        }
    }
}
