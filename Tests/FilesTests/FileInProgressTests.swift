import Files
import Foundation
import Testing

@Suite("Files in progress")
struct FileInProgressTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    private func make(_ name: String, _ text: String = "old", mode: Int = 0o644) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try FileInProgress(path: path)
        try file.write(bytes)
        try file.finish()
    }

    private func write(_ text: String, to name: String) throws {
        try Self.write(Array(text.utf8), to: path(name))
    }

    @Test("appear when they are complete")
    func appearing() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try FileInProgress(path: path("a"))
        try file.write(Array("new".utf8))
        #expect(!FileManager.default.fileExists(atPath: path("a")))
        try file.finish()
        #expect(try names == ["a"] && text("a") == "new")
    }

    @Test("leave what is there as it is if they come to nothing, and nothing else")
    func failure() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try make("a")
        func begin() throws {
            let file = try FileInProgress(path: path("a"))
            try file.write(Array("new".utf8))
        }
        try begin()
        #expect(try names == ["a"] && text("a") == "old")
    }

    @Test("keep the permissions of what they replace", arguments: [0o600, 0o644, 0o755, 0o666])
    func permissions(mode: Int) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try make("a", mode: mode)
        try write("new", to: "a")
        let attributes = try FileManager.default.attributesOfItem(atPath: path("a"))
        #expect(attributes[.posixPermissions] as? Int == mode)
        #expect(try text("a") == "new")
    }

    @Test("are put behind symbolic links, also those to nothing")
    func links() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try make("real")
        for (link, target) in [("b", "real"), ("a", path("b")), ("d", "later")] {
            try FileManager.default.createSymbolicLink(atPath: path(link), withDestinationPath: target)
        }
        try write("new", to: "a")
        try write("first", to: "d")
        #expect(try text("real") == "new" && text("later") == "first")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("b")) == "real")
        #expect(try names == ["a", "b", "d", "later", "real"])
    }

    @Test("go into pipes, devices and open files as they are")
    func inPlace() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("new", to: "../../../../../../dev/null")
        #expect(throws: SystemError.self) { try Self.write([1], to: "/dev/full") }
        try make("a", "a longer text")
        let open = try FileHandle(forUpdating: folder.appending(path: "a"))
        try Self.write(Array("new".utf8), to: "/proc/self/fd/\(open.fileDescriptor)")
        #expect(try open.readToEnd() == Data("new".utf8))
        #expect(try names == ["a"])
    }

    @Test("are refused with the system's words")
    func refusals() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createSymbolicLink(atPath: path("loop"), withDestinationPath: "loop")
        for (name, reason) in [
            ("no/where", "No such file or directory"), ("", "Is a directory"),
            ("loop", "Too many levels of symbolic links"),
        ] {
            let error = #expect(throws: SystemError.self) { try write("", to: name) }
            #expect(error?.reason == reason)
        }
        #expect(throws: SystemError.self) { try Self.write([], to: "") }
    }

    @Test("replace no file that may not be written to", .enabled(if: geteuid() != 0))
    func readOnly() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try make("a", mode: 0o444)
        let error = #expect(throws: SystemError.self) { try write("new", to: "a") }
        #expect(error?.reason == "Permission denied")
    }
}

@Suite("Texts from outside")
struct PrintableTests {
    @Test("are shown without what a terminal would act on, and cut")
    func texts() {
        #expect(printable("a\u{1B}[2J\n\u{202E}é日\u{85}") == "a\u{FFFD}[2J\u{FFFD}\u{FFFD}é日\u{FFFD}")
        #expect(printable("abc", limit: 2) == "ab…")
        #expect(printable("abc", limit: 3) == "abc")
        #expect(printable("dog\u{E0068}\u{E0069}x") == "dog\u{FFFD}\u{FFFD}x")
        #expect(printable("1\u{FE0F}\u{20E3} ✌\u{FE0F} e\u{301}") == "1\u{FE0F}\u{20E3} ✌\u{FE0F} e\u{301}")
    }
}
