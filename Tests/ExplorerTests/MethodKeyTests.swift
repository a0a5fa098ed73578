import Cells
import Explanation
import Explorer
import Testing

/// Methods one after the other, contrasts, and how faithful a map is.
@Suite struct MethodKeyTests {
    /// x goes through all methods, X back.
    @Test func methodsFollowEachOther() throws {
        var session = try Session(width: 160, height: 45)
        let model = try #require(session.explorer.ledger[ModelQuestion(Session.tiny)])
        func shows(_ method: ExplanationMethod) -> Bool { session.rows[1].contains("┬ \(method.name) · ") }
        #expect(shows(.favoured))
        session.press(.character("x"))
        #expect(session.rows[1].contains("attention behind photo"))
        for method in ExplanationMethod.all(for: model) where method != .favoured {
            session.press(.character("x"))
            #expect(shows(method), "\(method.name)")
        }
        session.press(.character("x"))
        #expect(shows(.favoured))
        session.press(.character("X"))
        let last = try #require(ExplanationMethod.all(for: model).last { $0 != .favoured })
        #expect(shows(last))
    }

    /// From what is shown first attention is one key away, whatever shows it; its own keys go on from there.
    @Test(arguments: [
        ("a", "attention behind photo"), (".", "latent 0 of 7"), ("]", "head max"), ("u", "score"),
    ])
    func attentionIsOneKeyAway(key: Character, title: String) throws {
        var session = try Session(width: 160, height: 45)
        session.press(.character(key))
        #expect(session.rows[1].contains(title), "\(session.rows[1])")
        session.press(.character("X"))
        #expect(session.rows[1].contains("┬ cp-lrp · what speaks for "))
    }

    /// The sheet is looked at and left, and the map is what it was.
    @Test func theSheetLeavesTheMethod() throws {
        var session = try Session(width: 160, height: 45)
        session.press(.character("s"), .escape)
        #expect(session.rows[1].contains("┬ cp-lrp"))
        session.press(.character("s"), .right, .enter)
        #expect(session.rows[1].contains("latent 1 of 7"))
    }

    /// What is the same for every class says so, and does not ask again for another one.
    @Test func targetsOfMethodsThatSeeNone() throws {
        var session = try Session(width: 160, height: 45)
        session.press(.character("X"))
        #expect(session.screen.contains("the map is the same for every class"))
        let count = session.asked(RelevanceQuestion.self).count
        session.press(.character("3"), .down)
        #expect(session.asked(RelevanceQuestion.self).count == count)
    }

    @Test func contrasts() throws {
        var session = try Session(width: 160, height: 45)
        session.press(.character("x"), .character("x"), .character("3"), .character("-"))
        let question = try #require(session.asked(RelevanceQuestion.self).last)
        let run = try #require(session.explorer.ledger[RunQuestion(question.subject)])
        let ranking = run.predictions[run.predictions.leading].ranking
        #expect(question.other == ranking[1])
        let labels = run.predictions[run.predictions.leading].labels
        let name = "\(labels[ranking[0]]) − \(labels[ranking[1]])"
        #expect(
            session.rows[0].contains("target: \(name)")
                && session.rows[1].contains(
                    "occlusion · what speaks for \(labels[ranking[0]]), not \(labels[ranking[1]]) (photo)"
                )
        )
        session.press(.character("-"))
        #expect(!session.rows[0].contains(name))
    }

    /// The panel stands below the predictions as long as it is wanted.
    @Test(arguments: [(80, 24, false), (160, 45, false), (120, 40, true)])
    func faithfulness(width: Int, height: Int, ascii: Bool) throws {
        var session = try Session(width: width, height: height, ascii: ascii)
        session.press(.character("F"))
        #expect(
            session.screen.contains(
                width == 80 ? "Faithfulness for boat" : "Faithfulness of the map for boat"
            )
        )
        #expect(session.screen.contains("deletion") && session.screen.contains("insertion"))
        #expect(session.screen.contains("than random"))
        let dots = session.screen.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
        #expect(dots != ascii)
        session.press(.character("}"))
        #expect(session.screen.contains("Only maps over the input"))
        session.press(.character("F"))
        #expect(!session.screen.contains("Faithfulness"))
    }

    /// Its own panel, in the place of the curves; the numbers are the question's.
    @Test(arguments: [(80, 24), (160, 45)]) func randomWeights(width: Int, height: Int) throws {
        var session = try Session(width: width, height: height)
        session.press(.character("F"), .character("Z"))
        #expect(session.screen.contains("With random weights"))
        #expect(!session.screen.contains("Faithfulness"))
        let question = try #require(session.asked(RandomisationQuestion.self).last)
        let found = try #require(session.explorer.ledger[question])
        #expect(found.steps.count == 3 && session.screen.contains("changes"))
        session.press(.character("}"))
        #expect(session.screen.contains("Only maps over the input"))
        session.press(.character("Z"))
        #expect(!session.screen.contains("With random weights"))
    }

    /// The map's own curves do not wait for those of random orders.
    @Test func whatIsNotMeasuredYet() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsExplanations = true
        session.press(.character("F"))
        #expect(session.screen.contains("Measuring random orders…") && session.screen.contains("deletion"))
        #expect(!session.screen.contains("better than random"))
    }
}
