import Explanation
import Foundation
import TestData
import Testing

/// The table of latents, who attends, and parts of scores, as commands print them.
@Suite struct LatentsCommandTests {
    private let runner = CommandTests()
    private let model = "--model \(Programs.quoted(fixture("models/tiny")))"

    private func answers(_ file: String) -> Subject {
        let path = fixture("../../assets/samples/\(file)")
        return Subject(.file(path: path), model: .folder(path: fixture("models/tiny")))
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// The command prints the numbers of the question, effects among them.
    @Test func table() throws {
        let file = Programs.quoted(fixture("../../assets/samples/dog.jpg"))
        let outcome = try runner.perceiver("latents \(model) \(file) --sort effect --json")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try object(outcome.output)
        let latents = try #require(object["latents"] as? [[String: Any]])
        var answers = Answers()
        let subject = self.answers("dog.jpg")
        let profiles = try answers(LatentProfilesQuestion(subject))
        let effects = try #require(try answers(RelevanceQuestion(subject, .ablation)).latentEffects)
        let listing = LatentListing(profiles, effects: effects, target: nil)
        let expected = listing.sorted(by: .effect)
        #expect(latents.compactMap { $0["latent"] as? Int } == expected.map(\.latent))
        for (found, row) in zip(latents, expected) {
            let numbers = try #require(found["numbers"] as? [String: Double])
            for (column, value) in row.numbers where column != .latent {
                #expect(abs((numbers[column.name] ?? .nan) - value) < 1e-5 * max(1, abs(value)), "\(column)")
            }
        }
    }

    /// A maximum over heads has no parts: that content is of the mean score is said wherever it is shown.
    @Test(arguments: [("max", "mean"), ("mean", "mean"), ("1", "1")])
    func headOfContent(head: String, expected: String) throws {
        let file = Programs.quoted(fixture("../../assets/samples/dog.jpg"))
        let words = "latents \(model) \(file) --no-effects --head \(head)"
        let object = try object(try runner.perceiver(words + " --json").output)
        #expect(object["head"] as? String == head && object["contentHead"] as? String == expected)
        let heading = try runner.perceiver(words).output.prefix { $0 != "\n" }
        #expect(heading.contains("of the heads' mean score") == (head == "max"), "\(heading)")
    }

    /// Several inputs are averaged, each kind by itself; a table has the deviations.
    @Test func averages() throws {
        let files = ["dog.jpg", "cat.jpg", "dog.txt", "cat.txt"]
            .map { Programs.quoted(fixture("../../assets/samples/\($0)")) }.joined(separator: " ")
        let outcome = try runner.perceiver("latents \(model) \(files) --no-effects --csv -")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let rows = Table.cells(of: outcome.output)
        #expect(rows[0].contains("lift_deviation") && rows[0].first == "modality")
        #expect(Set(rows.dropFirst().map { $0[0] }) == ["image", "text"])
    }

    /// One input of a kind is one input.
    @Test func singular() throws {
        let output = try runner.perceiver("latents dog.txt cat.jpg dog.jpg --no-effects").output
        #expect(output.contains("1 input (text) ") && output.contains("2 inputs (pictures) "), "\(output)")
    }

    /// What cannot be meant is refused with what could be.
    @Test(arguments: [
        ("--sort colour", "there is no such column; one of latent, weight"),
        ("--filter 'lift>'", "lift>: expected a number (at the end)"),
        ("--latent 700", "a latent from 0 to"),
        ("--layer self.0", "latents read the input in encoder"),
        ("--head 9", "has heads 0 to"),
        ("--target unicorn", "no class of photo"),
    ])
    func refusals(options: String, message: String) throws {
        let file = Programs.quoted(fixture("../../assets/samples/dog.jpg"))
        let outcome = try runner.perceiver("latents \(model) \(file) \(options)")
        #expect(outcome.status == 64 && outcome.messages.contains(message), "\(outcome.messages)")
    }

    /// The inputs of a latent are listed by their largest lift.
    @Test func inputsOfALatent() throws {
        let files = ["dog.jpg", "cat.jpg", "dog.txt"]
            .map { Programs.quoted(fixture("../../assets/samples/\($0)")) }.joined(separator: " ")
        let outcome = try runner.perceiver("latents \(model) \(files) --latent 2 --json")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        let lifts = try lines.map { try #require(object($0)["lift"] as? Double) }
        #expect(lifts.count == 3 && lifts == lifts.sorted(by: >))
        let drawn = try runner.perceiver("latents \(model) \(files) --latent 2 --top 1")
        #expect(drawn.output.contains("lift") && drawn.output.split(separator: "\n").count > 4)
    }

    /// Who attends most to a part, beside sums over the rows of attention.
    @Test func attenders() throws {
        let text = "A small dog, and a cat."
        let outcome = try runner.perceiver("attend \(model) --text '\(text)' --who 2-6 --json")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try object(outcome.output)
        var answers = Answers()
        let subject = Subject(.text(text), model: .folder(path: fixture("models/tiny")))
        let run = try answers(RunQuestion(subject))
        var lifts: [Double] = []
        for head in 0..<run.model.layers[0].heads {
            let rows = AttentionRows(run, layer: 0, head: .one(head))
            for latent in 0..<run.model.latentCount {
                let mass = (2...6).reduce(0.0) { $0 + Double(rows.row(latent)[$1]) }
                lifts.append(mass * Double(text.utf8.count) / 5)
            }
        }
        lifts.sort(by: >)
        let found = try #require(object["attenders"] as? [[String: Any]])
        let printed = found.compactMap { $0["lift"] as? Double }
        #expect(object["count"] as? Int == lifts.count && printed.count == min(lifts.count, 500))
        for (one, expected) in zip(printed, lifts) { #expect(abs(one - expected) < 1e-4) }
    }

    @Test(arguments: [
        ("attend dog.jpg --part content --unit lift", "--part is a part of scores"),
        ("attend dog.jpg --part content --layer self.0", "self.0 does not read tokens as they came in"),
        ("attend dog.jpg --part content --explain occlusion", "--explain with a method takes"),
        ("attend dog.jpg --who 1-2", "a part is of a picture"),
        ("attend dog.jpg --who 5000,5000,3,3", "is not in what the model gets"),
        ("attend dog.jpg --who 1,1,3,3 --head 0", "--who lists all layers and heads"),
        ("attend dog.jpg --who 1,1,3,3 --randomised", "--who lists all layers and heads"),
        ("attend dog.jpg --who 1,1,3,3 --granularity cell", "--who lists all layers and heads"),
    ])
    func wrongUse(arguments: String, message: String) throws {
        let outcome = try runner.perceiver("\(arguments) \(model)")
        #expect(outcome.status == 64 && outcome.messages.contains(message), "\(outcome.messages)")
    }
}
