import Cells
public import Explanation
import FoundationEssentials
import Media
import Models
import Numerics

/// All layers and heads on a page: a row of small pictures for each layer, and beside it how the layer changes the latents.
struct OverviewPage {
    let numbers: OverviewNumbers
    let opened: OpenedMedium
    let lens: Lens
    /// The frame of a clip that is shown.
    let frame: Int
    let theme: PlateTheme

    private static let (side, gap, head, beside) = (72.0, 8.0, 16.0, 150.0)
    /// The most pixels along a side of a picture.
    private static let most = 96

    /// The page.
    var plate: Plate {
        let rows = numbers.overview.rows
        let names = 12 + (rows.map { Plate.width($0.layer) }.max() ?? 0)
        var plate = Plate(width: 0, height: 0)
        for (place, row) in rows.enumerated() {
            let y = Double(place) * (Self.side + Self.head + Self.gap)
            write(row.layer, x: 0, y: y + Self.head + Self.side / 2, theme.ink, on: &plate)
            for (head, picture) in row.heads.enumerated() {
                let x = names + Double(head) * (Self.side + Self.gap)
                write("\(head)", x: x, y: y + 12, theme.faint, on: &plate)
                plate.add(thumbnail(picture), x: x, y: y + Self.head)
            }
            let end = names + Double(row.heads.count) * (Self.side + Self.gap) + 6
            if let change = numbers.changes[row.layer] {
                for (line, text) in words(change).enumerated() {
                    write(text, x: end, y: y + Self.head + 12 + Double(line) * 16, theme.faint, on: &plate)
                }
            }
            plate.grow(width: end + Self.beside, height: y + Self.head + Self.side + Self.gap)
        }
        return FigurePage(OverviewNumbers.title, caption, theme: theme).plate(plate)
    }

    private func write(_ text: String, x: Double, y: Double, _ colour: RGB, on plate: inout Plate) {
        let place = Plate.Point(x: x, y: y)
        plate.write(Plate.Lettering(text: text, place: place, size: Plate.small, colour: colour))
    }

    private func words(_ change: LatentChanges.Change) -> [String] {
        let least = change.mostChanged.map {
            "least: latent \($0) \(Numbers.hundredths(change.cosines[$0]))"
        }
        return [
            "cosine \(Numbers.hundredths(change.cosine))", "update \(Numbers.hundredths(change.update))",
        ] + (least.map { [$0] } ?? [])
    }

    // MARK: pictures

    private func thumbnail(_ picture: Overview.Picture) -> Plate {
        let relevance = picture.relevance(over: opened.input.layout)
        let scale = MapScale(relevance, lens: lens)
        switch picture {
        case .matrix(let matrix):
            return shown(
                Image(matrix.columns, matrix.rows) {
                    scale.palette.level(scale.share($1 * matrix.columns + $0))
                }
            )
        case .overInput
        where opened.input.layout.placed.rows == nil
            && opened.input.layout.placed.points == nil:
            return bars(relevance.values.count, scale)
        case .overInput:
            let layout = opened.input.layout
            let small = Thumbnail(
                layout,
                frame: frame,
                width: Self.most,
                height: Self.most,
                density: .halves,
                cloud: opened.outline.cloud,
                view: lens.view
            )
            return shown(small.image(scale, empty: theme.paper))
        case .strip(let numbers): return bars(numbers.count, scale)
        }
    }

    /// An image as large as there is room.
    private func shown(_ image: Image) -> Plate {
        let scale = Self.side / Double(max(image.width, image.height))
        let box = Plate.Box(
            x: 0,
            y: 0,
            width: Double(image.width) * scale,
            height: Double(image.height) * scale
        )
        var plate = Plate(width: box.width, height: box.height)
        plate.add(.image(image, box))
        return plate
    }

    /// A bar for each number, or for the largest of neighbours.
    private func bars(_ count: Int, _ scale: MapScale) -> Plate {
        var plate = Plate(width: Self.side, height: Self.side)
        let bars = min(count, Int(Self.side))
        for bar in 0..<bars {
            let share = (bar * count / bars..<(bar + 1) * count / bars).map(scale.share).max() ?? 0
            let height = max(0.5, Self.side * share)
            let width = Self.side / Double(bars)
            let box = Plate.Box(x: Double(bar) * width, y: Self.side - height, width: width, height: height)
            plate.fill(box, scale.palette.level(max(share, 0.25)))
        }
        return plate
    }

    // MARK: words

    /// Which frame of a clip is shown.
    private var shownFrame: String {
        let count = opened.input.layout.pictures?.frameCount ?? 1
        return count > 1 ? ", in frame \(min(frame, count - 1) + 1)" : ""
    }

    private var caption: [String] {
        let facts = ["model", "task", "asking"].compactMap { key in
            numbers.facts[key].map { "\(key): \($0)" }
        }
        let pictures = numbers.overview.rows.flatMap(\.heads)
        let kinds: [String?] = [
            pictures.contains { $0.kind == "input" }
                ? "over the input: the mean of all that ask" + shownFrame : nil,
            pictures.contains { $0.kind == "matrix" }
                ? "matrices: rows read columns; of more than \(Overview.side) neighbours are averaged" : nil,
            pictures.contains { $0.kind == "latents" } ? "bars: what the answer reads of each latent" : nil,
        ]
        let changes =
            numbers.changes.changes.isEmpty
            ? ""
            : "cosine: of each latent after the layer with before, on average · update: the length that the layer "
                + "adds, of 1 before · least: the latent whose direction changes most"
        return [
            "input: \(numbers.source.writtenName)", facts.joined(separator: " · "),
            (kinds.compactMap { $0 } + ["shares of attention, each head on a scale of its own"])
                .joined(separator: " · "),
            changes,
        ]
    }
}

extension SavedPage {
    /// All layers and heads of an input, with the standard colours of maps.
    public init(_ numbers: OverviewNumbers, over opened: OpenedMedium, background: Background) {
        self.init(numbers, over: opened, lens: Lens(), frame: 0, background: background)
    }

    /// All layers and heads of an input, as a lens has them.
    init(
        _ numbers: OverviewNumbers,
        over opened: OpenedMedium,
        lens: Lens,
        frame: Int,
        background: Background
    ) {
        let page = OverviewPage(
            numbers: numbers,
            opened: opened,
            lens: lens,
            frame: frame,
            theme: PlateTheme(background)
        )
        self.init(
            plate: page.plate,
            metadata: Data(numbers.description.utf8),
            numbers: SavedNumbers(csv: numbers.table.csv, json: numbers.json + "\n", npz: numbers.npz)
        )
    }
}
