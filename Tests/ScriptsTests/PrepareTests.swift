import Foundation
import TestData
import Testing

/// What must be there before a build.
@Suite struct PrepareTests {
    private static let installed = "echo 'install ok installed'"
    private static let works = "echo 'Swift Package Manager - Swift 6.1'"
    private static let toolchain = "https://www.swift.org/install"

    /// A Debian with or without packages and Swift, used by somebody.
    private func system(packages: String, swift: String?, user: Int) throws -> FakeSystem {
        let system = try FakeSystem()
        try system.add("dpkg-query", packages)
        if let swift { try system.add("swift", swift) }
        try system.add("id", "echo \(user)")
        try system.addLogged("apt-get")
        return system
    }

    @Test func nothingToDo() throws {
        let system = try system(packages: Self.installed, swift: Self.works, user: 1000)
        let outcome = try system.run("prepare", "tmux")
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output)")
        #expect(system.calls.isEmpty)
    }

    /// Without Swift nothing is installed, but what else is missing is said at once.
    @Test(arguments: [
        (nil, "swift is not on the PATH."),
        (
            "echo 'Swift Package Manager - Swift 5.9.2'",
            "swift is version 5.9.2, but the program needs 6.0"
        ),
        ("echo 'Exec format error' >&2; exit 126", "swift does not run: Exec format error."),
    ])
    func swiftComesFirst(swift: String?, problem: String) throws {
        let system = try system(packages: "exit 1", swift: swift, user: 0)
        let outcome = try system.run("prepare", "tmux")
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix(problem), "\(outcome.output)")
        #expect(outcome.output.contains(Self.toolchain))
        #expect(outcome.output.contains("apt-get install --no-install-recommends"))
        #expect(outcome.output.contains(" libopenblas-dev ") && outcome.output.hasSuffix(" tmux\n"))
        #expect(system.calls.isEmpty)
    }

    @Test func installsAsRoot() throws {
        let system = try system(packages: "exit 1", swift: Self.works, user: 0)
        let outcome = try system.run("prepare", "tmux")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(system.calls.hasPrefix("apt-get update -qq\napt-get install -y "))
        #expect(system.calls.hasSuffix(" libutf8proc-dev tmux\n"))
    }

    @Test func installsWithSudo() throws {
        let system = try system(packages: "exit 1", swift: Self.works, user: 1000)
        try system.add("sudo", "echo sudo >>$LOG; exec \"$@\"")
        #expect(try system.run("prepare").status == 0)
        #expect(system.calls.hasPrefix("sudo\napt-get update -qq\nsudo\napt-get install -y "))
    }

    /// The command to run is printed if there is no right to run it.
    @Test(arguments: [nil, "echo 'ada is not in the sudoers file.' >&2; exit 1"])
    func saysWhatToRun(sudo: String?) throws {
        let system = try system(packages: "exit 1", swift: Self.works, user: 1000)
        if let sudo { try system.add("sudo", sudo) }
        let outcome = try system.run("prepare")
        #expect(outcome.status == 1)
        #expect(
            outcome.output.contains(
                "As root, run:\n  apt-get update && apt-get install --no-install-recommends "
            ),
            "\(outcome.output)"
        )
        #expect(system.calls.isEmpty)
    }

    /// A toolchain that lacks a library of the system gets it with the other packages.
    @Test func librariesOfSwift() throws {
        let lacks = "swift-package: error while loading shared libraries: libsqlite3.so.0: cannot open"
        let system = try system(
            packages: "exit 1",
            swift: "[ -e $LOG ] && \(Self.works) || { echo '\(lacks)' >&2; exit 127; }",
            user: 0
        )
        let outcome = try system.run("prepare")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(system.calls.contains(" libsqlite3-0 "))
    }

    @Test func otherSystems() throws {
        let system = try FakeSystem()
        try system.add("swift", Self.works)
        let outcome = try system.run("prepare")
        #expect(outcome.status == 0 && outcome.output.hasPrefix("This is no Debian."), "\(outcome.output)")
    }
}
