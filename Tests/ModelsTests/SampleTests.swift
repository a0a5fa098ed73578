import Assets
import Foundation
import Testing

@Suite struct SampleTests {
    /// The list names each file of the folder once, and nothing else.
    @Test func listIsComplete() throws {
        let listed = try Assets.sampleSections().flatMap(\.files).map(\.lastPathComponent)
        let names = try FileManager.default.contentsOfDirectory(atPath: Assets.samples.path)
        let samples = names.filter { $0 != "samples.txt" && $0 != "README.md" }
        #expect(listed.sorted() == samples.sorted())
    }
}
