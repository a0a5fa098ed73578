import Cells
import Explanation
import Explorer
import Models
import Numerics
import Testing

/// Matrices and strips: equal cells, numbers at both sides, and marks that touch no other label.
@Suite struct PlotTests {
    /// The rows of the pane in the middle, between its borders.
    private func middle(_ session: Session) -> [Substring] {
        session.rows.dropFirst(2).dropLast(2).compactMap { row in
            let panes = row.split(separator: "│", omittingEmptySubsequences: false)
            return panes.count >= 4 ? panes[panes.count - 3] : nil
        }
    }

    private func selfAttention(_ width: Int, _ height: Int, ascii: Bool = false) throws -> Session {
        var session = try Session(width: width, height: height, ascii: ascii)
        session.press(.enter, .right, .down)
        return session
    }

    /// Seven latents ask and are asked; each has as many cells as the others, and its number at both sides.
    @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func matrices(width: Int, height: Int) throws {
        let session = try selfAttention(width, height)
        let lines = middle(session)
        #expect(lines[0].contains("queries ↓  keys →"))
        let keys = lines[1].split(separator: " ").compactMap { Int($0) }
        #expect(keys == Array(0..<7))
        // The last line is the legend.
        let queries = lines.dropFirst(2).dropLast().compactMap {
            $0.firstMatch(of: #/^([0-9])[> ]/#).flatMap { Int($0.1) }
        }
        #expect(queries == Array(0..<7))
        let cells = lines[2].filter { $0 == "▀" }.count
        #expect(cells % 7 == 0 && cells >= 7)
        // What is left to the right is too narrow for one more cell of each, unless pairs are listed there.
        #expect(lines.contains { $0.contains("strongest pairs") } || lines[2].count - cells < 7 + 4)
    }

    /// Marks stand apart from numbers and from the next pane.
    @Test(arguments: [false, true]) func marksTouchNothing(ascii: Bool) throws {
        var session = try selfAttention(80, 24, ascii: ascii)
        session.press(.enter)
        for _ in 0..<7 {
            for row in session.rows { #expect(!row.contains("<>") && !row.contains("<│>")) }
            let canvas = session.explorer.view()
            for y in 0..<24 {
                for x in 1..<79 where canvas[x, y].character == "v" && canvas[x, y].style == .bold {
                    #expect(canvas[x - 1, y].character == " " && canvas[x + 1, y].character == " ")
                }
            }
            session.press(.right, .down)
        }
    }

    /// The largest pairs are listed beside a matrix that leaves room there, the largest first.
    @Test func pairsAreListed() throws {
        let model = try Session.model(Session.tiny).get()
        let opened = try Session.sound.prepared(try #require(Session.media[Session.sound]), for: model)
        let (side, step) = (48, 37)
        func rank(_ place: Int) -> Int { place * step % (side * side) }
        var values = Matrix(rows: side, columns: side)
        for place in 0..<side * side { values[place / side, place % side] = Float(rank(place)) / 4096 }
        let figure = MadeUp.figure(opened, values)
        let canvas = figure.canvas(width: 90, appearance: Appearance(depth: .full, ascii: false))
        #expect(canvas.rows.contains { $0.contains("strongest pairs") })
        let pairs = canvas.rows.compactMap { $0.firstMatch(of: #/(\d+) → (\d+) +(\.\d+) /#) }
        let numbers = pairs.compactMap { Double("0" + $0.3) }
        #expect(numbers.count > 7 && numbers == numbers.sorted(by: >))
        let strongest = (0..<side * side).sorted { rank($0) > rank($1) }.prefix(pairs.count)
        #expect(pairs.map { "\($0.1) \($0.2)" } == strongest.map { "\($0 / side) \($0 % side)" })
    }

    /// A strip has an axis of numbers from 0 to the largest.
    @Test(arguments: [(80, 24), (120, 40)]) func strips(width: Int, height: Int) throws {
        var session = try Session(width: width, height: height)
        session.press(.enter, .right)
        for _ in 0..<6 { session.press(.down) }
        #expect(session.rows[1].contains("query: photo · "))
        let lines = middle(session)
        let axis = lines.compactMap { $0.firstMatch(of: #/^ *(\.?\d+) /#).map { String($0.1) } }
        // Seven latents have at most 15/1024; the middle of the axis has half of that.
        #expect(axis.prefix(3) == [".015", ".0073", "0"])
    }
}
