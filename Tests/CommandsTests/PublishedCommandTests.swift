import Checkpoints
import Foundation
import Media
import TestData
import Testing

/// The commands with models of the published kinds, as they are run.
@Suite struct PublishedCommandTests {
    private let runner = CommandTests()

    private func fixturePath(_ name: String) -> String { Programs.quoted(fixture("published/\(name)")) }

    private func object(_ outcome: CommandTests.Outcome) throws -> [String: Any] {
        #expect(outcome.status == 0, "\(outcome.messages)")
        return try #require(try outcome.objects().first)
    }

    @Test func filledTexts() throws {
        let model = fixturePath("language")
        let arguments =
            "predict --model \(model) --text 'to be or not' --mask ' be' --mask-range 9-10 --top 2 --json"
        let result = try object(runner.perceiver(arguments))
        let masks = try #require(result["masks"] as? [[String: Any]])
        #expect(masks.map { $0["byte"] as? Int } == [2, 3, 4, 9, 10])
        #expect(masks.map { $0["position"] as? Int } == [3, 4, 5, 10, 11])
        for mask in masks {
            let alternatives = try #require(mask["alternatives"] as? [[String: Any]])
            let probabilities = alternatives.compactMap { $0["probability"] as? Double }
            #expect(probabilities.count == 2 && probabilities[0] >= probabilities[1])
        }
        #expect((result["filled"] as? String)?.hasPrefix("to") == true)
        let missing = try runner.perceiver("predict --model \(model) --text 'to be' --mask ' me'")
        #expect(missing.status == 64)
        #expect(missing.messages.contains("--mask \" me\": the text does not contain it"))
    }

    @Test func flows() throws {
        let folder = runner.temporary("flows")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (first, second) = (fixturePath("flow/first.png"), fixturePath("flow/second.png"))
        let start = "predict --model \(fixturePath("flow"))"
        let written = try runner.perceiver(
            "\(start) \(first) \(second) --flow \(folder)/a.flo --png \(folder)/a.png"
        )
        #expect(written.status == 0 && written.output.contains("9 tiles of 32×24"), "\(written.messages)")
        let field = try FlowFile(path: "\(folder)/a.flo").field
        let expected = try TensorSet(path: fixture("published/flow/expected.safetensors")).matrix("flow")
        #expect(largestDifference(field.values, expected.elements) < 1e-3)
        let compared = try object(
            runner.perceiver("\(start) \(first) \(second) --truth \(folder)/a.flo --json")
        )
        let flow = try #require(compared["flow"] as? [String: Any])
        #expect(flow["endPointError"] as? Double == 0 && flow["endPointPixels"] as? Int == 46 * 31)
        let one = try runner.perceiver("\(start) \(first)")
        #expect(one.status == 2 && one.messages.contains("takes pictures two by two"))
        let sizes = try runner.perceiver("\(start) \(first) \(fixturePath("resize.png"))")
        #expect(sizes.status == 2 && sizes.messages.contains("46×31 and 40×31 pixels"), "\(sizes.messages)")
    }

    @Test func clips() throws {
        let folder = runner.temporary("clip")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (model, clip) = (fixturePath("multimodal"), fixturePath("multimodal/clip"))
        let outcome = try runner.perceiver(
            "predict --model \(model) \(clip) --fps 50 --reconstruct \(folder) --json --top 7"
        )
        let result = try object(outcome)
        #expect(result["modality"] as? String == "clip")
        let logits = try TensorSet(path: fixture("published/multimodal/expected.safetensors"))
            .matrix("logits.label").elements
        for answer in try #require(result["predictions"] as? [[String: Any]]) {
            let index = try #require(answer["index"] as? Int)
            #expect(abs(Float(answer["logit"] as? Double ?? 0) - logits[index]) < 2e-4)
        }
        let reconstruction = try #require(result["reconstruction"] as? [String: Any])
        #expect((reconstruction["framePSNR"] as? [Double])?.count == 2)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(files == ["00.png", "01.png", "sound.wav"])
    }

    /// Exported tensors have the reference's names, shapes and numbers.
    @Test(arguments: ["language", "image-fourier", "flow", "multimodal"]) func exports(name: String) throws {
        let path = runner.temporary("run.safetensors")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let media = [
            "language": "language/text.txt", "image-fourier": "image-fourier/picture.png",
            "flow": "flow/first.png", "multimodal": "multimodal/clip",
        ]
        let more = [
            "flow": fixturePath("flow/second.png"), "multimodal": "--fps 50 --reconstruct",
        ]
        let medium = fixturePath(media[name] ?? "")
        let outcome = try runner.perceiver(
            "export --model \(fixturePath(name)) \(medium) \(more[name] ?? "") --to \(path)"
        )
        #expect(outcome.status == 0, "\(outcome.messages)")
        let (got, expected) = try (
            TensorSet(path: path), TensorSet(path: fixture("published/\(name)/expected.safetensors"))
        )
        let names = expected.tensors.keys.filter { key in
            key == "latents" || key == "flow" || key.hasPrefix("logits") || key.hasPrefix("attention.")
        }
        #expect(names.count >= 6)
        for key in names {
            #expect(got.tensors[key]?.shape == expected.tensors[key]?.shape, "\(key)")
            let (values, wanted) = try (got.matrix(key).elements, expected.matrix(key).elements)
            let tolerance = 1e-4 + 1e-5 * (wanted.map(abs).max() ?? 0)
            #expect(largestDifference(values, wanted) <= tolerance, "\(key)")
        }
    }

    @Test func maps() throws {
        let attend =
            "attend --model \(fixturePath("flow")) \(fixturePath("flow/first.png")) \(fixturePath("flow/second.png"))"
        let decoder = try object(runner.perceiver("\(attend) --layer decoder --query 40 --json"))
        let values = try #require(decoder["values"] as? [Double])
        let expected = try TensorSet(path: fixture("published/flow/expected.safetensors"))
            .matrix("attention.decoder").elements[40 * 6..<41 * 6]
        #expect(values.count == 6 && decoder["query"] as? String == "40")
        #expect(zip(values, expected).allSatisfy { abs($0 - Double($1)) < 1e-4 })
        let encoder = try object(runner.perceiver("\(attend) --query 3 --json"))
        #expect((encoder["values"] as? [Double])?.count == 768)
        let outside = try runner.perceiver("\(attend) --layer decoder --query 768")
        #expect(outside.status == 64 && outside.messages.contains("queries 0 to 767"))
    }

    /// The curve has a point for each size, split in what grows with the picture and what does not.
    @Test(arguments: ["image-fourier", "image-conv"]) func sizes(name: String) throws {
        let bench = "bench --sizes --rounds 1 --side 16 --side 32 --model \(fixturePath(name))"
        let outcome = try runner.perceiver("\(bench) --json")
        #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        let points = try outcome.objects()
        #expect(points.map { $0["side"] as? Int } == [16, 32])
        // The convolution's grid is a quarter of the picture, without its border.
        let tokens = name == "image-conv" ? [3 * 3, 7 * 7] : [16 * 16, 32 * 32]
        #expect(points.map { $0["tokens"] as? Int } == tokens)
        for point in points {
            func seconds(_ key: String) -> Double { point[key] as? Double ?? -1 }
            let sums = [
                ("growing", seconds("prepare") + seconds("crossAttention")),
                ("constant", seconds("selfAttention") + seconds("decode")),
            ]
            for (key, sum) in sums { #expect(sum > 0 && abs(seconds(key) - sum) < 1e-9, "\(key)") }
            #expect(seconds("growingPerMegapixel") > 0 && (point["peakMiB"] as? Int ?? 0) > 0)
        }
        let table = try runner.perceiver(bench)
        let lines = table.output.split(separator: "\n")
        #expect(lines.count == 6 && lines[3].contains("growing/Mpx") && lines[5].hasPrefix("32×32 "))
    }

    @Test func sizesThatCannotBeMeasured() throws {
        let fixed = try runner.perceiver("bench --sizes --model \(fixturePath("image-learned"))")
        #expect(fixed.status == 64 && fixed.messages.contains("takes inputs of one size only"))
        #expect(try runner.perceiver("bench --side 32").status == 64)
        #expect(try runner.perceiver("bench --sizes --side 5000").status == 64)
    }

    @Test func reports() throws {
        let outcome = try runner.perceiver("models \(fixturePath("multimodal")) --json")
        let object = try #require(try outcome.objects().first)
        #expect(object["kind"] as? String == "PerceiverForMultimodalAutoencoding")
        let mapping = try #require(object["mapping"] as? [String: Any])
        #expect((mapping["used"] as? [Any])?.count == 85 && (mapping["missing"] as? [Any])?.isEmpty == true)
        #expect((mapping["labels"] as? [String])?.first == "act 0")
        let folder = runner.temporary("unusable")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(atPath: fixture("published/flow"), toPath: folder)
        let weights = try Data(contentsOf: URL(filePath: "\(folder)/model.safetensors"))
        try weights.prefix(1000).write(to: URL(filePath: "\(folder)/model.safetensors"))
        let unusable = try runner.perceiver("models \(Programs.quoted(folder)) --json")
        let last = try #require(unusable.objects().last)
        #expect(unusable.status == 2 && last["place"] as? String == folder)
        #expect((last["problem"] as? String)?.contains("model.safetensors") ?? false, "\(last)")
        let all = try runner.perceiver("models \(fixturePath(""))")
        #expect(all.status == 0 && all.output.contains("PerceiverForOpticalFlow"))
    }
}
