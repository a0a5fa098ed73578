import TestData
import Testing

extension TmuxSession {
    /// A terminal of full colours in which the explorer was started with the model of a folder of fixtures.
    static func explorer(
        _ model: String,
        _ arguments: String,
        columns: Int = 120,
        rows: Int = 40
    ) throws -> TmuxSession {
        let terminal = try TmuxSession(
            columns: columns,
            rows: rows,
            environment: ["COLORTERM": "truecolor"]
        )
        try terminal.run("perceiver", "--model \(Programs.quoted(fixture(model))) \(arguments)")
        return terminal
    }

    /// Leaves the explorer, which must leave the terminal whole.
    func leave() throws {
        try press("q")
        #expect(try exitStatus() == 0)
        #expect(try modes() == .whole)
    }
}
