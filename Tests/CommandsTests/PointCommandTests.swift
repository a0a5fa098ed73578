import Foundation
import TestData
import Testing

/// The commands with point clouds, and a model with random weights that takes them.
@Suite struct PointCommandTests {
    private let runner = CommandTests()
    private let model = "--model \(Programs.quoted(fixture("models/points")))"
    private let chair = Programs.quoted(fixture("../../assets/samples/chair.off"))
    private let mug = Programs.quoted(fixture("../../assets/samples/mug.obj"))

    private func output(_ command: String) throws -> String {
        let outcome = try runner.perceiver(command)
        #expect(outcome.status == 0, "\(outcome.messages)")
        return outcome.output
    }

    /// Every method has a number for each token, beside its place.
    @Test func maps() throws {
        let names = try output("methods").split(separator: "**").filter { !$0.contains(" ") }
            .filter { !$0.contains("\n") }
        #expect(names.count > 10)
        // Of clouds no pixels are told.
        for method in ["attention"] + names.map(String.init) where method != "surprise" {
            let table = try output("attend \(model) \(chair) --explain \(method) --csv -")
            let lines = table.split(separator: "\n")
            #expect(lines.count == 21 && lines[0] == "input,token,x,y,z,value", "\(method)")
        }
    }

    /// All that is printed and written of a run exists of clouds, too.
    @Test(arguments: [
        "faithful --points 3 --method attention,occlusion,cp-lrp --csv -", "trace --effects --csv -",
        "latents --effects --csv -", "attend --who ,,0,0.2,, --csv -",
        "attend --layer self.0 --query all --csv -",
        "attend --granularity cell --csv -", "attend --explain occlusion --grain finest --fill mean --csv -",
        "attend --randomised --json", "attend --remove ,,0,0.2,, --difference --json",
        "predict --blank ,,0,0.2,, --json",
    ])
    func everyCommand(_ words: String) throws {
        let command = try #require(words.split(separator: " ").first)
        let options = words.dropFirst(command.count)
        #expect(!(try output("\(command) \(model) \(chair)\(options)").isEmpty))
    }

    /// Regions are named by their ranges, and by one number where they have no extent.
    @Test func tracedRegions() throws {
        let trace = try output("trace \(model) \(chair) --top 3")
        #expect(trace.contains("x 0.") && trace.contains("–"))
        for range in trace.split(separator: " ") {
            let ends = range.trimmingCharacters(in: [","]).split(separator: "–")
            #expect(ends.count < 2 || ends[0] != ends[1], "\(range)")
        }
    }

    @Test func filesAndExports() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "points-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for ending in ["png", "svg", "json", "npz", "ans", "txt"] {
            let file = folder.appending(path: "map.\(ending)")
            _ = try output("attend \(model) \(chair) --view 30,15,z --output \(Programs.quoted(file.path))")
            #expect(try Data(contentsOf: file).count > 300)
        }
        let tensors = folder.appending(path: "run.safetensors")
        _ = try output("export \(model) \(chair) --to \(Programs.quoted(tensors.path))")
        #expect(try Data(contentsOf: tensors).count > 5000)
        for (words, option) in [
            ("compare \(mug) --explain cp-lrp", "--output"), ("trace", "--overview"),
            ("trace", "--components"), ("faithful \(mug) --points 3 --method cp-lrp", "--output"),
        ] {
            let file = folder.appending(path: "page.svg")
            _ = try output("\(words) \(model) \(chair) \(option) \(Programs.quoted(file.path))")
            let page = try String(contentsOf: file, encoding: .utf8)
            #expect(page.contains("</svg>"), "\(words)")
        }
    }

    @Test func misuseIsTold() throws {
        for (options, words) in [
            ("--silence 1-2", "points can only be taken away"), ("--remove 1,2,3,4", "x0,x1,y0,y1,z0,z1"),
            ("--blank 100,200,,,,", "there is no point"), ("--reconstruct a.png", "cannot decode its inputs"),
        ] {
            let outcome = try runner.perceiver("predict \(model) \(chair) \(options)")
            #expect(outcome.status != 0 && outcome.messages.contains(words), "\(outcome.messages)")
        }
        let view = try runner.perceiver("attend \(model) \(chair) --view back")
        #expect(view.status == 64)
    }
}
