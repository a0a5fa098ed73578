import Cells
import Explanation
import Media
import Models
import Testing

/// What is removed is called as the command line has it, and there denotes the same tokens.
@Suite struct RemovalNameTests {
    private func layout(_ medium: Medium) throws -> Layout {
        let model = try Model(folder: Session.fixtures.appending(path: "models/structured"))
        return try model.prepare(medium, options: InputOptions()).layout
    }

    @Test(arguments: [(60, 40), (451, 300), (5, 3), (1, 1), (997, 1000), (3000, 200), (33, 4000)])
    func pictures(width: Int, height: Int) throws {
        let image = Image(
            width: width,
            height: height,
            pixels: [UInt8](repeating: 9, count: width * height * 3)
        )
        let layout = try layout(.image(image))
        for first in 0..<layout.count {
            for last in stride(from: first, to: layout.count, by: 3) {
                let part = layout.part(from: first, to: last)
                let name = Part(part, on: layout).label
                let numbers = name.split(separator: ",").compactMap { Double($0) }
                try #require(numbers.count == 4 && numbers.allSatisfy { $0 >= 0 }, "\(name)")
                let (x, y) = (numbers[0], numbers[1])
                let read = Removal(columns: x...x + numbers[2], rows: y...y + numbers[3])
                #expect(layout.tokens(in: read) == layout.tokens(in: part), "\(name)")
            }
        }
    }

    @Test(arguments: [6000, 16000, 33333, 200_000])
    func sounds(count: Int) throws {
        let samples = (0..<count).map { Float($0 % 50) / 100 }
        let layout = try layout(.sound(Sound(sampleRate: 16000, samples: samples)))
        let top = layout.rowCount - 1
        for first in 0..<layout.columnCount {
            for last in first..<layout.columnCount {
                let part = layout.part(
                    from: layout.token(column: first, row: 0),
                    to: layout.token(column: last, row: top)
                )
                let name = Part(part, on: layout).label
                let numbers = name.dropLast(2).split(separator: "-").compactMap { Double($0) }
                try #require(name.hasSuffix(" s") && numbers.count == 2, "\(name)")
                let read = Removal(columns: numbers[0]...numbers[1])
                #expect(layout.tokens(in: read) == layout.tokens(in: part), "\(name)")
            }
        }
    }

    /// Edges as the bundled model has them: 165.94 is not cut to 165, where another column begins.
    @Test func numbersAreWhereverPossibleWhole() {
        let axes = (0...32).map { Double($0) * 451 / 32 - 4.4 }.map { max(0, $0) }
        let layout = Layout(columns: Axis(.x, edges: axes), rows: Axis(.y, edges: axes))
        let part = layout.part(from: layout.token(column: 12, row: 15), to: layout.token(column: 15, row: 18))
        #expect(Part(part, on: layout).label == "165,208,56,55")
        #expect(layout.tokens(in: part).count == 16)
    }
}
