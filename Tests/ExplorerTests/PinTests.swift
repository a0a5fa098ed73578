import Cells
import Explanation
import Explorer
import Testing

/// Views that are pinned, and views that are linked.
@Suite struct PinTests {
    private func session() throws -> Session { try Session(width: 160, height: 45) }

    /// One input by two methods: the pinned one stays, and both are compared.
    @Test func twoMethodsOnOneInput() throws {
        var session = try session()
        session.press(.character("B"))
        #expect(session.screen.contains("Pinned: cat.png"))
        session.press(.character("x"), .character("c"))
        #expect(session.screen.contains("Both views") && session.screen.contains("pinned"))
        #expect(session.screen.contains("rank correlation"))
        let asked = try #require(session.asked(ViewComparisonQuestion.self).last)
        #expect(asked.first is RelevanceQuestion && asked.second is MapQuestion)
        #expect(asked.first.subject == asked.second.subject)
        session.press(.escape)
        #expect(!session.screen.contains("Both views"))
    }

    /// The keys go on to change the other side alone.
    @Test func keysChangeTheOtherSide() throws {
        var session = try session()
        session.press(.character("a"), .character("B"), .character("c"), .character("."))
        let asked = try #require(session.asked(ViewComparisonQuestion.self).last)
        guard let left = asked.first as? MapQuestion, let right = asked.second as? MapQuestion else {
            Issue.record("both are maps of attention")
            return
        }
        #expect(left.query == .output && right.query != .output)
    }

    /// Linked again, both sides follow.
    @Test func linkedSidesFollow() throws {
        var session = try session()
        session.press(.character("B"), .character("c"), .character("="), .character("."))
        let asked = try #require(session.asked(ViewComparisonQuestion.self).last)
        #expect(asked.first.asked == asked.second.asked)
        // And one of two inputs can be left behind.
        session.press(.character("="))
        #expect(session.screen.contains("keeps its view"))
        session.press(.character("."))
        let later = try #require(session.asked(ViewComparisonQuestion.self).last)
        #expect(later.first.asked == asked.first.asked && later.second.asked != asked.second.asked)
    }

    /// = ends a link from either side, and both sides are never pinned.
    @Test func aPinnedSideIsLinkedFromItself() throws {
        var session = try session()
        session.press(.character("B"), .character("c"), .tab, .character("="))
        #expect(!session.screen.contains("pinned"), "\(session.screen)")
        session.press(.character("="))
        #expect(session.screen.components(separatedBy: "pinned").count == 2)
    }

    /// Its parts stay as large as they were.
    @Test func granularityIsPinned() throws {
        var session = try session()
        session.press(.character("a"), .character("B"), .character("E"), .character("c"))
        let grouped = session.asked(GroupedMapQuestion.self)
        #expect(grouped.count == 1)
        #expect(session.rows.contains { $0.components(separatedBy: "cell").count == 2 }, "\(session.screen)")
    }

    /// w saves both views once they are compared.
    @Test func bothViewsAreSaved() throws {
        var session = try session()
        session.press(.character("B"), .character("x"), .character("c"), .character("w"))
        session.press(.enter)
        let saved = session.effects.compactMap { effect -> PairFigure? in
            if case .savePair(_, let pair) = effect { pair } else { nil }
        }
        #expect(saved.count == 1 && saved.first?.figures.map(\.title).count == 2)
    }

    @Test func pinsAreGivenUp() throws {
        var session = try session()
        session.press(.character("B"), .character("B"))
        #expect(session.screen.contains("no longer pinned"))
        session.press(.character("c"))
        #expect(!session.screen.contains("Both views"))
    }

    /// Two inputs: the pinned one stays on the left while the list goes on.
    @Test func twoInputs() throws {
        var session = try session()
        session.press(.character("B"), .character("J"), .character("c"))
        #expect(session.screen.contains("the maps have different places"))
        #expect(session.screen.contains("decoder weights"))
        session.press(.character(">"))
        #expect(session.screen.contains("pinned"))
    }

    /// What two inputs share is listed before what each is: latents less their means, decoder weights, effects.
    @Test func whatTwoInputsShare() throws {
        var session = try session()
        session.press(.character("B"), .character("J"), .character("c"))
        let names = ["rank correlation", "latents", "decoder weights", "effects of latents", "entropy"]
        let rows = names.map { name in
            session.rows.firstIndex { $0.contains("│ \(name) ") || $0.contains("│\(name) ") }
        }
        #expect(rows.allSatisfy { $0 != nil } && rows.compactMap { $0 } == rows.compactMap { $0 }.sorted())
        let latents = try #require(rows[1].map { session.rows[$0] })
        #expect(latents.contains("less the means over 3 inputs"), "\(latents)")
        let effects = session.asked(RelevanceQuestion.self).filter { $0.method == .ablation }
        #expect(Set(effects.map(\.subject)).count == 2)
        let asked = session.asked(ViewComparisonQuestion.self)
        #expect(asked.first?.effects.isEmpty == true && asked.last?.effects == effects)
    }

    /// One input has the same latents and effects on both sides: nothing is computed for them.
    @Test func oneInputSharesItsLatents() throws {
        var session = try session()
        session.press(.character("B"), .character("a"), .character("c"))
        #expect(!session.screen.contains("mean cosine") && !session.screen.contains("effects of latents"))
        #expect(!session.asked(RelevanceQuestion.self).contains { $0.method == .ablation })
        #expect(session.asked(LatentStatesQuestion.self).isEmpty)
    }

    /// On a low screen the rows below are reached by scrolling.
    @Test func theTableScrolls() throws {
        var session = try Session(width: 80, height: 24)
        session.press(.character("B"), .character("J"), .character("c"))
        let first = "none: the maps have different places"
        #expect(session.screen.contains(first) && !session.screen.contains("│answer "))
        for _ in 0..<5 { session.press(.pageDown) }
        #expect(session.screen.contains("│answer ") && !session.screen.contains(first))
        for _ in 0..<5 { session.press(.pageUp) }
        #expect(session.screen.contains(first))
    }

    /// A view of another model stays when the model changes.
    @Test func twoModels() throws {
        var session = try session()
        session.press(.character("B"), .character(":"))
        session.type("model /models/shared")
        session.press(.enter, .character("1"), .home, .enter, .character("c"))
        #expect(session.screen.contains("Both views"), "\(session.screen)")
        let asked = try #require(session.asked(ViewComparisonQuestion.self).last)
        #expect(asked.first.subject.model != asked.second.subject.model)
        #expect(session.screen.contains("latents (CKA)"))
        session.press(.character("="))
        #expect(session.screen.contains("of another model"))
        // The other tables say why they have nothing to show.
        for _ in 0..<6 { session.press(.character("v")) }
        #expect(session.screen.contains("Both views"))
    }

    @Test func removedInputsAreForgotten() throws {
        var session = try session()
        session.press(.character("B"), .character("J"), .character("K"), .character("1"), .character("d"))
        session.press(.character("c"))
        #expect(!session.screen.contains("Both views"))
    }
}
