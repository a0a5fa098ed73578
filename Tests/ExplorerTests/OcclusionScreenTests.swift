import Cells
import Explanation
import Models
import Testing

/// Occlusion becomes finer by itself, and further when asked.
@Suite struct OcclusionScreenTests {
    private func variants(_ session: Session) -> [OcclusionVariant] {
        session.asked(RelevanceQuestion.self).compactMap(\.method.variant)
    }

    /// Large parts are there first, and are shown until the usual ones are.
    @Test func coarsePartsComeFirst() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsExplanations = true
        session.press(.character("x"), .character("x"))
        #expect(variants(session) == [OcclusionVariant(.coarse)])
        session.answerHeld(try #require(session.asked(RelevanceQuestion.self).last))
        #expect(session.screen.contains("occlusion, coarse · "))
        #expect(variants(session) == [OcclusionVariant(.coarse), OcclusionVariant()])
        session.answerHeld(try #require(session.asked(RelevanceQuestion.self).last))
        #expect(session.screen.contains("occlusion · "))
    }

    /// So are maps of few steps, under their own name.
    @Test func fewStepsComeFirst() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsExplanations = true
        func asked() -> String? { session.asked(RelevanceQuestion.self).last?.method.name }
        for _ in ExplanationMethod.all where asked() != "integrated-4" { session.press(.character("x")) }
        #expect(asked() == "integrated-4")
        session.answerHeld(try #require(session.asked(RelevanceQuestion.self).last))
        #expect(session.screen.contains("integrated-4 · "))
        #expect(asked() == "integrated")
        session.answerHeld(try #require(session.asked(RelevanceQuestion.self).last))
        #expect(session.screen.contains("integrated · "))
    }

    @Test func partsBecomeSmallerAndLargeAgain() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("x"), .character("x"))
        for title in ["occlusion, fine ·", "occlusion, finest ·", "occlusion, coarse ·", "occlusion ·"] {
            session.press(.character("Q"))
            #expect(session.screen.contains(title), "\(title)")
        }
        // The next method is the one after occlusion, whatever its parts are.
        session.press(.character("Q"), .character("x"))
        #expect(session.screen.contains("ablation ·"))
        session.press(.character("Q"))
        #expect(session.screen.contains("only occlusion takes parts away"))
    }

    @Test func somethingTakesAPartsPlace() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("x"), .character("x"), .character("V"))
        #expect(session.screen.contains("occlusion, mean ·"))
        session.press(.character("V"))
        #expect(session.screen.contains("occlusion, blur ·"))
        // A sound cannot be blurred: its parts are removed.
        session.press(.character("J"))
        #expect(session.screen.contains("occlusion · "))
        session.press(.character("K"), .character("V"))
        #expect(session.screen.contains("occlusion · what speaks for"))
    }
}
