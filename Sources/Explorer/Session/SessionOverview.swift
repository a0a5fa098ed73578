import Cells
public import Explanation
public import Models

/// A page of the overview as session files have it: of the step's first input, of which a second one may be compared with it.
public struct SessionOverview: Codable, Sendable, Hashable {
    private enum Page: Codable, Hashable {
        /// All layers and heads: whose row of the last one, and the frame of a clip.
        case heads(asker: SessionMap.Chosen?, frame: Int)
        /// Tokens by principal components, and how alike one of them is to others; features after a layer, if one is named.
        case tokens(token: Int, after: String?)
    }

    private let page: Page
    private let drawing: SessionDrawing

    /// All layers and heads.
    init(_ question: OverviewQuestion, frame: Int, drawing: SessionDrawing) {
        page = .heads(asker: question.asker.map(SessionMap.Chosen.init), frame: frame)
        self.drawing = drawing
    }

    /// Tokens by principal components.
    init(_ question: KeyCosinesQuestion, drawing: SessionDrawing) {
        (page, self.drawing) = (.tokens(token: question.token, after: question.layer), drawing)
    }

    /// What its page takes.
    public enum Asked: Sendable {
        /// All layers and heads.
        case heads(OverviewQuestion)
        /// How alike a token is to others, with the components of both kinds.
        case tokens(KeyCosinesQuestion)
    }

    /// What was asked.
    ///
    /// - Throws: ``SessionError`` if it names what the run does not have.
    public func question(_ subjects: [Subject], _ run: Run) throws(SessionError) -> Asked {
        switch page {
        case .heads(let asker, _):
            var chosen: Asker?
            if let asker { chosen = try asker.asker(in: run) }
            return .heads(OverviewQuestion(subjects[0], asker: chosen))
        case .tokens(let token, let layer):
            try token.session("token", below: run.input.layout.count)
            if let layer, run.model.layer(named: layer) == nil {
                let names = run.model.layers.map(\.name)
                throw .unknown(what: "layer", word: layer, accepted: names)
            }
            return .tokens(
                KeyCosinesQuestion(
                    subjects[0],
                    token: token,
                    over: subjects.dropFirst().first,
                    after: layer
                )
            )
        }
    }

    /// The page of all layers and heads.
    ///
    /// - Throws: ``SessionError`` if a word is not known.
    public func page(_ numbers: OverviewNumbers, over opened: OpenedMedium) throws(SessionError) -> SavedPage
    {
        var shown = 0
        if case .heads(_, let frame) = page { shown = max(0, frame) }
        let (lens, background) = (try drawing.lens(), try drawing.page())
        return SavedPage(numbers, over: opened, lens: lens, frame: shown, background: background)
    }

    /// The page of tokens.
    ///
    /// - Throws: ``SessionError`` if a word is not known.
    public func page(_ numbers: ComponentNumbers, of opened: OpenedMedium) throws(SessionError) -> SavedPage {
        SavedPage(numbers, of: opened, lens: try drawing.lens(), background: try drawing.page())
    }
}
