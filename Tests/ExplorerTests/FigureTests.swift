import Cells
import Explanation
import Explorer
import Foundation
import Media
import Models
import Numerics
import Testing

/// Maps as files.
@Suite struct FigureTests {
    /// The picture of a sound's map has low frequencies at the bottom, and the beginning to the left.
    @Test func lowFrequenciesAreAtTheBottom() throws {
        let model = try Session.model(Session.tiny).get()
        let opened = try Session.sound.prepared(try #require(Session.media[Session.sound]), for: model)
        let layout = opened.input.layout
        var values = [Float](repeating: 0, count: layout.count)
        values[layout.token(column: 1, row: 0)] = 1
        values[layout.token(column: 0, row: layout.rowCount - 1)] = 0.5
        let relevance = Relevance(values: values, isSigned: false, meaning: "")
        let image = try #require(MadeUp.figure(opened, relevance).pictures.first)
        func light(_ column: Int, _ row: Int) -> Double {
            let x = (2 * column + 1) * image.width / (2 * layout.columnCount)
            let pixel = image[x, (2 * row + 1) * image.height / (2 * layout.rowCount)]
            return RGB(pixel.red, pixel.green, pixel.blue).luminance
        }
        let lights: [[Double]] = (0..<layout.rowCount).map { row in
            (0..<layout.columnCount).map { light($0, row) }
        }
        let brightest = lights.joined().max()
        #expect(lights[layout.rowCount - 1][1] == brightest)
        #expect(lights.joined().filter { $0 == brightest }.count == 1)
        #expect(lights[0][0] > lights[0][1])
    }

    /// A picture of a map that is finer than its pixels shows the strongest token of each.
    @Test func figuresCountEveryToken() throws {
        let edges = (0...200).map { 5 + Double($0) / 4 }
        let layout = Layout(columns: Axis(.x, edges: edges), rows: Axis(.y, edges: edges))
        let grey = Image(width: 60, height: 60, pixels: Array(repeating: 99, count: 60 * 60 * 3))
        let input = InputArray(
            tokens: Matrix(rows: layout.count, columns: 1),
            layout: layout,
            parts: [],
            modality: .image,
            note: nil
        )
        let opened = OpenedMedium(outline: .picture(thumbnail: grey, width: 60, height: 60), input: input)
        for token in [0, 199, 4321, 17_777, 39_800, 39_999] {
            var values = [Float](repeating: 0, count: layout.count)
            values[token] = 1
            let relevance = Relevance(values: values, isSigned: false, meaning: "")
            let figure = MadeUp.figure(opened, relevance)
            let image = try #require(figure.pictures.first)
            let (x, y) = (5 + (token % 200) / 4, 5 + (token / 200) / 4)
            #expect(image[x, y] != image[x == 10 ? 11 : 10, 20], "\(token)")
            let canvas = figure.canvas(width: 30, appearance: Appearance(depth: .monochrome, ascii: false))
            #expect(canvas.rows.dropLast().joined().contains("█"), "\(token)")
        }
    }
    /// A matrix that has more rows and columns than there are places shows the largest number of each place.
    @Test(arguments: [(28, ColourDepth.full), (28, .monochrome), (40, .full), (40, .monochrome), (90, .full)])
    func matricesLoseNothing(width: Int, depth: ColourDepth) throws {
        let model = try Session.model(Session.tiny).get()
        let opened = try Session.sound.prepared(try #require(Session.media[Session.sound]), for: model)
        for number in stride(from: 0, to: 48 * 48, by: 37) {
            var values = Matrix(rows: 48, columns: 48)
            values[number / 48, number % 48] = 1
            let figure = MadeUp.figure(opened, values)
            let canvas = figure.canvas(width: width, appearance: Appearance(depth: depth, ascii: false))
            let map = canvas.cells.dropLast(2 * width)
            let top = Palette.inferno.level(1).colour
            let isSeen = map.contains {
                $0.character == "█" || $0.style.foreground == top || $0.style.background == top
            }
            #expect(isSeen, "\(number)")
            #expect(width < 90 || !canvas.rows.joined().contains("strongest of"))
        }
    }
}

extension DrawnFigure {
    /// The pictures on its page.
    var pictures: [Image] {
        page().shapes.compactMap { if case .image(let image, _) = $0 { image } else { nil } }
    }
}
