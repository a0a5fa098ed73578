import Foundation
import Media
import Models
import Testing

@Suite struct LayoutTests {
    @Test func axisFindsCells() {
        let axis = Axis(.x, edges: [0, 1.5, 3.5, 4])
        #expect([-1, 0, 1.4, 1.5, 3.4, 3.6, 9].map(axis.cell) == [0, 0, 0, 1, 1, 2, 2])
        #expect(axis.centre(1) == 2.5)
    }

    @Test func blocksCoverAGrid() {
        let layout = Layout(
            columns: Axis(.x, edges: (0...10).map(Double.init)),
            rows: Axis(.y, edges: (0...7).map(Double.init))
        )
        let blocks = layout.blocks(acrossColumns: 4, acrossRows: 3)
        #expect(blocks.count == 12)
        #expect(blocks.flatMap { $0 }.sorted() == Array(0..<70))
        #expect(layout.cell(of: 23) == (3, 2))
        #expect(layout.token(column: 3, row: 2) == 23)
    }

    /// Points and tokens without a place are one row of items to whoever asks for cells.
    @Test func sectionsWithoutAGridAreRows() {
        let points = Layout.Points(
            dimensions: [.init(name: "x", range: 0...4), .init(name: "y", range: 0...4)],
            coordinates: [0, 0, 1, 3, 4, 1, 2, 2]
        )
        let layout = Layout(sections: [
            .init(name: "points", points: points), .init(name: "label", first: 4, unplaced: 2),
        ])
        #expect(layout.count == 6 && layout.section(of: 5).shape == .unplaced)
        #expect(layout.section(of: 5).cell(of: 5) == (1, 0, 0) && layout.cell(of: 2) == (2, 0))
        #expect(layout.sections[1].blocks(acrossColumns: 9, acrossRows: 9) == [[4], [5]])
        #expect(layout.sections[1].parts(atMost: 1) == [[4, 5]])
        #expect(layout.tokens(in: Removal(columns: 1...3, rows: 2...3)) == [1, 3])
        #expect(layout.tokens(in: Removal(columns: 1...4)) == [1, 2, 3])
        let box = layout.part(from: 1, to: 2)
        #expect(box == Removal(columns: 1...4, rows: 1...3) && layout.tokens(in: box) == [1, 2, 3])
    }

    /// Points are halved along the longest side until there are enough parts; each is in one of them.
    @Test(arguments: [2, 3]) func partsCoverPoints(dimensions: Int) {
        let points = Layout.Points(
            dimensions: ["x", "y", "z"].prefix(dimensions).map { .init(name: $0, range: 0...100) },
            coordinates: (0..<50 * dimensions).map { Double($0 * 37 % 101) }
        )
        for limit in [1, 2, 7, 16, 50, 99] {
            let parts = points.parts(atMost: limit)
            #expect(parts.count == min(limit, 50) && parts.flatMap { $0 }.sorted() == Array(0..<50))
            #expect(parts.allSatisfy { $0.count <= 2 * 50 / limit + 1 })
        }
        let section = Layout.Section(name: "points", first: 7, points: points)
        #expect(section.parts(atMost: 5).flatMap { $0 }.sorted() == Array(7..<57))
        let line = Layout.Points(dimensions: points.dimensions, coordinates: points.coordinates.sorted())
        #expect(line.parts(atMost: 2) == [Array(0..<25), Array(25..<50)])
    }

    /// Tokens are centred on every second pixel of the 64 the model sees, whatever the picture's size.
    @Test func pictureTokensInSourcePixels() throws {
        let model = try BundledModelTests.model.get()
        let image = Image(width: 900, height: 400, pixels: Array(repeating: 7, count: 900 * 400 * 3))
        let layout = try model.prepare(.image(image)).layout
        #expect(layout.columnCount == 32 && layout.rowCount == 32)
        // The middle 600 of 900 columns: 9.375 source pixels for each of the model's.
        #expect(layout.columns.edges.first == 150 && layout.columns.edges.last == 750)
        #expect(abs(layout.columns.edges[1] - (150 + 1.5 * 9.375)) < 1e-9)
        #expect(layout.rows?.edges.last == 400)
    }

    @Test func soundTokensInSeconds() throws {
        let model = try BundledModelTests.model.get()
        var samples = [Float](repeating: 0, count: 44100 * 8)
        for i in 44100 * 5..<44100 * 6 { samples[i] = Float(i % 100) / 100 - 0.5 }
        let input = try model.prepare(.sound(Sound(sampleRate: 44100, samples: samples)))
        let times = input.layout.columns.edges
        // The loudest five seconds contain the noise between 5 s and 6 s.
        #expect(times[0] <= 5 && (times.last ?? 0) >= 5.9)
        #expect(abs((times[3] - times[2]) - 0.04) < 1e-9)
        #expect(input.note?.contains("of 8.00 s") ?? false)
        let hertz = try #require(input.layout.rows).edges
        #expect(hertz == hertz.sorted() && hertz[0] > 0 && hertz[hertz.count - 1] < 8200)
    }
}

@Suite struct PredictionTests {
    @Test func figures() {
        let prediction = Prediction(task: "t", labels: ["a", "b", "c", "d"], logits: [0, 2, 2, -1])
        #expect(prediction.ranking == [1, 2, 0, 3])
        #expect(prediction.margin == 0)
        #expect(prediction.rank(of: 3) == 4)
        #expect(abs((prediction.probabilities?.reduce(0, +) ?? 0) - 1) < 1e-12)
        // Entropy of e², e², 1, e⁻¹ over their sum, worked out by hand.
        #expect(abs(prediction.entropy - 1.4050) < 1e-4, "\(prediction.entropy)")
    }

    @Test func certaintyHasNoEntropy() {
        let prediction = Prediction(task: "t", labels: ["a", "b"], logits: [500, -500])
        #expect(prediction.entropy == 0)
        #expect(prediction.probabilities == [1, 0])
    }

    /// A task that knows no answer does not come first; one that is only a little less certain does.
    @Test(arguments: [([0.1, 0.9, 0.95], 1), ([0.6, 0.9], 0), ([0.3, 0.2], 0), ([0.2], 0), ([], 0)])
    func leadingTask(probabilities: [Double], leading: Int) {
        #expect(probabilities.map { prediction($0, among: 10) }.leading == leading)
    }

    /// The more probable class of two is no answer as long as it is hardly more probable than the other.
    @Test func certaintyIsWhatIsAboveChance() {
        #expect(prediction(0.5, among: 2).certainty == 0)
        #expect(abs(prediction(0.7, among: 4).certainty - 0.6) < 1e-6)
        #expect(Prediction(task: "t", labels: ["only"], logits: [3]).certainty == 1)
        #expect([prediction(0.58, among: 2), prediction(0.99, among: 60)].leading == 1)
    }

    /// An answer whose first class has the given probability, while the others share the rest.
    private func prediction(_ probability: Double, among count: Int) -> Prediction {
        let others = Float(log((1 - probability) / Double(count - 1)))
        let logits = [Float(log(probability))] + Array(repeating: others, count: count - 1)
        return Prediction(task: "t", labels: Array(repeating: "", count: count), logits: logits)
    }
}
