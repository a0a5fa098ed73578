import Foundation
import TestData
import Testing

/// The commands with units of a game, and a model with random weights that takes them.
@Suite struct UnitCommandTests {
    private let runner = CommandTests()
    private let model = "--model \(Programs.quoted(fixture("models/units")))"
    private let file = Programs.quoted(fixture("models/units-many.csv"))

    private func tasks(_ command: String) throws -> [String: [String: Any]] {
        let outcome = try runner.perceiver(command)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try #require(try outcome.objects().first)
        #expect(object["modality"] as? String == "units")
        let tasks = try #require(object["tasks"] as? [[String: Any]])
        return Dictionary(uniqueKeysWithValues: tasks.map { ($0["task"] as? String ?? "", $0) })
    }

    /// Units whose types are hidden, in the file or by an edit, are asked what they are.
    @Test func hiddenTypesAreAskedFor() throws {
        let plain = try tasks("predict \(model) \(file) --json")
        #expect(Set(plain.keys) == ["first race", "unit 3", "unit 20"])
        let all = try tasks("predict \(model) \(file) --mask 0,0,100,100 --json")
        #expect(all.count == 25 && all["unit 23"] != nil && all["unit 36"] == nil)
        let wrong = try runner.perceiver("predict \(model) \(file) --mask Probe")
        #expect(wrong.status != 0 && wrong.messages.contains("x,y,w,h in cells of their map"))
        let nowhere = try runner.perceiver("predict \(model) \(file) --mask 500,500,2,2")
        #expect(nowhere.status != 0 && nowhere.messages.contains("no unit is there"))
    }

    /// Parts of the map are removed, and every method tells which units an answer looks at.
    @Test(arguments: ["attention", "cp-lrp", "occlusion", "stepwise", "key-weights"])
    func maps(method: String) throws {
        let outcome = try runner.perceiver(
            "attend \(model) \(file) --task 'unit 3' --explain \(method) --remove 12,41,5,5 --csv -"
        )
        #expect(outcome.status == 0, "\(outcome.messages)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 38 && lines[0].contains("x,y"))
    }

    @Test func partsAreWrittenAsBoxes() throws {
        for (option, words) in [
            ("--remove 1-2", "of units x,y,w,h"), ("--blank 1,1,4,4", "no unit is there"),
            ("--blur 1,1,4,4", "units can only be taken away, by --blank"),
        ] {
            let outcome = try runner.perceiver("predict \(model) \(file) \(option)")
            #expect(outcome.status != 0 && outcome.messages.contains(words), "\(outcome.messages)")
        }
    }

    /// A model without units says what it takes.
    @Test func otherModelsRefuse() throws {
        let tiny = "--model \(Programs.quoted(fixture("models/tiny")))"
        let outcome = try runner.perceiver("predict \(tiny) \(file)")
        #expect(outcome.status != 0 && outcome.messages.contains("does not take a set of units of a game"))
    }
}
