import Foundation
import TestData
import Testing

/// The program at another place than where it was built.
@Suite struct InstalledProgramTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "installed-\(UUID().uuidString)"
    )

    /// Foundation itself brings the words of all languages along, which would be loaded at each start.
    @Test func loadsTheSmallFoundationAlone() throws {
        let built = try #require(Programs.path(of: "perceiver"))
        let needed = try Programs.output(of: "readelf --dynamic \(Programs.quoted(built))").output
        #expect(needed.contains("[libFoundationEssentials.so]"))
        #expect(!needed.contains("[libFoundation.so]"))
    }

    /// It takes the files beside it, also where it is called by a link.
    @Test func findsFilesBesideItself() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let models = folder.appending(path: "share/perceiver-explorer/models")
        let files = FileManager.default
        try files.createDirectory(at: models, withIntermediateDirectories: true)
        try files.createDirectory(at: folder.appending(path: "bin"), withIntermediateDirectories: true)
        try files.createSymbolicLink(
            at: models.appending(path: "mini"),
            withDestinationURL: URL(filePath: fixture("models/tiny"))
        )
        let program = folder.appending(path: "bin/perceiver")
        // Another process copies it: one that was begun meanwhile would have it open, and it could not run.
        let built = Programs.quoted(try #require(Programs.path(of: "perceiver")))
        #expect(try Programs.output(of: "cp \(built) \(Programs.quoted(program.path))").status == 0)
        let link = folder.appending(path: "link")
        try files.createSymbolicLink(at: link, withDestinationURL: program)

        let own = try Programs.output(of: "\(Programs.quoted(link.path)) models")
        let other = try CommandTests().perceiver("models")
        #expect(own.status == 0 && !own.output.isEmpty)
        #expect(own.output != other.output)
    }
}
