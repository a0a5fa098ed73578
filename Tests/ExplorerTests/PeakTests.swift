import Cells
import Explanation
import Explorer
import Media
import Models
import Numerics
import Testing

/// The strongest token of a map is where the drawing is strongest, and what the words name.
@Suite struct PeakTests {
    private func drawing(
        _ outline: Outline,
        _ layout: Layout,
        _ values: [Float],
        spectrogram: SpectrogramImage? = nil,
        depth: ColourDepth = .full,
        ascii: Bool = false,
        frame: Int = 0
    ) -> InputDrawing {
        let input = InputArray(
            tokens: Matrix(rows: layout.count, columns: 1),
            layout: layout,
            parts: [],
            modality: .image,
            spectrogram: spectrogram,
            note: nil
        )
        return InputDrawing(
            OpenedMedium(outline: outline, input: input),
            relevance: Relevance(values: values, isSigned: false, meaning: ""),
            lens: Lens(),
            appearance: Appearance(depth: depth, ascii: ascii),
            cursor: nil,
            frame: frame
        )
    }

    private static func black(_ width: Int, _ height: Int) -> Image {
        Image(width: width, height: height, pixels: Array(repeating: 0, count: width * height * 3))
    }

    /// How light the lighter half of a cell is; without colours how full it is.
    private func light(_ cell: Cell) -> Double {
        let colours = [cell.style.foreground, cell.style.background].compactMap { colour -> Double? in
            if case .rgb(let red, let green, let blue) = colour {
                RGB(red, green, blue).luminance
            } else {
                nil
            }
        }
        if let most = colours.max() { return most }
        return Double(Array(" ░▒▓█").firstIndex(of: cell.character ?? " ") ?? 0)
    }

    private func expectPeak(
        _ drawing: InputDrawing,
        _ size: Size,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var canvas = Canvas(size, drawing.appearance)
        let area = Rectangle(size)
        drawing.draw(in: area, on: &canvas)
        let peak = try #require(drawing.peak(in: area))
        let geometry = try #require(drawing.geometries(in: area).first { $0.contains(peak) })
        let cell = try #require(geometry.cell(of: peak))
        #expect(
            light(canvas[cell.x, cell.y]) == canvas.cells.map(light).max(),
            sourceLocation: sourceLocation
        )
        #expect(drawing.token(x: cell.x, y: cell.y, in: area) == peak, sourceLocation: sourceLocation)
    }

    /// Pictures of all sizes, whole and cropped, with all abilities of terminals.
    @Test(arguments: [(ColourDepth.full, false), (.full, true), (.monochrome, false)])
    func isSeenInPictures(depth: ColourDepth, ascii: Bool) throws {
        var random = Dice(state: 7)
        for _ in 0..<30 {
            let (width, height) = (random(8...300), random(8...300))
            func axis(_ quantity: Axis.Quantity, _ size: Int) -> Axis {
                let (count, from) = (random(1...90), random.share() * Double(size) / 3)
                let step = (Double(size) - 2 * from) / Double(count)
                return Axis(quantity, edges: (0...count).map { from + Double($0) * step })
            }
            let layout = Layout(columns: axis(.x, width), rows: axis(.y, height))
            let values = (0..<layout.count).map { _ in Float(random.share()) }
            let outline = Outline.picture(
                thumbnail: Self.black(16, 16),
                width: width,
                height: height
            )
            let drawing = drawing(outline, layout, values, depth: depth, ascii: ascii)
            try expectPeak(drawing, Size(width: random(1...60), height: random(1...30)))
        }
    }

    @Test func isSeenInSpectrograms() throws {
        var random = Dice(state: 8)
        let sound = Outline.sound(SoundOutline(Sound(sampleRate: 8000, samples: [0, 0, 0, 0])))
        for _ in 0..<30 {
            let (rows, columns) = (random(1...40), random(1...200))
            let layout = Layout(
                columns: Axis(.time, edges: (0...columns).map { Double($0) / 25 }),
                rows: Axis(.frequency, edges: (0...rows).map { Double($0) * 100 })
            )
            let values = (0..<layout.count).map { _ in Float(random.share()) }
            let silence = [Float](repeating: 0, count: rows * 2 * columns)
            let image = SpectrogramImage(bands: rows * 2, frames: columns, values: silence)
            let drawing = drawing(sound, layout, values, spectrogram: image)
            try expectPeak(drawing, Size(width: random(8...60), height: random(3...30)))
        }
    }

    /// A long text is scrolled to its peak, and a click finds what is drawn there.
    @Test(arguments: [ColourDepth.full, .monochrome]) func longTextsAreScrolledToIt(depth: ColourDepth) throws
    {
        let text = String(repeating: "Lange Sätze — ", count: 60)
        let count = text.utf8.count
        let layout = Layout(columns: Axis(.byte, edges: (0...count).map(Double.init)), rows: nil)
        let area = Rectangle(x: 0, y: 0, width: 20, height: 6)
        for peak in [0, 13, 400, count - 1] {
            var values = [Float](repeating: 0, count: count)
            values[peak] = 1
            let drawing = drawing(.text(Text(text), byteCount: count), layout, values, depth: depth)
            let geometry = try #require(drawing.geometries(in: area).first)
            let cell = try #require(geometry.cell(of: peak), "\(peak)")
            #expect(drawing.peak(in: area) == peak && drawing.token(x: cell.x, y: cell.y, in: area) == peak)
        }
    }

    /// Of a clip the words name the strongest of what is shown: not one of another frame.
    @Test func ofAClipItIsInTheFrameShown() throws {
        let pictures = Layout.Section(
            name: "image",
            columns: Axis(.x, edges: [0, 4, 8]),
            rows: Axis(.y, edges: [0, 4, 8]),
            frames: Axis(.frame, edges: [0, 1, 2])
        )
        let layout = Layout(sections: [pictures, .init(name: "label", first: 8, unplaced: 1)])
        let clip = Clip(frames: [Self.black(8, 8), Self.black(8, 8)], sound: nil, framesPerSecond: 2)
        let outline = Outline.clip(ClipOutline(clip, layout: layout))
        let values: [Float] = [0, 1, 0, 0, 0, 0, 2, 0, 3]
        let area = Rectangle(x: 0, y: 0, width: 8, height: 4)
        #expect(drawing(outline, layout, values).peak(in: area) == 1)
        #expect(drawing(outline, layout, values, frame: 1).peak(in: area) == 6)
    }

    /// A token without a place has one below the picture, where the cursor and clicks find it.
    @Test func tokensWithoutAPlaceAreDrawn() throws {
        let edges = [0.0, 4, 8]
        let layout = Layout(sections: [
            .init(name: "[CLS]", unplaced: 1),
            .init(name: "image", first: 1, columns: Axis(.x, edges: edges), rows: Axis(.y, edges: edges)),
        ])
        let outline = Outline.picture(thumbnail: Self.black(8, 8), width: 8, height: 8)
        let drawing = drawing(outline, layout, [5, 1, 2, 3, 4])
        let area = Rectangle(x: 0, y: 0, width: 12, height: 6)
        var canvas = Canvas(Size(width: 12, height: 6))
        drawing.draw(in: area, on: &canvas)
        #expect(canvas.rows[5].hasPrefix("[CLS] ") && drawing.peak(in: area) == 0)
        #expect(drawing.token(x: 6, y: 5, in: area) == 0)
        #expect(drawing.moved(3, across: 0, down: 1, in: area) == 0)
        #expect([3, 4].contains(drawing.moved(0, across: 0, down: -1, in: area)))
        #expect(layout.columnCount == 2 && layout.token(column: 1, row: 1) == 4)
    }
}
