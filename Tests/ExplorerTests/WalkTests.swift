import Cells
import Explanation
import Explorer
import Foundation
import Models
import Testing

/// Anything that can happen, in any order, with answers that come late, early, or after they were given up.
@Suite struct WalkTests {
    @Test("After any walk the screen shows what a fresh computation finds", arguments: 1...4)
    func walk(seed: Int) throws {
        var walk = Walk(seed: UInt64(seed))
        for step in 1...10_000 {
            walk.step()
            try walk.check()
            if step % 10 == 0 { walk.draw() }
        }
        walk.finish()
        try walk.check()
        walk.draw()
        try walk.compare()
    }
}
