import Cells
import Explanation
import Models
import Numerics

/// What is told of everyone who asks on the sheet: a name, the decoder's weight, and the effect where that is known.
struct SheetFacts {
    let explorer: Explorer
    private let input: Input
    private let map: PooledMap
    /// How much the answer reads of each row's asker.
    private let weights: [Float]?
    /// What the target class loses without each latent.
    private let effects: [Float]?

    init(_ explorer: Explorer, _ input: Input, _ map: PooledMap) {
        (self.explorer, self.input, self.map) = (explorer, input, map)
        weights = explorer.decoderWeights(input).flatMap { $0.count == map.queries.count ? $0 : nil }
        effects = explorer.latentEffects(input)
    }

    /// Tokens that have no place in the map.
    var unplaced: [Layout.Section] { map.layout.sections.filter { $0.shape == .unplaced } }

    /// A row's numbers.
    func relevance(_ row: Int) -> Relevance {
        Relevance(
            values: map.values[row: row],
            isSigned: false,
            meaning: "",
            kind: explorer.lens.unit.kind,
            own: map.layout.leadingUnplaced
        )
    }

    /// Who asks, and as many of its numbers as fit.
    func title(_ asker: Int, _ row: Int, width: Int) -> String {
        Reading.longest(forms(asker, row), width: width)
    }

    /// How many of its numbers fit.
    func shownNumbers(_ asker: Int, _ row: Int, width: Int) -> Int {
        let forms = forms(asker, row)
        let fitting = forms.firstIndex { Glyphs.width(of: $0) <= width } ?? forms.count - 1
        return forms.count - 1 - fitting
    }

    /// A title with all numbers, with fewer, and without any.
    private func forms(_ asker: Int, _ row: Int) -> [String] {
        let weight = weights.map { Numbers.short(Double($0[row])) }
        let effect = effects.map { "\(sign)\(Numbers.short(Double($0[asker])))" }
        let numbers = [weight, effect].compactMap { $0 }
        return (0...numbers.count).reversed().map { count in
            ([name(asker)] + numbers.prefix(count)).joined(separator: " ")
        }
    }

    /// What stands before an effect.
    private var sign: String { explorer.appearance.ascii ? "d" : "↓" }

    /// What the titles say.
    ///
    /// - Parameter count: how many numbers are in them.
    func legend(numbers count: Int, width: Int) -> String {
        let answer = input.found?.name ?? "the answer"
        let weight = weights == nil ? nil : "decoder weight for \(answer)"
        let effect = effects == nil ? nil : "\(sign) drop in log p of \(input.targetName ?? "") without it"
        let shortWeight = weights == nil ? nil : "decoder weight"
        let shortEffect = effects == nil ? nil : "\(sign) drop in log p"
        let forms = [[weight, effect], [shortWeight, effect], [shortWeight, shortEffect]].map { facts in
            let parts = [explorer.askerWord] + facts.compactMap { $0 }.prefix(count)
            return "titles: " + parts.joined(separator: " \(explorer.appearance.dot) ")
        }
        return Reading.longest(forms, width: width)
    }

    /// A latent's number; a token's with its byte, or its name if it has no place.
    private func name(_ asker: Int) -> String {
        guard explorer.layer?.queries == .input, let opened = input.opened else { return "\(asker)" }
        let section = opened.input.layout.section(of: asker)
        if section.shape == .unplaced { return "\(asker) \(section.name(of: asker))" }
        guard section.columns.quantity == .byte else { return "\(asker)" }
        return Reading.place(of: asker, in: opened).replacing("byte ", with: "")
    }
}

/// The words of a text that each who asks on the sheet reads most.
struct SheetWords {
    private let words: TextWords

    /// - Returns: `nil` if the input is no text, or if its tokens are not kept apart.
    init?(_ explorer: Explorer, _ opened: OpenedMedium, _ map: PooledMap) {
        guard Self.areListed(opened), case .text(let text, _) = opened.outline,
            map.layout.count == opened.input.layout.count
        else { return nil }
        let wrapped = TextGeometry(text, opened.input, width: 80, appearance: explorer.appearance)
        words = TextWords(wrapped, of: opened, in: opened.input.parts)
    }

    /// Whether an input has words.
    static func areListed(_ opened: OpenedMedium) -> Bool {
        if case .text = opened.outline { opened.input.layout.placed.points == nil } else { false }
    }

    /// Draws the words with their numbers, each on the colour of its number.
    func draw(_ scale: MapScale, in area: Rectangle, on canvas: inout Canvas) {
        let ranked = words.ranked(by: scale.relevance).prefix(area.height)
        let number = ranked.map { Numbers.short(Double($0.value)).count }.max() ?? 0
        let label = max(1, area.width - number - 1)
        let sums = Scale(ranked.map(\.value), kind: .linear, fromZero: scale.relevance.startsAtZero)
        for (line, item) in ranked.enumerated() {
            let name = canvas.appearance.fitted(item.word.label, width: label)
            let style = canvas.appearance.style(sums(item.value), scale.palette)
            canvas.write(name, x: area.x, y: area.y + line, style: style, limit: label)
            let value = Numbers.short(Double(item.value)).padded(number)
            canvas.write(value, x: area.x + area.width - number, y: area.y + line, style: .dim, limit: number)
        }
    }
}

extension Appearance {
    /// Letters on the colour of a share; what is near nothing keeps the terminal's own colours.
    func style(_ share: Double, _ palette: Palette) -> Style {
        guard hasPictureColours, share >= 0.04 else { return .plain }
        return Style(palette.level(share).readable.colour, on: palette.colour(share, depth: depth))
    }
}
