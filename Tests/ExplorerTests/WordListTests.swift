import Cells
import Explanation
import Explorer
import Testing

/// The words of a text, listed below it by their numbers.
@Suite struct WordListTests {
    private let text = "A small dog barks at the old postman"

    private func session(width: Int = 120, height: Int = 40, ascii: Bool = false) throws -> Session {
        var session = try Session(width: width, height: height, ascii: ascii, sources: [.text(text)])
        session.press(.character("a"))
        return session
    }

    /// The pane in the middle.
    private func middle(_ session: Session) -> [String] {
        session.rows.dropFirst().compactMap { row in
            let panes = row.split(separator: "│")
            return panes.count == 3 ? String(panes[1]) : nil
        }
    }

    /// The words that are listed with their numbers.
    private func listed(_ session: Session) -> [(word: String, number: Double)] {
        let lines = middle(session)
        guard let heading = lines.firstIndex(where: { $0.contains("Words by") }) else { return [] }
        return lines[(heading + 1)...].prefix(text.split(separator: " ").count).compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count >= 2, let number = Double("0" + parts[1]) else { return nil }
            return (String(parts[0]), number)
        }
    }

    /// All words once, those with the largest numbers first; a word's number is the sum of its bytes' numbers.
    @Test func wordsAreRanked() throws {
        let session = try session()
        let words = listed(session)
        #expect(Set(words.map(\.word)) == Set(text.split(separator: " ").map(String.init)))
        #expect(words.map(\.number) == words.map(\.number).sorted(by: >))
        // Shares of a map sum to those of its words.
        let values = try #require(session.explorer.shownValues)
        let sum = words.reduce(0) { $0 + $1.number }
        #expect(abs(sum / Double(values.reduce(0, +)) - 1) < 0.02)
        #expect(middle(session).contains { $0.contains("summed over its tokens") })
    }

    /// A click on a word in the list is a click on it in the text, and the cursor's word is marked in the list.
    @Test func oneCursor() throws {
        var session = try session()
        let row = try #require(session.rows.lastIndex { $0.contains("postman ") })
        let line = session.rows[row]
        let range = try #require(line.firstRange(of: "postman"))
        let x = line.distance(from: line.startIndex, to: range.lowerBound)
        session.send(.terminal(.mouse(Mouse(.press, x: x, y: row))))
        #expect(session.explorer.view()[x, row].style == .reverse)
        let marked = session.explorer.view().cells.filter { cell in
            cell.style.attributes.isSuperset(of: [.reverse, .bold])
                && "postman ".contains(cell.character ?? "?")
        }
        #expect(!marked.isEmpty)
        // Another word in the text is another one in the list.
        session.press(.character("2"))
        for _ in 0..<9 { session.press(.left) }
        #expect(session.explorer.view()[x, row].style != .reverse)
    }

    /// Occlusion tells the same number of all tokens of a word, which is the word's.
    @Test func wordsOfOcclusion() throws {
        var session = try session()
        session.press(.character("x"))
        #expect(middle(session).contains { $0.contains("Words by drop in log p") && !$0.contains("summed") })
    }

    /// Where there is no room, there is the text alone.
    @Test(arguments: [(30, 8), (80, 10), (120, 40), (200, 60)]) func anyRoom(width: Int, height: Int) throws {
        var session = try session(width: width, height: height, ascii: true)
        session.press(.character("2"), .enter)
        for key: Key in [.down, .down, .right, .character("n"), .up] { session.press(key) }
        #expect(session.explorer.view().size == Size(width: width, height: height))
    }
}

extension Explorer {
    /// The numbers of the map that is needed and known.
    fileprivate var shownValues: [Float]? {
        needed.lazy.compactMap { $0 as? MapQuestion }.compactMap { ledger[$0]?.relevance.values }.first
    }
}
