import Cells
import Explanation
import Explorer
import Testing

/// Inputs whose maps are too large to be kept, and work that takes its time.
@Suite struct LargeInputTests {
    /// Rows of large maps are asked for one by one; the screen is the same as with whole maps.
    @Test func largeMapsComeInRows() throws {
        var whole = try Session(width: 120, height: 40)
        var rows = try Session(width: 120, height: 40, largestMap: 0)
        for keys in [[Key.enter, .right], [.right, .character("u")], [.down], [.up, .character("s")]] {
            for key in keys {
                whole.press(key)
                rows.press(key)
            }
            // The facts about the latent lack those that need all rows.
            let (first, second) = (whole.rows, rows.rows)
            for (a, b) in zip(first, second) {
                #expect(a.split(separator: "│").dropLast() == b.split(separator: "│").dropLast())
            }
        }
        #expect(whole.asked(SheetQuestion.self).allSatisfy { $0.largestWhole > 0 })
        #expect(rows.asked(SheetQuestion.self).allSatisfy { $0.largestWhole == 0 })
    }

    @Test func rowsInTheMakingAreCancelled() throws {
        var session = try Session(width: 120, height: 40, largestMap: 0)
        session.holdsWork = true
        session.press(.character("a"))
        #expect(session.screen.contains("map 50 %"))
        session.press(.escape)
        #expect(session.screen.contains("Only latent 0 is shown"))
        #expect(session.gaveUp(MapQuestion.self))
    }

    @Test func runsInTheMakingAreCancelled() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsWork = true
        session.press(.down, .enter)
        #expect(session.screen.contains("run 25 %"))
        session.press(.escape)
        #expect(session.gaveUp(RunQuestion.self))
        #expect(session.screen.contains("Press 1, then Enter to run"))
    }

    /// What was not looked at for longest is forgotten, and read anew when somebody comes back to it.
    @Test func memoryIsBounded() throws {
        var session = try Session(width: 120, height: 40, memory: 1)
        session.press(.down, .enter, .character("1"), .down, .enter)
        #expect(session.asked(RunQuestion.self).count == 3)
        session.press(.character("1"), .up, .up)
        #expect(session.asked(RunQuestion.self).count > 3)
        #expect(session.screen.contains("(photo)"))
    }
}
