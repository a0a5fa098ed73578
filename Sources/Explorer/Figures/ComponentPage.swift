import Cells
public import Explanation
import FoundationEssentials
import Models

/// Tokens and latents in the colours of their principal components, and how alike a token is to all others.
struct ComponentPage {
    let numbers: ComponentNumbers
    let opened: OpenedMedium
    let lens: Lens
    let background: Background

    private var theme: PlateTheme { PlateTheme(background) }
    private var appearance: Appearance { Appearance(depth: .full, ascii: false, background: background) }

    private static let (longest, gap) = (480, 18.0)

    /// The page.
    var plate: Plate {
        var content = Plate(width: 0, height: 0)
        content.add(tokens, x: 0, y: 0)
        content.add(cosines, x: content.width + Self.gap, y: 0)
        if let latents = numbers.latents {
            content.add(row(of: latents, width: max(360, content.width - 40)), x: 0, y: content.height + 6)
        }
        return FigurePage(ComponentNumbers.title, caption, theme: theme).plate(content)
    }

    private var tokens: Plate {
        var drawing = InputDrawing(opened, relevance: nil, lens: lens, appearance: appearance, cursor: nil)
        drawing.colours = VectorColours(numbers.tokens, appearance)
        let plate = InputPlate(drawing: drawing, theme: theme, picture: nil, longest: Self.longest).plate
        return .headed(numbers.tokens.words, plate, theme)
    }

    /// Latents in a row of cells, or of many the first of neighbours.
    private func row(of latents: Components, width: Double) -> Plate {
        let colours = VectorColours(latents, appearance)
        let axis = PlateAxis.numbers("latent", of: colours.count, atMost: 16)
        let row = Plate.panel(width, 16, bottom: axis, theme) { plate, box in
            let cells = min(colours.count, Int(box.width))
            plate.cells(cells, 1, in: box) { column, _ in colours.colour(column * colours.count / cells) }
        }
        return .headed(latents.vectors.words, row, theme)
    }

    private var place: String { Reading.place(of: numbers.cosines.token, in: opened) }

    private var cosines: Plate {
        let found = numbers.cosines
        let relevance = Relevance(
            values: found.values.values,
            isSigned: true,
            meaning: meaning,
            fullColour: 1
        )
        let answer = MapAnswer(
            .overInput(RankedRelevance(relevance, without: found.opened.input.removed)),
            title: MapTitle(["cosine"]),
            facts: numbers.facts,
            meaning: meaning,
            quantity: "cosine",
            isShare: false,
            seesClass: false,
            keys: .input
        )
        let figure = Figure(answer, source: found.source, opened: found.opened)
        var drawn = DrawnFigure(figure, lens: lens, background: background)
        drawn.longestPicture = Self.longest
        let whose = numbers.isOverOther ? " of \(numbers.source.name)" : ""
        return .headed("cosine to \(place)\(whose)", drawn.plate(picture: nil, theme), theme)
    }

    private var meaning: String {
        let cosines = numbers.cosines.values
        return cosines.words + (cosines.isOfFeatures ? "" : ", each without the mean of the input's keys")
    }

    // MARK: words

    private var caption: [String] {
        func shares(_ components: Components) -> String {
            let shares = components.shares.map { "\(decimal(100 * $0, places: 0)) %" }
            let hold = "red, green, blue hold \(shares.joined(separator: ", ")) of the variance"
            return "\(components.words): \(hold)"
        }
        return [
            "input: \(numbers.source.writtenName)", numbers.facts["model"].map { "model: \($0)" } ?? "",
            shares(numbers.tokens), numbers.latents.map(shares) ?? "",
            "right: \(meaning), to that at \(place)"
                + (numbers.isOverOther ? ", over \(numbers.cosines.source.writtenName)" : ""),
        ]
    }
}

extension SavedPage {
    /// Tokens and latents by principal components, with the standard colours of maps.
    public init(_ numbers: ComponentNumbers, of opened: OpenedMedium, background: Background) {
        self.init(numbers, of: opened, lens: Lens(), background: background)
    }

    /// The same as a lens has them.
    init(_ numbers: ComponentNumbers, of opened: OpenedMedium, lens: Lens, background: Background) {
        let page = ComponentPage(numbers: numbers, opened: opened, lens: lens, background: background)
        self.init(
            plate: page.plate,
            metadata: Data(numbers.description.utf8),
            numbers: SavedNumbers(csv: numbers.table.csv, json: numbers.json + "\n", npz: numbers.npz)
        )
    }
}
