import Cells
import Explanation
import Models

/// A figure on a page: its title, what is drawn with its axes, the colours with their numbers, and what is said of it.
struct FigurePage {
    let theme: PlateTheme
    /// What is shown.
    let title: String
    /// What is said below, each on a line of its own.
    let caption: [String]

    private static let margin = 16.0
    /// The least width of what is written.
    private static let leastWidth = 480.0

    /// Puts what is drawn between title and caption.
    func plate(_ content: Plate) -> Plate {
        let width = max(content.width, Self.leastWidth)
        var plate = Plate(width: width + 2 * Self.margin, height: 0)
        var y = Self.margin + 14
        for line in Self.wrapped(title, width: width, size: 14) {
            let place = Plate.Point(x: Self.margin, y: y)
            plate.write(Plate.Lettering(text: line, place: place, size: 14, colour: theme.ink, isBold: true))
            y += 19
        }
        plate.add(content, x: Self.margin, y: y)
        y += content.height + 18
        for line in caption.flatMap({ Self.wrapped($0, width: width, size: Plate.small) }) {
            let place = Plate.Point(x: Self.margin, y: y)
            plate.write(Plate.Lettering(text: line, place: place, size: Plate.small, colour: theme.faint))
            y += 16
        }
        plate.grow(height: y - 4 + Self.margin / 2)
        return Self.below([plate], theme)
    }

    /// Plates below each other on one page.
    static func below(_ plates: [Plate], _ theme: PlateTheme) -> Plate {
        var content = Plate(width: 0, height: 0)
        for plate in plates { content.add(plate, x: 0, y: content.height) }
        var page = Plate(width: content.width, height: content.height)
        page.fill(Plate.Box(x: 0, y: 0, width: content.width, height: content.height), theme.paper)
        page.add(content, x: 0, y: 0)
        return page
    }

    /// A text in lines of whole words; words that are too long are broken.
    private static func wrapped(_ text: String, width: Double, size: Double) -> [String] {
        let most = max(8, Int(width / (size * Letters.advance)))
        var lines: [String] = [], line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: true).flatMap({
            pieces(of: $0, most)
        }) {
            if !line.isEmpty && Glyphs.width(of: line) + 1 + Glyphs.width(of: word) > most {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func pieces(of word: Substring, _ most: Int) -> [String] {
        stride(from: 0, to: word.count, by: most).map { String(word.dropFirst($0).prefix(most)) }
    }
}

extension FigurePage {
    /// What is written around a figure.
    init(_ figure: Figure, _ scale: MapScale?, theme: PlateTheme) {
        let named = "input: \(figure.inputName)"
        let numbers = scale.map { Self.numbers($0, figure) } ?? []
        let measures = figure.measures.map(\.text).joined(separator: " · ")
        let caption =
            [named, Self.facts(figure)] + numbers + [
                measures, figure.caution ?? "", figure.opened.input.note ?? "",
            ]
        self.init(figure.title, caption, theme: theme)
    }

    /// A title and lines below, of which empty ones are left out.
    init(_ title: String, _ caption: [String], theme: PlateTheme) {
        self.theme = theme
        self.title = title.shownInFile
        self.caption = caption.filter { !$0.isEmpty }.map(\.shownInFile)
    }

    /// The order in which facts are told; others follow by their names.
    private static let order = ["method", "target", "task", "asking", "layer", "query", "head", "unit"]

    private static func facts(_ figure: Figure) -> String {
        let others = figure.facts.keys.filter { !order.contains($0) && $0 != "modality" }.sorted()
        return (order + others).compactMap { key in figure.facts[key].map { "\(key): \($0)" } }
            .joined(separator: " · ")
    }

    private static func numbers(_ scale: MapScale, _ figure: Figure) -> [String] {
        let words = LegendWords(scale, sides: figure.sides, strongestOf: nil, isASCII: false, width: 80)
        if scale.overlay == .source { return ["input alone, without the map"] }
        if scale.overlay == .mask { return [words.mask[0]] }
        let values = scale.relevance.values.filter(\.isFinite)
        let ends = [("smallest", values.min()), ("largest", values.max())].compactMap { name, value in
            value.map { "\(name) \(Numbers.short(Double($0)))" }
        }
        let count = "\(Numbers.grouped(values.count)) numbers"
        // Of a picture or a sound the colours are laid over what is dark or bright there.
        let isOver = scale.overlay == .blend && figure.liesOverPicture
        let laid = isOver ? ["colours are over the input, darker where it is dark"] : []
        let spread = scale.isClipped && scale.kind == .clipped ? ["colours end at the 99th percentile"] : []
        return [words.meanings[0], ([count] + ends + spread + laid).joined(separator: " · ")]
    }
}

extension Figure {
    /// What readers should know before they trust the colours.
    fileprivate var caution: String? {
        if case .map(let answer) = content { answer.caution } else { nil }
    }

    /// Whether colours lie over a picture of the input.
    var liesOverPicture: Bool {
        guard case .map(let answer) = content, case .overInput = answer.content else { return false }
        return switch opened.outline {
        case .picture, .pair, .sound, .clip: true
        case .text, .points, .units: false
        }
    }

    /// What the two ends of signed numbers mean.
    fileprivate var sides: MapSides? { if case .map(let answer) = content { answer.sides } else { nil } }
}

extension String {
    /// Without what would disturb a line of letters.
    fileprivate var shownInFile: String { String(flatMap(Glyphs.pieces)) }
}

extension Plate {
    /// The colours of a scale from below to above, with numbers beside them.
    static func colours(_ scale: MapScale, height: Double, _ theme: PlateTheme) -> Plate {
        let marks = scale.marks(isASCII: false)
        let labels = marks.map { Self.width($0.label) }.max() ?? 0
        var plate = Plate(width: 14 + 10 + labels, height: height)
        let steps = 64
        for step in 0..<steps {
            let y = height * Double(steps - 1 - step) / Double(steps)
            let box = Box(x: 0, y: y, width: 14, height: height / Double(steps) + (step > 0 ? 0.5 : 0))
            plate.fill(box, scale.palette((Double(step) + 0.5) / Double(steps)))
        }
        for mark in marks {
            let y = height * (1 - mark.share)
            plate.fill(Box(x: 14, y: min(y, height - 1), width: 4, height: 1), theme.line)
            let place = Point(x: 21, y: min(max(y + 4, 9), height))
            plate.write(Lettering(text: mark.label, place: place, size: small, colour: theme.faint))
        }
        return plate
    }
}

extension Plate {
    /// A plate below a name, which is cut to its width.
    static func headed(_ name: String, _ content: Plate, _ theme: PlateTheme) -> Plate {
        let most = max(12, Int(content.width / width("m")))
        let text = name.count > most ? name.prefix(most - 1) + "…" : name
        var plate = Plate(width: 0, height: 0)
        plate.write(Lettering(text: text, place: Point(x: 0, y: 12), size: small, colour: theme.ink))
        plate.add(content, x: 0, y: 18)
        return plate
    }
}
