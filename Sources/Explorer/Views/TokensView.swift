import Cells
import Explanation
import Models

/// The overview's second page: tokens and latents in the colours of their principal components, and how alike a token is
/// to all others, of the same input or of another one.
enum TokensView {
    /// Where the parts lie.
    struct Areas {
        let left: Rectangle
        let right: Rectangle
        /// A heading, and the latents.
        let latents: Rectangle
        let info: Rectangle

        init(_ area: Rectangle) {
            let (rest, info) = area.splitBottom(min(3, area.height / 4))
            let (upper, latents) = rest.splitBottom(rest.height >= 12 ? 3 : 0)
            let (left, right) = upper.splitLeft(upper.width / 2)
            (self.left, self.right) = (left.inset(right: 1), right.inset(left: 1))
            (self.latents, self.info) = (latents, info)
        }

        /// The tokens' place, below the heading.
        var tokens: Rectangle { left.inset(top: 1) }
    }

    /// Where the parts lie on the present screen.
    static func areas(_ explorer: Explorer) -> Areas {
        Areas(explorer.body.inset(left: 2, top: 1, right: 2, bottom: 1))
    }

    /// Draws the page; a click on a token moves the cursor to it.
    static func draw(
        _ explorer: Explorer,
        _ state: OverviewState,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let whose = explorer.hasLatents ? "tokens and latents" : "tokens"
        let title = "Overview \(explorer.appearance.dot) \(whose) by principal components"
        canvas.frame(area, title: title, focused: true)
        guard let input = explorer.current, let opened = input.opened, input.run != nil else { return [] }
        let areas = areas(explorer)
        let drawing = drawing(explorer, state, input, opened)
        drawTokens(explorer, state, input, drawing, areas, on: &canvas)
        drawCosines(explorer, state, input, opened, areas, on: &canvas)
        drawLatents(explorer, input, in: areas.latents, on: &canvas)
        return [
            Region(
                areas.tokens,
                click: { explorer, x, y in
                    if let token = drawing.token(x: x, y: y, in: areas.tokens) {
                        explorer.changeOverview { $0.token = token }
                    }
                }
            )
        ]
    }

    /// The input with the cursor.
    static func drawing(
        _ explorer: Explorer,
        _ state: OverviewState,
        _ input: Input,
        _ opened: OpenedMedium
    ) -> InputDrawing {
        InputDrawing(
            opened,
            relevance: nil,
            lens: explorer.lens,
            appearance: explorer.appearance,
            cursor: explorer.token(state, input),
            frame: input.frame,
            extras: .none
        )
    }

    private static func shares(_ components: Components) -> String {
        components.shares.map { "\(decimal(100 * $0, places: 0)) %" }.joined(separator: ", ")
    }

    private static func drawTokens(
        _ explorer: Explorer,
        _ state: OverviewState,
        _ input: Input,
        _ drawing: InputDrawing,
        _ areas: Areas,
        on canvas: inout Canvas
    ) {
        let question = explorer.componentsQuestion(state, input)
        guard let components = explorer.ledger[question] else {
            canvas.line("tokens", in: areas.left, y: areas.left.y, style: .dim)
            let failure = explorer.ledger.failure(of: question)?.description
            canvas.paragraph(failure ?? "Looking for components…", in: areas.tokens, style: .dim)
            return
        }
        let short = components.layer.map { "features after \($0)" } ?? "tokens"
        let forms = [
            "\(components.words): red, green, blue hold \(shares(components)) of the variance",
            "\(short): \(shares(components)) of the variance", short,
        ]
        canvas.line(
            Reading.longest(forms, width: areas.left.width),
            in: areas.left,
            y: areas.left.y,
            style: .dim
        )
        ColouredTokens(drawing: drawing, colours: VectorColours(components, explorer.appearance))
            .draw(in: areas.tokens, on: &canvas)
    }

    private static func drawCosines(
        _ explorer: Explorer,
        _ state: OverviewState,
        _ input: Input,
        _ opened: OpenedMedium,
        _ areas: Areas,
        on canvas: inout Canvas
    ) {
        let other = explorer.other(state) ?? input
        let place = Reading.place(of: explorer.token(state, input), in: opened)
        let whose = other.id == input.id ? "" : " of \(input.source.name)"
        canvas.line("cosine to \(place)\(whose)", in: areas.right, y: areas.right.y, style: .dim)
        let body = areas.right.inset(top: 1)
        guard let otherOpened = other.opened else {
            canvas.paragraph("Running…", in: body, style: .dim)
            return
        }
        guard let question = explorer.cosinesQuestion(state, input), let cosines = explorer.ledger[question]
        else {
            canvas.paragraph("Comparing tokens…", in: body, style: .dim)
            return
        }
        let relevance = Relevance(
            values: cosines.values,
            isSigned: true,
            meaning: cosines.words,
            fullColour: 1
        )
        let drawing = InputDrawing(
            otherOpened,
            relevance: relevance,
            lens: explorer.lens,
            appearance: explorer.appearance,
            cursor: other.id == input.id ? explorer.token(state, input) : nil,
            frame: other.frame,
            extras: .none
        )
        drawing.draw(in: body, on: &canvas)
        let lines = [words(cosines, otherOpened, besides: other.id == input.id ? question.token : nil)]
        AttentionView.draw(lines, legend: drawing.scale, in: areas.info, on: &canvas)
    }

    /// The most and the least similar place.
    private static func words(_ cosines: KeyCosines, _ opened: OpenedMedium, besides token: Int?) -> String {
        let places = opened.input.kept.filter { $0 != token }
        guard let most = places.max(by: { cosines.values[$0] < cosines.values[$1] }),
            let least = places.min(by: { cosines.values[$0] < cosines.values[$1] })
        else { return "" }
        func place(_ token: Int) -> String {
            "\(Reading.place(of: token, in: opened)) \(Numbers.hundredths(Double(cosines.values[token])))"
        }
        return "most similar: \(place(most)) · least: \(place(least))"
    }

    /// The latents in a row, with a heading.
    private static func drawLatents(
        _ explorer: Explorer,
        _ input: Input,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard area.height >= 2, let components = explorer.ledger[ComponentsQuestion(input.subject, .latents)]
        else { return }
        let forms = [
            "latents 0 to \(components.scores.count - 1) after the last layer: red, green, blue hold "
                + "\(shares(components)) of the variance",
            "latents: \(shares(components)) of the variance",
        ]
        canvas.line(Reading.longest(forms, width: area.width), in: area, y: area.y, style: .dim)
        let colours = VectorColours(components, explorer.appearance)
        let axis = EvenAxis(colours.count, in: area.width)
        for x in 0..<min(axis.length, area.width) {
            canvas[area.x + x, area.y + 1] = colours.cell(axis.numbers(at: x).lowerBound)
        }
    }
}
