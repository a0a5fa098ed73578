import Cells
import Explanation
import Explorer
import Testing

@Suite struct KeyTests {
    @Test func commandsAreDescribed() {
        for command in Command.all {
            #expect(!command.keys.isEmpty, "\(command.name)")
            #expect(command.help.hasSuffix("."), "\(command.name)")
            #expect(!command.scopes.isEmpty, "\(command.name)")
        }
    }

    /// Within one scope no key has two meanings.
    @Test(arguments: Command.Scope.allCases) func keysAreUnique(scope: Command.Scope) {
        let keys = Command.all.filter { $0.scopes.contains(scope) }.flatMap(\.keys)
        #expect(Set(keys).count == keys.count, "\(scope)")
    }

    /// Every key that works is on the help page, and every scope has its heading there.
    @Test func helpListsEverything() throws {
        var session = try Session(width: 120, height: 500)
        session.press(.character("?"))
        for scope in Command.Scope.allCases where scope != .help {
            #expect(session.screen.contains(scope.title))
        }
        for command in Command.all where !command.scopes.contains(.help) {
            #expect(session.screen.contains(command.help), "\(command.name)")
        }
    }

    /// Every command of the main screen can be found in the palette by its name.
    @Test func paletteFindsCommands() throws {
        for command in Command.all where command.scopes.contains(.main) || command.scopes.contains(.maps) {
            var session = try Session(width: 120, height: 40)
            session.press(.character(":"))
            session.type(command.name)
            let list = session.rows.dropLast().joined(separator: "\n")
            #expect(list.contains("│" + command.name), "\(command.name)")
        }
    }

    @Test func fuzzyScores() {
        #expect(fuzzyScore("", "layer") == 0)
        #expect(fuzzyScore("la", "layer") == 0)
        #expect(fuzzyScore("yer", "layer") == 1)
        #expect(fuzzyScore("ne la", "next layer") == 2)
        #expect(fuzzyScore("lr", "layer") ?? 0 > 2)
        #expect(fuzzyScore("foo", "mark for comparing") ?? 0 > 2)
        #expect(fuzzyScore("rl", "layer") == nil)
    }

    @Test func lineEditor() {
        var line = LineEditor("one two")
        _ = line.apply(.control("w"))
        #expect(line.string == "one ")
        for key in [Key.home, .right, .delete, .character("O"), .end, .backspace] { _ = line.apply(key) }
        #expect(line.string == "oOe")
        _ = line.apply(.control("u"))
        #expect(line.string.isEmpty)
        let means = line.apply(.up)
        #expect(!means)
    }
}
