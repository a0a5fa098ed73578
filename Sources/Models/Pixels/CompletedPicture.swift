public import Media
import Numerics

/// A picture that a model completed pixel by pixel, and what each pixel was drawn from.
public struct CompletedPicture: Sendable {
    /// The whole picture.
    public let grid: PixelGrid
    /// The first pixel that was drawn; those before it are the input's.
    public let first: Int
    /// The scores that each drawn pixel's colour was drawn by, `[drawn pixels, classes]`.
    private let scores: Matrix

    /// - Precondition: there is a row of scores for each pixel from the first one on.
    init(grid: PixelGrid, first: Int, scores: Matrix) {
        precondition(scores.rows == grid.numbers.count - first)
        (self.grid, self.first, self.scores) = (grid, first, scores)
    }

    /// How many pixels were drawn.
    public var count: Int { scores.rows }

    /// The picture after so many pixels were drawn; those that follow are of one plain colour.
    public func image(drawn: Int) -> Image {
        let known = first + min(max(drawn, 0), count)
        let pixels = grid.numbers.enumerated().flatMap { pixel, number in
            pixel < known ? grid.colours[number].bytes : Self.unknown
        }
        return Image(width: grid.width, height: grid.height, pixels: pixels)
    }

    /// A dark blue that few palettes have.
    private static let unknown: [UInt8] = [24, 32, 72]

    /// What the model said of a drawn pixel before its colour was drawn; the drawn colour is marked as the true one.
    ///
    /// - Parameters:
    ///   - step: which of the drawn pixels, from 0.
    ///   - asked: what it said of the first one.
    func prediction(_ step: Int, like asked: Prediction) -> Prediction {
        let pixel = first + step
        return Prediction(
            task: grid.name(of: pixel),
            labels: asked.labels,
            logits: Array(scores[row: step]),
            place: asked.place.map { ColourPlace(colours: $0.colours, truth: grid.numbers[pixel]) }
        )
    }
}

extension Run {
    /// The same run with what the model said of a pixel while it completed the picture.
    ///
    /// - Parameter step: which of the drawn pixels, from 0.
    public func telling(_ step: Int, of completed: CompletedPicture) -> Run {
        guard (0..<completed.count).contains(step) else { return self }
        return Run(
            model: model,
            input: input,
            trace: trace,
            predictions: predictions.map { completed.prediction(step, like: $0) },
            output: output,
            duration: duration
        )
    }
}
