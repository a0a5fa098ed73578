import Cells
import Explanation
import Explorer
import Testing

/// The pages of all layers and heads, and of tokens by principal components.
@Suite struct OverviewPageTests {
    private func open(_ keys: Key..., width: Int = 160, height: Int = 45) throws -> Session {
        var session = try Session(width: width, height: height)
        session.press(.character("O"))
        for key in keys { session.press(key) }
        return session
    }

    /// Every layer and head is there, with what the layer does to the latents.
    @Test func allLayersAreListed() throws {
        let session = try open()
        for layer in ["encoder", "self.0", "self.1", "decoder"] {
            #expect(session.screen.contains(layer), "\(layer)")
        }
        #expect(session.screen.contains("cosine") && session.screen.contains("update"))
        #expect(session.screen.contains("encoder · ") && session.screen.contains("mean over the input"))
    }

    /// On a small screen the chosen layer is seen, and the footer shows the way back.
    @Test func theChosenLayerIsSeen() throws {
        var session = try open(width: 80, height: 24)
        for _ in 0..<10 { session.press(.down) }
        #expect(session.screen.contains("what the answer reads"))
        #expect(session.rows[23].contains("back"))
    }

    @Test func enterOpensTheHead() throws {
        var session = try open(.down, .right, .enter)
        #expect(
            session.rows[1].contains("self.0") && session.rows[1].contains("head 1"),
            "\(session.rows[1])"
        )
        // The page begins where the lens is.
        session.press(.character("O"))
        #expect(session.screen.contains("self.0 · head 1"))
    }

    @Test func tokensHaveACursor() throws {
        var session = try open(.character("v"))
        #expect(session.screen.contains("50 %, 25 %, 12 % of the variance"))
        let before = try #require(session.asked(KeyCosinesQuestion.self).last)
        session.press(.right)
        let after = try #require(session.asked(KeyCosinesQuestion.self).last)
        #expect(after.token == before.token + 1 && after.other == after.subject)
        session.press(.enter)
        #expect(session.screen.contains("Enter done"))
    }

    /// The right half takes one other input after the other, and then its own again.
    @Test func tokensOfOtherInputs() throws {
        var session = try open(.character("v"))
        var others: [Subject] = []
        for _ in 0..<3 {
            let asked = try #require(session.asked(KeyCosinesQuestion.self).last)
            others.append(asked.other)
            session.press(.character("c"))
        }
        #expect(Set(others).count == 3)
        #expect(session.screen.contains("cosine to ") && !session.screen.contains(" in "))
    }

    /// w saves either page, with numbers, once all of it is there.
    @Test func pagesAreSaved() throws {
        for keys in [[], [Key.character("v")]] {
            var session = try open()
            for key in keys { session.press(key) }
            session.press(.character("w"))
            session.press(.enter)
            let saved = session.effects.compactMap { effect -> SavedPage? in
                if case .savePage(_, let page) = effect { page } else { nil }
            }
            #expect(saved.count == 1 && saved[0].numbers?.csv.isEmpty == false, "\(session.screen)")
            #expect(saved[0].step?.inputs.count == 1)
        }
    }

    @Test func headsCompareNothing() throws {
        let session = try open(.character("c"))
        #expect(session.screen.contains("only the page of tokens compares them"))
    }
}
