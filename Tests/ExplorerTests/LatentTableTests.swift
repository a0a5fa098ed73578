import Cells
import Explanation
import Explorer
import Testing

/// The table of latents, what a latent looks for, who attends to a place, and scores told apart.
@Suite struct LatentTableTests {
    private func latents(_ session: Session) -> [Int] {
        session.rows.compactMap { row in
            let cells = row.drop { !"│".contains($0) }.dropFirst()
            return cells.prefix(8).filter { $0.isNumber }.isEmpty
                ? nil : Int(String(cells.prefix(8).filter(\.isNumber)))
        }
    }

    private func session(_ keys: Key...) throws -> Session {
        var session = try Session(width: 120, height: 40)
        for key in keys { session.press(key) }
        return session
    }

    /// Arrows choose the column that sorts, r turns the order round.
    @Test func sorting() throws {
        var session = try session(.character("L"))
        #expect(session.screen.contains("latent▲") && session.screen.contains("effect"))
        let numbers = latents(session)
        #expect(numbers == numbers.sorted() && numbers.count > 3, "\(session.screen)")
        session.press(.right)
        #expect(session.screen.contains("weight▼"))
        let byWeight = latents(session)
        #expect(byWeight != numbers && Set(byWeight) == Set(numbers))
        session.press(.character("r"))
        #expect(session.screen.contains("weight▲"))
        session.press(.left)
        #expect(latents(session) == numbers)
    }

    /// Columns that have no room are named, or counted where there is no room for their names either.
    @Test func whatIsHiddenIsTold() throws {
        var session = try Session(width: 160, height: 45)
        session.press(.character("L"))
        #expect(!session.screen.contains("no room for"))
        session = try Session(width: 80, height: 24)
        session.press(.character("L"))
        let told = try #require(session.screen.firstMatch(of: /no room for (.*?) *│|(\d+) more/))
        let headings = session.rows[2]
        let names = told.1?.split(separator: ", ") ?? []
        #expect(names.allSatisfy { !headings.contains($0) }, "\(session.screen)")
    }

    /// A condition narrows the table while it is typed; what is wrong with it is told, and Esc takes it away.
    @Test func filtering() throws {
        var session = try session(.character("L"))
        let all = latents(session)
        session.press(.character("/"))
        session.type("kind=sharp")
        let sharp = latents(session)
        #expect(sharp.count < all.count && !sharp.isEmpty)
        session.type(" & colour>3")
        #expect(session.screen.contains("there is no colour; expected one of latent"))
        #expect(latents(session) == sharp)
        session.press(.enter)
        #expect(session.screen.contains(" ! kind=sharp & colour>3: there is no colour"))
        session.press(.escape)
        #expect(latents(session) == all)
        session.press(.escape)
        #expect(session.screen.contains("Inputs") || !session.screen.contains("latent▲"))
    }

    /// Enter opens the chosen latent's map, and from the sheet Esc goes back to it.
    @Test func opening() throws {
        var session = try session(.character("L"), .down, .down, .enter)
        #expect(session.screen.contains("latent 2 of"), "\(session.screen)")
        session.press(.character("s"), .character("L"), .escape)
        #expect(session.screen.contains("All latents"))
    }

    /// w writes the listed rows as they are listed.
    @Test func saving() throws {
        var session = try session(.character("L"), .right, .character("/"))
        session.type("kind=sharp")
        session.press(.enter, .character("w"), .enter)
        let paths = session.effects.compactMap { effect -> String? in
            if case .saveTable(let path, _) = effect { path } else { nil }
        }
        #expect(paths.count == 1 && paths[0].hasSuffix("latents.csv"), "\(paths)")
        let table = try #require(
            session.effects.compactMap { effect -> SavedTable? in
                if case .saveTable(_, let table) = effect { table } else { nil }
            }
            .first
        )
        let rows = Table.cells(of: table.csv)
        #expect(rows[0].starts(with: ["latent", "weight", "effect", "inputs", "H", "lift", "x", "y"]))
        #expect(rows.dropFirst().map { $0[0] } == latents(session).map { "\($0)" })
        #expect(table.json.contains("\"kind\":\"sharp\"") && !table.json.contains("\"kind\":\"broad\""))
    }

    /// Two marked inputs are averaged, one is not.
    @Test func averages() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character(" "), .character("L"))
        #expect(!session.screen.contains("mean of"))
        session.press(.escape, .character("1"), .down, .character(" "), .enter, .character("L"))
        // A picture and a sound have no means together.
        #expect(session.screen.contains("1 of 2 inputs (pictures)"), "\(session.screen)")
        var pictures = try Session(
            width: 120,
            height: 40,
            sources: [Session.picture, .file(path: "/home/ada/cat2.png")]
        )
        pictures.press(.character(" "), .down, .character(" "), .character("L"))
        #expect(pictures.screen.contains("mean of 2 inputs"), "\(pictures.screen)")
    }

    /// f lists the inputs by the latent's lift there, and Enter opens one with its map.
    @Test func lookingFor() throws {
        var session = try session(.character("L"), .down, .character("f"))
        #expect(session.screen.contains("What latent 1 looks for · 3 inputs"), "\(session.screen)")
        let lifts = session.screen.matches(of: #/lift (\d+\.?\d*)/#).compactMap { Double($0.output.1) }
        #expect(lifts.count == 3 && lifts == lifts.sorted(by: >))
        session.press(.right, .enter)
        #expect(session.screen.contains("latent 1 of"))
        session.press(.character("L"), .character("f"), .escape)
        #expect(session.screen.contains("latent▲"))
    }

    /// A lists who attends to the cursor's place; without a cursor it says how to get one.
    @Test func attenders() throws {
        var session = try session(.character("A"))
        #expect(session.rows[39].contains("Enter for the cursor"))
        session.press(.character("2"), .enter, .character("A"))
        #expect(session.screen.contains("Who attends to x") && session.screen.contains("1 token of"))
        session.press(.down)
        let row = try #require(session.rows.first { $0.contains(">    2") })
        let match = try #require(row.firstMatch(of: #/latent (\d+) +(\d+)/#))
        session.press(.enter)
        #expect(session.screen.contains("latent \(match.output.1) of"), "\(session.screen)")
        #expect(session.screen.contains("head \(match.output.2)"))
        // A marked part is asked for as a whole.
        session.press(.character(" "), .left, .down, .character("A"))
        #expect(session.screen.contains("4 tokens of"), "\(session.screen)")
        session.press(.escape)
        #expect(!session.screen.contains("Who attends"))
    }

    /// C goes through the parts of scores; where there are none it says why.
    @Test func parts() throws {
        var session = try session()
        for words in ["score from content", "score from position", "score from rest", "· score"] {
            session.press(.character("C"))
            #expect(session.screen.contains(words), "\(session.screen)")
        }
        session.press(.character("C"), .character("u"))
        #expect(!session.screen.contains("score from"))
        session.press(.character("2"), .right, .down, .character("C"))
        #expect(session.rows[39].contains("neither content nor position"), "\(session.rows[39])")
    }
}
