import Foundation
import TestData
import Testing

/// `Scripts/install` with a program that is not built for it: where files go, and that they go away.
@Suite struct InstallTests {
    private static let tools = [
        "sh", "env", "ls", "grep", "cat", "dirname", "cp", "mkdir", "mktemp", "rm", "rmdir", "find", "sed",
        "sort",
        "chmod", "gzip", "ln", "touch",
    ]

    /// A system on which a build takes no time, and a folder to install to.
    private func system() throws -> (FakeSystem, prefix: URL) {
        let system = try FakeSystem(tools: Self.tools)
        let scratch = system.folder.appending(path: "scratch")
        try system.add("dpkg-query", "echo 'install ok installed'")
        try Data("Libs: -lsndfile\n".utf8).write(to: system.folder.appending(path: "sndfile.pc"))
        try system.add("pkg-config", "echo \(system.folder.path)")
        try system.add("strip", "cp \"$3\" \"$2\"")
        try system.add("perceiver", "echo \"$1\"")
        try system.add(
            "swift",
            """
            case $1 in
            package) echo 'Swift Package Manager - Swift 6.1' ;;
            build) mkdir -p \(scratch.path)/release; cp \(system.programs.path)/perceiver \(scratch.path)/release/ ;;
            *) cat >"$2/perceiver.1" ;;
            esac
            """
        )
        try Data().write(to: system.folder.appending(path: "libutf8proc.a"))
        return (system, system.folder.appending(path: "own place"))
    }

    private func install(_ system: FakeSystem, _ arguments: String) throws -> (output: String, status: Int) {
        let scratch = system.folder.appending(path: "scratch").path
        return try system.run(
            "install",
            arguments,
            environment: "SCRATCH=\(Programs.quoted(scratch)) HOME=/nowhere"
        )
    }

    private func files(_ folder: URL) -> Set<String> {
        Set(FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
    }

    @Test func putsFilesAndTakesThemAway() throws {
        let (system, prefix) = try system()
        let own = prefix.appending(path: "share/man/own.txt")
        try FileManager.default.createDirectory(
            at: own.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data().write(to: own)
        let before = files(prefix)
        let option = "--prefix \(Programs.quoted(prefix.path))"
        // A second installation takes the place of the first.
        for _ in 0..<2 {
            let outcome = try install(system, option)
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.hasPrefix("Installed \(prefix.path)/bin/perceiver\n"))
            let there = files(prefix)
            for file in [
                "bin/perceiver", "share/perceiver-explorer/models/mini/model.safetensors",
                "share/perceiver-explorer/samples/dog.jpg", "share/man/man1/perceiver.1.gz",
                "share/bash-completion/completions/perceiver", "share/zsh/site-functions/_perceiver",
                "share/fish/vendor_completions.d/perceiver.fish", "share/man/own.txt",
            ] { #expect(there.contains(file), "\(file)") }
        }
        let outcome = try install(system, "\(option) --uninstall")
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output)")
        #expect(files(prefix) == before)
        #expect(try install(system, "\(option) --uninstall").output.contains("nothing is installed below"))
    }

    @Test func writesOverNothing() throws {
        let (system, prefix) = try system()
        let own = prefix.appending(path: "bin/perceiver")
        try FileManager.default.createDirectory(
            at: own.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data("own".utf8).write(to: own)
        let outcome = try install(system, "--prefix \(Programs.quoted(prefix.path))")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("bin/perceiver is there already"), "\(outcome.output)")
        #expect(files(prefix) == ["bin", "bin/perceiver"])
        #expect(try Data(contentsOf: own) == Data("own".utf8))
    }

    @Test(arguments: ["--nonsense", "here"]) func refusesOtherArguments(argument: String) throws {
        let (system, _) = try system()
        let outcome = try install(system, argument)
        #expect(outcome.status == 2 && outcome.output.hasPrefix("usage: Scripts/install"))
    }
}
