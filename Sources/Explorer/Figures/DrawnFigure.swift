public import Cells
public import Explanation
public import Media
import Models

/// A figure as it is drawn: in cells, or as a picture.
public struct DrawnFigure: Sendable {
    /// What is drawn.
    public let figure: Figure
    var lens: Lens
    /// What pages are like.
    package let background: Background
    /// The numbers at both ends of colours that a page shares with others; `nil` for its own.
    var sharing: ClosedRange<Float>?
    /// The longest side of a picture on its page.
    var longestPicture = 1600

    /// What it is in a session file; `nil` of what no explorer drew.
    package internal(set) var step: SessionRecord.Step?

    init(_ figure: Figure, lens: Lens, background: Background = .dark) {
        self.figure = figure
        self.lens = lens
        self.background = background
    }

    /// A figure with the standard colours of maps, for dark or light pages.
    ///
    /// - Parameter view: the side that point clouds are seen from.
    public init(_ figure: Figure, background: Background = .dark, view: Viewpoint = .front) {
        var lens = Lens()
        lens.view = view
        self.init(figure, lens: lens, background: background)
    }

    /// The input alone and the map alone; `nil` where the map lies over no picture of the input.
    package var apart: (input: DrawnFigure, map: DrawnFigure)? {
        guard figure.liesOverPicture else { return nil }
        func with(_ overlay: Overlay) -> DrawnFigure {
            var figure = self
            figure.lens.overlay = overlay
            return figure
        }
        return (with(.source), with(.map))
    }

    /// Draws the map into cells of a width, with a legend; as many rows as it takes.
    public func canvas(width: Int, appearance: Appearance) -> Canvas {
        switch figure.content {
        case .flow(let field): return canvas(field, width: width, appearance: appearance)
        case .map(let answer): return canvas(answer, width: width, appearance: appearance)
        }
    }

    private func canvas(_ answer: MapAnswer, width: Int, appearance: Appearance) -> Canvas {
        let height = height(answer, width: width, appearance: appearance)
        var canvas = Canvas(Size(width: width, height: height + 2), appearance)
        let area = Rectangle(x: 0, y: 0, width: width, height: height)
        var scale = MapScale(answer.relevance, lens: lens)
        var shared: String?
        switch answer.content {
        case .overInput(let ranked):
            let drawing = drawing(answer, ranked.relevance, appearance)
            drawing.draw(in: area, on: &canvas)
            shared = drawing.shared(in: area)
            scale = drawing.scale ?? scale
        case .strip(let values):
            let drawing = LatentDrawing(answer, lens: lens, appearance: appearance)
            drawing.drawStrip(values, in: area, on: &canvas)
            shared = drawing.shared(values, in: area)
        case .matrix(let matrix):
            let drawing = LatentDrawing(answer, lens: lens, appearance: appearance)
            drawing.drawMatrix(matrix, in: area, on: &canvas)
            shared = drawing.shared(matrix, in: area)
        }
        canvas.legend(
            scale,
            sides: answer.sides,
            strongestOf: shared,
            in: Rectangle(canvas.size),
            y: height + 1
        )
        return canvas
    }

    /// As many rows as the map takes in a width.
    private func height(_ answer: MapAnswer, width: Int, appearance: Appearance) -> Int {
        func fitted(_ across: Int, _ down: Int) -> Int {
            min(40, max(4, (width * down / max(across, 1) + 1) / 2))
        }
        switch answer.content {
        case .strip: return 8
        case .matrix: return min(30, width / 2)
        case .overInput: break
        }
        let opened = figure.opened
        if opened.input.layout.placed.points != nil { return 24 }
        switch opened.outline {
        case .picture(_, let across, let down), .pair(_, _, let across, let down): return fitted(across, down)
        case .sound: return 20
        case .points, .units: return 24
        case .clip(let clip): return fitted(clip.width, clip.height) + 6
        case .text(let text, _):
            let lines = TextGeometry(text, opened.input, width: width, appearance: appearance).lineCount
            return min(200, lines * (appearance.hasPictureColours ? 1 : 2))
        }
    }

    func drawing(_ answer: MapAnswer, _ relevance: Relevance, _ appearance: Appearance) -> InputDrawing {
        InputDrawing(
            figure.opened,
            relevance: relevance,
            lens: lens,
            appearance: appearance,
            cursor: nil,
            sharing: sharing,
            blocks: answer.blocks
        )
    }

    private func canvas(_ field: FlowField, width: Int, appearance: Appearance) -> Canvas {
        let height = min(60, max(2, (width * field.height / field.width + 1) / 2))
        var canvas = Canvas(Size(width: width, height: height), appearance)
        let axes = (Axis(.x, edges: [0, Double(field.width)]), Axis(.y, edges: [0, Double(field.height)]))
        let layout = Layout(columns: axes.0, rows: axes.1)
        let geometry = GridGeometry(
            picture: field.width,
            field.height,
            layout: layout,
            in: Rectangle(canvas.size)
        )
        let drawing = FlowDrawing(field, appearance: appearance)
        let arrows = lens.hasArrows || !appearance.hasPictureColours
        drawing.draw(arrows: arrows, in: geometry, on: &canvas)
        return canvas
    }
}
