import Checkpoints
import Foundation
import Media
import TestData
import Testing

/// The commands with a model of the bundled kind that can decode its inputs, as they are run.
@Suite struct StructuredCommandTests {
    private let runner = CommandTests()
    private let model = "--model \(Programs.quoted(fixture("models/structured")))"

    private func object(_ outcome: CommandTests.Outcome) throws -> [String: Any] {
        #expect(outcome.status == 0, "\(outcome.messages)")
        return try #require(try outcome.objects().first)
    }

    /// A short sound, of which the model hears all.
    private func sound() throws -> String {
        let path = runner.temporary("tone.wav")
        let samples = (0..<6000).map { Float($0 * $0 / 400 % 101 - 50) / 60 }
        try Sound(sampleRate: 16000, samples: samples).write(toWAV: path)
        return path
    }

    @Test func textsAreFilledBesideTheirClasses() throws {
        let text = "predict \(model) --text 'Ein Hund bellt'"
        let result = try object(runner.perceiver("\(text) --mask Hund --top 2 --json"))
        let masks = try #require(result["masks"] as? [[String: Any]])
        #expect(masks.map { $0["byte"] as? Int } == [4, 5, 6, 7])
        #expect(masks.map { $0["position"] as? Int } == [4, 5, 6, 7])
        let filled = try #require(result["filled"] as? String)
        #expect(filled.hasPrefix("Ein ") && filled.hasSuffix(" bellt"))
        let predictions = try #require(result["predictions"] as? [[String: Any]])
        #expect(Set(predictions.compactMap { $0["task"] as? String }).count == 5)
        let plain = try runner.perceiver(text)
        #expect(plain.status == 0 && !plain.output.contains("masked") && plain.output.contains("sentiment"))
        let literal = try object(
            runner.perceiver("predict \(model) --text 'Ein [MASK][MASK][MASK][MASK] bellt' --json")
        )
        #expect(literal["filled"] as? String == filled)
    }

    @Test func picturesAreWrittenAsTheLatentsKeptThem() throws {
        let path = runner.temporary("kept.png")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try object(runner.perceiver("predict \(model) dog.jpg --reconstruct \(path) --json"))
        let ratios = try #require(whole["reconstruction"] as? [String: Any])
        #expect(ratios["psnr"] is Double && ratios["removedPSNR"] == nil)
        guard case .image(let image) = try Medium.read(path: path) else {
            Issue.record("no picture")
            return
        }
        #expect((image.width, image.height) == (15, 15))
        let outcome = try runner.perceiver(
            "predict \(model) dog.jpg --reconstruct \(path) --remove 0,0,90,90 --remove 200,200,10,10"
        )
        #expect(outcome.status == 0 && outcome.output.contains("what was removed, PSNR in dB: "))
        // Two by two of eight by eight tokens, and one besides.
        #expect(outcome.output.contains("of 64 tokens are removed"), "\(outcome.output)")
    }

    @Test func soundsAreWrittenAsTheLatentsKeptThem() throws {
        let (path, wave) = (runner.temporary("kept.png"), try sound())
        defer { for file in [path, wave] { try? FileManager.default.removeItem(atPath: file) } }
        let result = try object(
            runner.perceiver("predict \(model) \(wave) --reconstruct \(path) --remove 0.1-0.2 --json")
        )
        let ratios = try #require(result["reconstruction"] as? [String: Any])
        #expect(ratios["psnr"] is Double && ratios["removedPSNR"] is Double)
        guard case .image(let image) = try Medium.read(path: path) else {
            Issue.record("no picture")
            return
        }
        #expect((image.width, image.height) == (36, 16))
        func removed(_ part: String) throws -> Int {
            let outcome = try runner.perceiver("predict \(model) \(wave) --remove \(part)")
            let count = outcome.output.firstMatch(of: /([0-9]+) of [0-9]+ tokens are removed/)?.1
            return try #require(count.flatMap { Int($0) }, "\(outcome.output)\(outcome.messages)")
        }
        let all = try removed("0.1-0.2")
        #expect(try removed("0.1-0.2,0-8000") == all)
        #expect(try (1..<all).contains(removed("0.1-0.2,500-2000")))
    }

    @Test func whatCannotBeSaysSo() throws {
        let tiny = "--model \(Programs.quoted(fixture("models/tiny")))"
        let cases = [
            ("predict \(tiny) dog.jpg --reconstruct x.png", "cannot decode its inputs"),
            ("predict \(tiny) dog.txt --mask-range 0-1", "this model cannot fill in masks"),
            ("predict \(model) dog.jpg --mask-range 0-1", "--mask: works for texts only"),
            ("predict \(model) dog.txt --reconstruct x.png", "use --mask"),
            ("predict \(model) dog.txt --remove 1-2,3-4", "A-B in bytes"),
            ("predict \(model) dog.jpg --remove 1-2", "x,y,w,h"),
            ("predict \(model) dog.ogg --remove 1,2,3,4", "A-B in seconds"),
            ("predict \(model) dog.jpg --remove 900,0,9,9", "is not in what the model gets"),
            ("predict \(model) dog.jpg --remove 0,0,999,999", "nothing of the input would be left"),
        ]
        for (arguments, message) in cases {
            let outcome = try runner.perceiver(arguments)
            #expect(outcome.status == 64 && outcome.messages.contains(message), "\(outcome.messages)")
        }
        let empty = try runner.perceiver("predict \(model) --text ''")
        #expect(empty.status == 2 && empty.messages.contains("the text is empty"), "\(empty.messages)")
    }

    /// What was asked for is exported, and what tokens look at is found under their numbers.
    @Test func exportsAndMaps() throws {
        let path = runner.temporary("run.safetensors")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let removal = "dog.jpg --remove 0,0,90,90"
        #expect(try runner.perceiver("export \(model) \(removal) --to \(path) --reconstruct").status == 0)
        let file = try TensorSet(path: path)
        #expect(file.tensors["outputs.image"]?.shape == [8, 8, 12])
        #expect(file.tensors["attention.decoder"]?.shape == [4, 66, 7])
        let kept = try file.matrix("tokens").elements.map { Int($0) }
        #expect(file.tensors["inputs"]?.shape.first == kept.count && kept.count < 64)
        #expect(file.tensors["attention.encoder"]?.shape == [2, 7, kept.count])
        let decoder = try file.matrix("attention.decoder").elements
        let map = try object(
            runner.perceiver("attend \(model) \(removal) --layer decoder --head 1 --query 5 --json")
        )
        let values = try #require(map["values"] as? [Double])
        let row = decoder[(66 + 7) * 7..<(66 + 8) * 7]
        #expect(zip(values, row).allSatisfy { abs($0 - Double($1)) < 1e-6 } && map["query"] as? String == "5")
        let over = try object(runner.perceiver("attend \(model) \(removal) --asking 5 --json"))
        let shares = try #require(over["values"] as? [Any]).map { $0 as? Double }
        #expect(shares.count == 64 && shares.indices.allSatisfy { (shares[$0] == nil) != kept.contains($0) })
        #expect(abs(shares.compactMap { $0 }.reduce(0, +) - 1) < 1e-4)
        #expect((over["note"] as? String)?.contains("tokens are removed") ?? false)
        let lines = try runner.perceiver("attend \(model) \(removal) --unit score --csv \(path).csv")
        #expect(lines.status == 0)
        let csv = try String(contentsOfFile: "\(path).csv", encoding: .utf8)
        let rows = csv.split(separator: "\n").dropFirst()
        #expect(rows.enumerated().allSatisfy { $1.hasSuffix(",") != kept.contains($0) })
        #expect(try runner.perceiver("export \(model) dog.jpg --to \(path)").status == 0)
        #expect(try TensorSet(path: path).tensors["attention.decoder"]?.shape == [4, 2, 7])
        let outside = try runner.perceiver("attend \(model) dog.jpg --asking 64")
        #expect(outside.status == 64 && outside.messages.contains("tokens 0 to 63"), "\(outside.messages)")
    }
}
