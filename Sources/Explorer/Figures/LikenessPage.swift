public import Cells
public import Explanation
import FoundationEssentials
import Glibc
import Media

/// How alike inputs are, on a page: a matrix for each measure, in hundredths.
public struct LikenessPage: Sendable {
    private let likeness: Likeness
    private let names: [String]
    private let measures: [Likeness.Measure]
    private let model: String

    /// How alike some inputs are.
    ///
    /// - Parameters:
    ///   - names: what the inputs are called, one for each portrait.
    ///   - measures: by what they are compared.
    ///   - model: the title of the model.
    public init(_ likeness: Likeness, names: [String], measures: [Likeness.Measure], model: String) {
        (self.likeness, self.names, self.measures, self.model) = (likeness, names, measures, model)
    }

    /// The page for a light or a dark background.
    public func page(_ background: Background) -> SavedPage {
        let theme = PlateTheme(background)
        let pages = measures.map { measure in
            let caption = ["model: \(model)", "\(measure.words): \(measure.meaning), in hundredths"]
            return FigurePage(title(measure), caption, theme: theme).plate(plate(measure, theme))
        }
        let json = try? ["matrices": measures.map(description)].json()
        return SavedPage(plate: FigurePage.below(pages, theme), metadata: Data((json ?? "").utf8))
    }

    private func title(_ measure: Likeness.Measure) -> String {
        "likeness by \(measure.words) · \(names.count.grouped) inputs"
    }

    // MARK: shapes

    /// The least side of a cell that has its number in it, and how long a name is at most.
    private static let (numbered, longestName) = (24.0, 40)

    private func plate(_ measure: Likeness.Measure, _ theme: PlateTheme) -> Plate {
        let count = names.count
        let cell = min(36, max(3, (960 / Double(count)).rounded(.down)))
        let drawing = LikenessDrawing(
            likeness,
            names: names,
            measure: measure,
            lens: Lens(),
            appearance: Appearance(depth: .full, ascii: false)
        )
        func axis(_ label: (Int) -> String) -> PlateAxis {
            let step = Int((14 / cell).rounded(.up))
            return PlateAxis(
                "",
                stride(from: 0, to: count, by: step).map {
                    PlateAxis.Tick(place: (Double($0) + 0.5) / Double(count), label: label($0))
                }
            )
        }
        let rows = axis { "\($0 + 1) \(names[$0].prefix(Self.longestName))" }
        let side = cell * Double(count)
        var plate = Plate.panel(side, side, left: rows, bottom: axis { "\($0 + 1)" }, theme) { plate, box in
            plate.cells(count, count, in: box) { column, row in
                drawing.share(row, column).map { drawing.colour($0) } ?? theme.paper
            }
            if cell >= Self.numbered { write(drawing, in: box, theme, on: &plate) }
        }
        let bar = Plate.colours(drawing.scale, height: min(240, max(72, side)), theme)
        plate.add(bar, x: plate.width + 10, y: 6)
        return plate
    }

    /// The number in each cell.
    private func write(
        _ drawing: LikenessDrawing,
        in box: Plate.Box,
        _ theme: PlateTheme,
        on plate: inout Plate
    ) {
        let cell = box.width / Double(names.count)
        for row in names.indices {
            for column in names.indices {
                let colour = drawing.share(row, column).map { drawing.colour($0).readable }
                let place = Plate.Point(
                    x: box.x + (Double(column) + 0.5) * cell,
                    y: box.y + (Double(row) + 0.5) * cell + 4
                )
                plate.write(
                    Plate.Lettering(
                        text: drawing.label(row, column) ?? "–",
                        place: place,
                        size: Plate.small,
                        anchor: .middle,
                        colour: colour ?? theme.faint
                    )
                )
            }
        }
    }

    // MARK: an object

    private struct Description: Encodable {
        let title: String
        let model: String
        let measure: String
        let meaning: String
        let inputs: [String]
        let values: [[Double?]]
    }

    private func description(_ measure: Likeness.Measure) -> Description {
        Description(
            title: title(measure),
            model: model,
            measure: measure.rawValue,
            meaning: measure.meaning,
            inputs: names,
            values: names.indices.map { row in
                names.indices.map { likeness.value(row, $0, by: measure) }
            }
        )
    }
}
