import Cells
import Explanation
import Explorer
import Testing

/// The key that clusters matrices, and what stays as it is.
@Suite struct MatrixOrderTests {
    private func session() throws -> Session {
        var session = try Session(width: 160, height: 45)
        session.press(.enter, .right, .down, .down)
        return session
    }

    private func reading(_ session: Session) -> Substring? {
        session.screen.firstMatch(of: /latent \d attends to latent \d/)?.output
    }

    @Test func titlesAndFileNames() throws {
        var session = try session()
        #expect(session.rows[44].contains("H cluster"), "\(session.rows[44])")
        session.press(.character("H"))
        #expect(session.rows[1].contains("self.1 · latent 0 of 7 · clustered · head mean · weight"))
        #expect(session.rows[44].contains("order: clustered: what attends alike stands together"))
        session.press(.character("w"))
        #expect(session.rows[44].contains("cat.png-self.1-clustered.png"))
        session.press(.escape, .character("H"))
        #expect(session.rows[1].contains("self.1 · latent 0 of 7 · head mean · weight"))
        // The order is kept for other layers, where they have one.
        session.press(.character("H"), .up)
        #expect(session.rows[1].contains("self.0 · latent 0 of 7 · clustered"))
        session.press(.up)
        #expect(session.rows[1].contains("encoder") && !session.rows[1].contains("clustered"))
    }

    /// The cursor stays with its latents, and goes on to those beside them.
    @Test func cursorsKeepTheirLatents() throws {
        var session = try session()
        session.press(.enter, .right)
        let before = try #require(reading(session))
        session.press(.character("H"))
        #expect(reading(session) == before)
        session.press(.left, .left, .left, .left, .left, .left, .up, .up, .up, .up, .up, .up)
        let order = try #require(clustered(session))
        #expect(order != Array(0..<7) && order.sorted() == Array(0..<7))
        for place in 0..<7 {
            #expect(reading(session) == "latent \(order[place]) attends to latent \(order[place])")
            session.press(.right, .down)
        }
        // Peaks are those of the latent's row, wherever its numbers stand.
        session.press(.character("n"))
        let peak = reading(session)
        session.press(.character("H"))
        #expect(reading(session) == peak)
    }

    /// The order of the latents in the map that is drawn.
    private func clustered(_ session: Session) -> [Int]? {
        let question = session.asked(MapQuestion.self).last { $0.order == .clustered }
        guard let question, case .matrix(let matrix)? = session.explorer.ledger[question]?.content else {
            return nil
        }
        return matrix.keys == matrix.queries ? matrix.queries : nil
    }

    /// Pairs have the latents' numbers: the same as by number, unless some are as strong.
    @Test func strongestPairs() throws {
        var session = try session()
        func pairs() -> [Substring] { session.screen.matches(of: /\d → \d +\.0\d*/).map(\.output) }
        let before = pairs()
        session.press(.character("H"))
        #expect(!before.isEmpty && Set(pairs()) == Set(before))
    }

    @Test func whatHasNoOrderSaysSo() throws {
        var session = try Session(width: 160, height: 45)
        let reason = "order of a matrix: only matrices of self-attention can be clustered"
        session.press(.character("H"))
        #expect(session.rows[44].contains(reason))
        session.press(.character("a"), .character("H"))
        #expect(session.rows[44].contains(reason) && !session.rows[44].contains("H cluster"))
        session.press(.character("s"), .character("H"))
        #expect(session.rows[44].contains("order of a matrix: it isn't available on the sheet"))
        session.press(.escape, .character("}"), .character("}"), .character("}"))
        session.press(.character("}"), .character("}"), .character("}"), .character("H"))
        #expect(session.rows[1].contains("decoder") && session.rows[44].contains(reason))
    }
}
