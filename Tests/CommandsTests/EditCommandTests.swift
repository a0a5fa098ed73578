import Foundation
import Testing

/// Changes of inputs on the command line, and what they do.
@Suite struct EditCommandTests {
    private let runner = CommandTests()

    /// Before and change stand in JSON, in the table and in the text, and are those of two runs.
    @Test(arguments: [
        ("dog.jpg", "--blur 60,70,120,90"), ("dog.jpg", "--swap 60,70,120,90=tabby.jpg"),
        ("dog.ogg", "--silence 0.1-0.3"), ("dog.ogg", "--blank 0.1-0.3,500-2000"),
        ("dog.txt", "--remove 8-10"), ("dog.txt", "--replace a=the"),
    ])
    func changes(input: String, edit: String) throws {
        let outcome = try runner.perceiver("predict \(input) \(edit) --json --top 3")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try #require(try outcome.objects().first)
        let whole = try #require(try runner.perceiver("predict \(input) --json --top 1000").objects().first)
        let before = try answers(whole)
        let changed = try #require(object["predictions"] as? [[String: Any]])
        var largest = 0.0
        for answer in changed {
            let (task, label) = (
                try #require(answer["task"] as? String), try #require(answer["label"] as? String)
            )
            let old = try #require(before[task]?[label])
            #expect(answer["before"] as? Double == old)
            let now = try #require(answer["probability"] as? Double)
            let change = try #require(answer["change"] as? Double)
            #expect(abs(now - old - change) < 1e-12)
            largest = max(largest, abs(change))
        }
        #expect(largest > 1e-4)
        #expect((object["edits"] as? [String])?.count == 1 && whole["edits"] == nil)
        let tasks = try #require(object["tasks"] as? [[String: Any]])
        #expect(tasks.allSatisfy { ($0["movers"] as? [Any])?.count ?? 0 >= 2 })
        let text = try runner.perceiver("predict \(input) \(edit) --top 3").output
        #expect(text.contains("probability  before") && text.contains("most changed, "))
        let table = try runner.perceiver("predict \(input) \(edit) --csv -").output
        #expect(table.prefix { !$0.isNewline }.hasSuffix("before,change"))
    }

    private func answers(_ object: [String: Any]) throws -> [String: [String: Double]] {
        let predictions = try #require(object["predictions"] as? [[String: Any]])
        return predictions.reduce(into: [:]) { tasks, answer in
            guard let task = answer["task"] as? String, let label = answer["label"] as? String else { return }
            tasks[task, default: [:]][label] = answer["probability"] as? Double
        }
    }

    /// Inputs that are not changed have no change.
    @Test func nothingChanged() throws {
        let outcome = try runner.perceiver("predict dog.jpg --json")
        #expect(!outcome.output.contains("\"change\"") && !outcome.output.contains("\"edits\""))
    }

    @Test func differences() throws {
        func values(_ options: String) throws -> [Double?] {
            let object = try #require(
                try runner.perceiver("attend dog.jpg \(options) --json").objects().first
            )
            return (try #require(object["values"] as? [Any])).map { $0 as? Double }
        }
        let edit = "--remove 60,70,120,90"
        let (now, before) = (try values("--query 3 \(edit)"), try values("--query 3"))
        let difference = try values("--query 3 \(edit) --difference")
        for (value, pair) in zip(difference, zip(now, before)) {
            guard let now = pair.0, let before = pair.1 else {
                #expect(value == nil)
                continue
            }
            let change = try #require(value)
            #expect(abs(change - (now - before)) < 1e-7)
        }
        #expect(difference.contains { $0 ?? 0 > 0 } && difference.contains { $0 == nil })
    }

    @Test(arguments: [
        ("attend dog.jpg --difference", "--difference: nothing is changed"),
        ("attend dog.jpg --layer self.1 --remove 0,0,90,90 --difference", "does not lie over the input"),
        ("predict dog.jpg --silence 0,0,9,9", "--silence: works for sounds only"),
        ("predict dog.ogg --blur 1-2", "--blur: works for pictures only"),
        ("predict dog.txt --blank 1-2", "--blank: works for pictures and sounds only"),
        ("predict dog.jpg --blur 9000,0,4,4", "not in the picture, which has 400×400 pixels"),
        ("predict dog.jpg --blur 1,2,3", "a part is of a picture x,y,w,h"),
        ("predict dog.jpg --swap dog.jpg", "must be PART=FILE"),
        ("predict dog.txt --replace 1-2", "must be PART=TEXT"),
        ("predict dog.jpg --swap 0,0,9,9=dog.ogg", "is not of the same kind"),
    ])
    func refusals(command: String, message: String) throws {
        let outcome = try runner.perceiver(command)
        #expect(outcome.status == 64, "\(outcome.messages)")
        #expect(outcome.messages.contains(message), "\(outcome.messages)")
        #expect(outcome.output.isEmpty)
    }

    @Test func missingFiles() throws {
        let outcome = try runner.perceiver("predict dog.jpg --swap 0,0,9,9=none.jpg")
        #expect(outcome.status == 2 && outcome.messages.contains("none.jpg"), "\(outcome.messages)")
    }
}
