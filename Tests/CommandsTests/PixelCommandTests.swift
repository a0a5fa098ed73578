import Foundation
import Media
import TestData
import Testing

/// The commands with ImageGPT, as they are run.
@Suite struct PixelCommandTests {
    private let runner = CommandTests()
    private let picture = Programs.quoted(fixture("imagegpt/colours/picture.png"))
    private let model = "--model \(Programs.quoted(fixture("imagegpt/colours")))"

    /// The colours of a pixel, what it has, and how little all of them were expected.
    @Test func predict() throws {
        let outcome = try runner.perceiver("predict \(model) \(picture) --at 2,4 --json")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try #require(try outcome.objects().first)
        let predictions = try #require(object["predictions"] as? [[String: Any]])
        #expect(predictions.first?["task"] as? String == "pixel 2, 4")
        let pixels = try #require(object["pixels"] as? [String: Any])
        #expect(pixels["column"] as? Int == 2 && pixels["row"] as? Int == 4)
        let (mean, total) = (pixels["meanNats"] as? Double ?? 0, pixels["totalNats"] as? Double ?? 0)
        #expect(abs(42 * mean - total) < 1e-6 && total > 40)
        let text = try runner.perceiver("predict \(model) \(picture) --at 2,4").output
        #expect(text.contains("pixel 2, 4 is #") && text.contains("nats a pixel"), "\(text)")
        let table = try runner.perceiver("predict \(model) \(picture) --csv -").output
        #expect(table.hasPrefix("input,modality,model,task,rank,label"), "\(table)")
    }

    /// The same seed completes a picture in the same way.
    @Test func complete() throws {
        func completed(_ options: String) throws -> Image {
            let path = runner.temporary("completed.png")
            let outcome = try runner.perceiver(
                "predict \(model) \(picture) --at 0,2 \(options) --reconstruct \(Programs.quoted(path))"
            )
            #expect(outcome.status == 0, "\(outcome.messages)")
            guard case .image(let image) = try Medium.read(path: path) else {
                throw CocoaError(.fileReadUnknown)
            }
            try FileManager.default.removeItem(atPath: path)
            return image
        }
        let first = try completed("--seed 3 --temperature 0.9")
        #expect((first.width, first.height) == (7, 6))
        #expect(try completed("--seed 3 --temperature 0.9") == first)
        #expect(try completed("--seed 4 --temperature 0.9") != first)
        #expect(try completed("--temperature 0") == completed("--temperature 0 --seed 9"))
    }

    @Test(arguments: ["surprise", "cp-lrp", "occlusion"]) func maps(method: String) throws {
        let outcome = try runner.perceiver("attend \(model) \(picture) --explain \(method) --at 3,3 --csv -")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.output.split(separator: "\n").count == 44)
    }

    @Test func refusals() throws {
        for (options, said) in [
            ("--at 7,0", "there is no pixel 7, 0: the model's picture has 7×6"),
            ("--at 3", "a column and a row"),
            ("--temperature=-1", "must be 0 to 100"),
        ] {
            let outcome = try runner.perceiver("predict \(model) \(picture) \(options)")
            #expect(outcome.status != 0 && outcome.messages.contains(said), "\(outcome.messages)")
        }
        let other = "--model \(Programs.quoted(fixture("imagegpt/classes")))"
        for (options, said) in [
            ("predict \(other) \(picture) --seed 1", "--seed: classes tells no pixels"),
            ("attend \(other) \(picture) --explain surprise", "has no pixels that it tells"),
        ] {
            let outcome = try runner.perceiver(options)
            #expect(outcome.status != 0 && outcome.messages.contains(said), "\(outcome.messages)")
        }
    }
}
