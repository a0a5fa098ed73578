import Glibc
public import Media
import Numerics

/// What a model that tells each pixel from those before it would expect there, and how surprised it is by what is there.
public struct ColourAnswers: Sendable, Hashable {
    /// The picture.
    public let grid: PixelGrid
    /// For each pixel, row by row, −log p of its colour; `nil` where the token is removed that it is told from.
    public let nats: [Double?]
    /// The most probable colour of each pixel, told from the true pixels before it; of the start, which is no colour, and
    /// where nothing is told, the pixel's own.
    public let best: [Int]

    /// The answers to some pixels.
    ///
    /// - Parameters:
    ///   - grid: the picture.
    ///   - told: the pixels that are told.
    ///   - scores: a score for each class `[pixels, classes]`, of some of these by their places among them.
    init(_ grid: PixelGrid, pixels told: [Int], scores: (Range<Int>) -> Matrix) {
        self.grid = grid
        var (nats, best) = ([Double?](repeating: nil, count: grid.numbers.count), grid.numbers)
        for start in stride(from: 0, to: told.count, by: Self.block) {
            let block = start..<min(start + Self.block, told.count)
            let all = scores(block)
            for (row, pixel) in told[block].enumerated() {
                let values = all[row: row]
                let top = values.indices.max { values[$0] < values[$1] } ?? 0
                let sum = values.reduce(0.0) { $0 + exp(Double($1 - values[top])) }
                nats[pixel] = log(sum) - Double(values[grid.numbers[pixel]] - values[top])
                if top < grid.colours.count { best[pixel] = top }
            }
        }
        (self.nats, self.best) = (nats, best)
    }

    private static let block = 4096

    /// The sum of all pixels' nats.
    public var total: Double { nats.reduce(0) { $0 + ($1 ?? 0) } }

    /// The average over the pixels that are told.
    public var mean: Double {
        let count = nats.count { $0 != nil }
        return count > 0 ? total / Double(count) : 0
    }

    /// The picture with each pixel in its most probable colour.
    public var expected: Image {
        PixelGrid(width: grid.width, height: grid.height, numbers: best, colours: grid.colours).image
    }
}
