import Cells
import Explanation
import Explorer
import Testing

/// The page that leads from outputs through latents to regions.
@Suite struct TracePageTests {
    private func open(_ keys: Key..., width: Int = 160, height: Int = 45) throws -> Session {
        var session = try Session(width: width, height: height)
        session.press(.character("T"))
        for key in keys { session.press(key) }
        return session
    }

    @Test func columnsFollowWhatIsChosen() throws {
        var session = try open()
        #expect(session.screen.contains("latents · of photo"))
        #expect(session.screen.contains("regions · of photo"))
        session.press(.right)
        #expect(session.screen.contains("regions · of latent"))
        #expect(session.screen.contains("outputs · of latent"))
        session.press(.right)
        #expect(session.screen.contains("latents · of region"))
        session.press(.left, .left)
        #expect(session.screen.contains("regions · of photo"))
    }

    /// In the column where the arrows move the order stays.
    @Test func theOwnColumnKeepsItsOrder() throws {
        var session = try open(.right)
        let before = Self.latents(session)
        session.press(.down, .down)
        #expect(Self.latents(session) == before && before.count > 2)
    }

    /// What the second column lists, from above.
    private static func latents(_ session: Session) -> [String] {
        session.rows.compactMap { $0.firstMatch(of: /latent (\d+) +\.\d+/).map { String($0.1) } }
    }

    @Test func higherThresholdsListLess() throws {
        var session = try open()
        let before = Self.latents(session).count
        for _ in 0..<4 { session.press(.character("+")) }
        #expect(Self.latents(session).count < before)
        for _ in 0..<20 { session.press(.character("+")) }
        #expect(session.screen.contains("0 of"))
        for _ in 0..<20 { session.press(.character("-")) }
        #expect(session.screen.contains("all shares"))
    }

    @Test func enterOpensTheLatentsMap() throws {
        var session = try open(.right, .down)
        let latents = Self.latents(session)
        session.press(.enter)
        #expect(session.screen.contains("latent \(latents[1]) of"), "\(session.rows[1])")
    }

    @Test func enterOpensTheRegionUnderTheCursor() throws {
        let session = try open(.right, .right, .enter)
        #expect(session.screen.contains("Enter done"), "\(session.screen)")
    }

    @Test func theTrunkTellsWhatWasLearned() throws {
        var session = try open()
        #expect(!session.screen.contains("as they were learned"))
        session.press(.character("v"))
        #expect(session.screen.contains("50 % from latents as they were learned"))
    }

    @Test func effectsComeOnDemand() throws {
        var session = try open()
        #expect(session.asked(RelevanceQuestion.self).isEmpty || !session.screen.contains("↓ drop"))
        session.press(.character("e"))
        #expect(session.asked(RelevanceQuestion.self).contains { $0.method.name == "ablation" })
        #expect(session.screen.contains("↓ drop in log p"))
    }

    /// With effects beside them shares and effects are whole numbers, and latents still have theirs.
    @Test(arguments: [(80, 24), (160, 45)]) func effectsAreWhole(width: Int, height: Int) throws {
        var session = try open(width: width, height: height)
        session.press(.character("e"))
        let question = try #require(
            session.asked(RelevanceQuestion.self).last { $0.method.name == "ablation" }
        )
        let effects = try #require(session.explorer.ledger[question]?.latentEffects)
        var rows = 0
        for row in session.rows {
            guard let match = row.firstMatch(of: /[ ](\d+) +[\d.]+ ↓(-?[\d.]+)/), let latent = Int(match.1),
                let shown = Float(match.2)
            else { continue }
            #expect(abs(shown - effects[latent]) <= 0.051 * max(abs(effects[latent]), 0.01), "\(row)")
            rows += 1
        }
        #expect(rows >= 3, "\(session.screen)")
    }

    /// A list that the arrows do not move in begins with its largest share.
    @Test func listsBeginAtTheTop() throws {
        let session = try open(width: 100, height: 12)
        let question = try #require(session.asked(TraceQuestion.self).last)
        let trace = try #require(session.explorer.ledger[question])
        let shares = trace.regions(ofOutput: 0)
        let first = try #require(shares.indices.max { shares[$0] < shares[$1] })
        #expect(session.screen.contains(trace.regions[first].name), "\(session.screen)")
    }

    @Test func clicksChooseAndOpen() throws {
        var session = try open()
        let row = try #require(session.rows.firstIndex { $0.contains("latent 2 ") })
        let column = try #require(session.rows[row].firstRange(of: "latent 2 "))
        let x = session.rows[row].distance(from: session.rows[row].startIndex, to: column.lowerBound)
        session.send(.terminal(.mouse(Mouse(.press, x: x, y: row))))
        #expect(session.screen.contains("regions · of latent 2"))
        session.send(.terminal(.mouse(Mouse(.press, x: x, y: row))))
        #expect(session.screen.contains("latent 2 of"))
    }

    @Test func anotherInputIsTracedInTheSameWay() throws {
        var session = try open(.character("v"), .character("J"))
        #expect(
            session.screen.contains("latents · of sound") && session.screen.contains("as they were learned")
        )
        session.press(.escape)
        #expect(!session.screen.contains("Trace ·"))
    }

    /// A model without latents says so and stays where it is.
    @Test func modelsWithoutLatentsSayWhy() throws {
        var session = try Session(
            sources: [Session.text],
            model: Session.published("language")
        )
        session.press(.character("T"))
        #expect(session.screen.contains("Trace ·"))
    }
}
