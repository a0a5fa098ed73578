import Checkpoints
import Explanation
import Foundation
import Media
import Models
import TestData
import Testing

/// Which models are found, and what is known of them before they are read.
@Suite struct ModelListingTests {
    @Test func whereModelsAreFound() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let tiny = try folder.copy(fixture("models/tiny"), as: "b-tiny")
        let flow = try folder.copy(fixture("published/flow"), as: "a-flow")
        _ = try folder.folder("no-model")
        _ = try folder.file("config.json.txt")
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/c-link", withDestinationPath: tiny)
        var answers = Answers()
        let places = [ModelPlace.bundled, .folder(path: folder.path), .folder(path: tiny), .bundled]
        let listings = try answers(ListingsQuestion(places))
        // Each once, at the place where it was found first.
        #expect(listings.map(\.place) == [.bundled, .folder(path: flow), .folder(path: tiny)])
        #expect(listings.map(\.kind) == [.bundled, .opticalFlow, .bundled])
        #expect(listings.allSatisfy { $0.problem == nil })
        let six: [Modality] = [.image, .audio, .text, .clip, .points, .units]
        #expect(listings.map(\.modalities) == [six, [.pair], [.image, .audio, .text]])
        for listing in listings {
            #expect(try answers(ModelQuestion(listing.place)).parameterCount == listing.parameterCount)
        }
        #expect(try answers(ListingsQuestion([.folder(path: "\(folder.path)/nowhere")])).isEmpty)
        #expect(try answers(ListingsQuestion([.folder(path: tiny)])).map(\.place) == [.folder(path: tiny)])
    }

    @Test func whatIsWrongWithBrokenOnes() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let broken = try folder.folder("a")
        _ = try folder.file("a/config.json", Array("{".utf8))
        let other = try folder.folder("b")
        _ = try folder.file(
            "b/config.json",
            Array("{\"model_type\": \"bert\", \"architectures\": [\"Bert\"]}".utf8)
        )
        let cut = try folder.copy(fixture("published/sequence"), as: "c")
        try FileManager.default.removeItem(atPath: "\(cut)/model.safetensors")
        var answers = Answers()
        let listings = try answers(ListingsQuestion([.folder(path: folder.path)]))
        #expect(listings.map(\.place.name) == ["a", "b", "c"])
        for (listing, path) in zip(listings, [broken, other, cut]) {
            let problem = try #require(listing.problem)
            #expect(problem.contains(path), "\(problem)")
            // Who reads it all the same is told as much.
            let error = #expect(throws: (any Error).self) { try answers(ModelQuestion(listing.place)) }
            #expect(error.map { "\($0)".contains(path) } == true)
        }
        #expect(listings[1].problem?.contains("“Bert” is another family") == true && listings[1].kind == nil)
        #expect(listings.allSatisfy { $0.parameterCount == nil })
    }

    /// What its file lacks is known without reading it: its kind is, too.
    @Test func whatIsMissing() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.copy(fixture("published/sequence"), as: "a")
        let file = "\(path)/model.safetensors"
        let set = try TensorSet(path: file)
        let kept = set.tensors.keys.sorted().dropLast()
        let outputs = try kept.map {
            TensorFile.Output($0, shape: try #require(set.tensors[$0]).shape, try set.matrix($0))
        }
        try TensorFile.write(outputs, to: file)
        var answers = Answers()
        let listing = try #require(try answers(ListingsQuestion([.folder(path: folder.path)])).first)
        #expect(listing.kind == .sequenceClassification && listing.modalities == [.text])
        let missing = try #require(set.tensors.keys.max())
        #expect(listing.problem?.contains(missing) == true, "\(listing.problem ?? "")")
    }

    @Test func placesAreNamed() {
        #expect(ModelPlace.bundled.name == "bundled" && ModelPlace.folder(path: "/a/tuned/").name == "tuned")
        #expect(ModelPlace.folder(path: "/").name == "/")
        // The name of a model that comes with the program is none of a folder.
        let supplied = ModelPlace.supplied(name: "imagegpt-digits")
        #expect(ModelPlace.allBundled.contains(supplied) && ModelPlace.allBundled.first == .bundled)
        #expect(ModelPlace(named: "imagegpt-digits") == supplied && ModelPlace(named: "bundled") == .bundled)
        #expect(ModelPlace(named: "./imagegpt-digits") == .folder(path: "./imagegpt-digits"))
        for place in [.bundled, supplied, .folder(path: "/a/tuned")] {
            #expect(ModelPlace(named: place.written) == place && place.absolute == place)
        }
        #expect(ModelPlace.folder(path: "tuned").absolute != .folder(path: "tuned"))
        #expect(throws: Failure.self) { try ModelPlace.supplied(name: "nothing").url }
        #expect(ModelListing(place: .bundled, kind: .opticalFlow).modalities == [.pair])
        #expect(ModelListing(place: .bundled, kind: nil).modalities.isEmpty)
    }
}
