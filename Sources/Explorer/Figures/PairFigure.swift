public import Cells
public import Explanation
import FoundationEssentials
import Media
import Models

/// Two maps beside each other on a page: on one scale where they say the same, and where their places agree, too, with
/// their difference.
public struct PairFigure: Sendable {
    package let figures: [Figure]
    private let found: ViewComparison
    private let background: Background
    /// What it is in a session file; `nil` of what no explorer drew.
    package internal(set) var step: SessionRecord.Step?

    /// The longest side of a picture, and the widest page that has the difference beside the maps.
    private static let (longestPicture, widest) = (480, 1700.0)
    private static let sides = ["left", "right"]
    private static let gap = 18.0

    /// Two maps, and what was found out about them.
    ///
    /// - Precondition: there are two, and both are of maps.
    public init(_ figures: [Figure], _ found: ViewComparison, background: Background) {
        precondition(figures.count == 2 && figures.allSatisfy { $0.answer != nil })
        (self.figures, self.found, self.background) = (figures, found, background)
    }

    private var answers: [MapAnswer] { figures.compactMap(\.answer) }

    /// The maps on one scale; `nil` where each has its own.
    private var shared: SharedMaps? { SharedMaps(answers, lens: Lens()) }

    private var difference: SharedMaps? {
        SharedMaps(differenceOf: answers, figures.map(\.opened.input.layout), lens: Lens())
    }

    /// The page.
    ///
    /// - Parameter pictures: for each input the whole picture that its map lies over; without it the small one for screens
    ///   is shown.
    package func page(pictures: [Image?]) -> SavedPage {
        let theme = PlateTheme(background)
        let (shared, difference) = (shared, difference)
        var content = Plate(width: 0, height: 0)
        for side in figures.indices {
            let answer = shared?.answers[side] ?? answers[side]
            let isLast = side == figures.count - 1
            let map = map(side, answer, shared?.range, pictures, theme, hasColours: shared == nil || isLast)
            let name = "\(Self.sides[side]): \(figures[side].inputName)"
            content.add(.headed(name, map, theme), x: side == 0 ? 0 : content.width + Self.gap, y: 0)
        }
        if let difference {
            let map = map(0, difference.answers[0], difference.range, pictures, theme, hasColours: true)
            let headed = Plate.headed("left − right", map, theme)
            let isBeside = content.width + Self.gap + headed.width <= Self.widest
            content.add(
                headed,
                x: isBeside ? content.width + Self.gap : 0,
                y: isBeside ? 0 : content.height + Self.gap
            )
        }
        let caption = caption(shared, difference)
        let plate = FigurePage(title, caption, theme: theme).plate(content)
        let json = try? Description(self, shared, difference).json()
        return SavedPage(plate: plate, metadata: Data((json ?? "").utf8))
    }

    /// One of the maps, or what both differ by over the left one's input.
    private func map(
        _ side: Int,
        _ answer: MapAnswer,
        _ range: ClosedRange<Float>?,
        _ pictures: [Image?],
        _ theme: PlateTheme,
        hasColours: Bool
    ) -> Plate {
        let figure = Figure(answer, source: figures[side].source, opened: figures[side].opened)
        var drawn = DrawnFigure(figure, background: background)
        (drawn.sharing, drawn.longestPicture) = (range, Self.longestPicture)
        return drawn.plate(picture: pictures[side], theme, hasColours: hasColours)
    }

    // MARK: words

    private var title: String {
        let titles = answers.map { $0.title.text() }
        return titles[0] == titles[1] ? titles[0] : titles.joined(separator: " / ")
    }

    private func caption(_ shared: SharedMaps?, _ difference: SharedMaps?) -> [String] {
        let sides = figures.indices.map { side in
            let parts = [figures[side].inputName, figures[side].facts["model"], answers[side].title.text()]
            return "\(Self.sides[side]): " + parts.compactMap { $0 }.joined(separator: " · ")
        }
        func scale(_ maps: SharedMaps) -> String {
            let ends = [maps.range.lowerBound, maps.range.upperBound].map { Numbers.short(Double($0)) }
            return "\(maps.answers[0].meaning): colours from \(ends[0]) to \(ends[1])"
        }
        let own = zip(Self.sides, answers).map { side, answer in "\(side): \(answer.meaning)" }
        let colours =
            shared.map { ["\(scale($0)) on both sides"] }
            ?? own + ["the maps do not say the same: each has its own scale"]
        return sides + [found.words.joined(separator: " · ")] + colours
            + (difference.map { [scale($0)] } ?? [])
    }

    // MARK: an object

    private struct Description: Encodable {
        struct Side: Encodable {
            let input: String
            let edits: [String]?
            let model: String?
            let map: String
        }

        let title: String
        let left: Side
        let right: Side
        let rankCorrelation: Double?
        let overlap: Double?
        let places: Int?
        /// The numbers at both ends of the colours; `nil` where each side has its own.
        let colours: [Float]?
        let differenceColours: [Float]?

        init(_ pair: PairFigure, _ shared: SharedMaps?, _ difference: SharedMaps?) {
            let sides = zip(pair.figures, pair.answers).map { figure, answer in
                Side(
                    input: figure.source.given,
                    edits: figure.source.writtenEdits,
                    model: figure.facts["model"],
                    map: answer.title.text()
                )
            }
            title = pair.title
            (left, right) = (sides[0], sides[1])
            (rankCorrelation, overlap) = (pair.found.rankCorrelation, pair.found.overlap)
            places = pair.found.placeCount
            colours = shared.map { [$0.range.lowerBound, $0.range.upperBound] }
            differenceColours = difference.map { [$0.range.lowerBound, $0.range.upperBound] }
        }
    }
}

extension Figure {
    /// The map; `nil` of a flow.
    fileprivate var answer: MapAnswer? { if case .map(let answer) = content { answer } else { nil } }
}
