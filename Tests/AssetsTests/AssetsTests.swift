import Assets
import Foundation
import Testing

@Suite struct AssetsTests {
    private static let nowhere = URL(filePath: "/nowhere/share/perceiver-explorer")

    @Test func firstFolderThatHasThem() throws {
        let found = try Assets.model.deletingLastPathComponent().deletingLastPathComponent()
        #expect(try Assets.root(amongst: [Self.nowhere, found]) == found)
        #expect(try Assets.samples == found.appending(path: "samples"))
    }

    @Test func saysWhereItLooked() {
        let error = #expect(throws: MissingAssets.self) {
            try Assets.root(amongst: [Self.nowhere, URL(filePath: "/usr/src/assets")])
        }
        let words = error?.description ?? ""
        #expect(words.contains("neither in \(Self.nowhere.path) nor in /usr/src/assets"))
        #expect(words.hasSuffix("install the program again"))
    }

    /// The list names every file once; what the model gets wrong comes last, under its own heading.
    @Test func listOfSamples() throws {
        let sections = try Assets.sampleSections()
        let listed = sections.flatMap { $0.files.map(\.lastPathComponent) }
        let stored = try FileManager.default.contentsOfDirectory(atPath: Assets.samples.path)
        #expect(listed.sorted() == stored.filter { !["README.md", "samples.txt"].contains($0) }.sorted())
        #expect(listed.first == "dog.jpg")
        #expect(sections.last?.title == "Mistakes to explain")
    }
}
