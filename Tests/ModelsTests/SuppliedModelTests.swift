import Assets
import Foundation
import Media
import Models
import Testing

/// The small models that come with the program beside the Perceiver.
@Suite struct SuppliedModelTests {
    private static let names = ["hubert-words", "imagegpt-digits"]

    private static func model(_ name: String) throws -> Model {
        try Model(folder: #require(try Assets.otherModels[name]))
    }

    private static func sample(_ name: String) throws -> Medium {
        try Medium.read(path: Assets.samples.appending(path: name).path)
    }

    @Test func allAreThere() throws {
        #expect(try Assets.otherModels.keys.sorted() == Self.names)
    }

    /// Each is small, and has a card that says what it is and where its data is from.
    @Test(arguments: names) func isSmallAndTold(name: String) throws {
        let folder = try #require(try Assets.otherModels[name])
        let size = try folder.appending(path: "model.safetensors").resourceValues(forKeys: [.fileSizeKey])
            .fileSize
        #expect(try #require(size) <= 3_000_000)
        let card = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        for heading in [
            "# \(name)\n", "**What it is for.**", "**Licence.**", "## Accuracy", "## Known weaknesses",
        ] {
            #expect(card.contains(heading), "\(heading)")
        }
    }

    /// All tensors are used, and none is missing.
    @Test(arguments: names) func mapsWhole(name: String) throws {
        let report = try #require(try Self.model(name).report)
        #expect(report.missing.isEmpty && report.misfits.isEmpty && report.unmatched.isEmpty)
    }

    /// The ImageGPT finds a written seven, white on black, far more probable than pixels drawn as often as they come.
    @Test func pixelsAreForeseen() throws {
        let model = try Self.model("imagegpt-digits")
        let seven = try #require(try Assets.otherModels["imagegpt-digits"]).appending(path: "seven.png")
        let run = try model.run(model.prepare(Medium.read(path: seven.path)))
        guard case .colours(let answers) = run.output else {
            Issue.record("\(run.output)")
            return
        }
        #expect(answers.nats.count == 784)
        #expect(answers.mean < 0.6)
    }

    @Test func wordIsHeard() throws {
        let model = try Self.model("hubert-words")
        let run = try model.run(model.prepare(Self.sample("seven.ogg")))
        #expect(run.predictions.count == 1)
        #expect(run.predictions[0].labels.count == 22)
    }
}
