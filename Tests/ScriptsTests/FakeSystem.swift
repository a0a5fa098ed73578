import Foundation
import TestData

/// A folder of programs that stand in for the system's, and what they wrote down of how they were called.
final class FakeSystem {
    let folder: URL
    var programs: URL { folder.appending(path: "programs") }
    private var log: String { folder.appending(path: "log").path }

    /// A system with what scripts need of a shell, and with nothing else.
    init(tools: [String] = ["sh", "env", "ls", "grep", "cat", "dirname"]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fake-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
        for tool in tools {
            let path = ["/usr/bin/\(tool)", "/bin/\(tool)"].first(
                where: FileManager.default.isExecutableFile(atPath:)
            )
            guard let path else { continue }
            try FileManager.default.createSymbolicLink(
                atPath: programs.appending(path: tool).path,
                withDestinationPath: path
            )
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Adds a program that does what shell commands say; in them `$LOG` is the log.
    func add(_ name: String, _ commands: String) throws {
        let path = Programs.quoted(programs.appending(path: name).path)
        // Another process writes it: one that was begun meanwhile would have it open, and it could not run.
        guard let writer = popen("cat >\(path) && chmod 755 \(path)", "we") else {
            throw CocoaError(.fileWriteUnknown)
        }
        fputs("#!/bin/sh\nLOG=\(log)\n\(commands)\n", writer)
        guard pclose(writer) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Adds a program that writes down that it was called, and does nothing.
    func addLogged(_ name: String) throws { try add(name, "echo \(name) \"$@\" >>$LOG") }

    /// What was called.
    var calls: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Runs a script of the repository; its messages and output together.
    func run(_ script: String, _ arguments: String = "", environment: String = "") throws -> (
        output: String, status: Int
    ) {
        let path = Programs.quoted(fixture("../../Scripts/\(script)"))
        return try Programs.output(
            of: "env -i PATH=\(Programs.quoted(programs.path)) \(environment) sh \(path) \(arguments) 2>&1"
        )
    }
}
