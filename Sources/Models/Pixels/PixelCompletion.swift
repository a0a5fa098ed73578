import Glibc
import Media
import Numerics
import Perceiver

/// A picture that is completed pixel by pixel, each told from those before it.
struct PixelCompletion {
    /// The numbers of colours so far.
    private(set) var numbers: [Int]
    /// The scores of the classes that each drawn pixel was drawn by.
    private(set) var drawnFrom: [Float] = []
    private let continuation: CausalContinuation
    private let input: PixelInput
    private let norm: LayerNorm
    private let scores: Linear
    private let colours: Int
    private let temperature: Double
    private var random: SplitMix
    /// What the next pixel is told from, `[1, D]`.
    private var state: Matrix

    /// What follows the pixels of a run before the one that is asked for.
    init(
        _ run: Run,
        _ grid: PixelGrid,
        _ asked: AskedPixel,
        _ input: PixelInput,
        _ norm: LayerNorm,
        _ scores: Linear
    ) {
        let kept = run.input.kept.count { $0 <= asked.token }
        numbers = Array(grid.numbers[..<asked.pixel])
        continuation = CausalContinuation(
            run.trace,
            first: kept,
            capacity: kept + grid.numbers.count - asked.pixel
        )
        (self.input, self.norm, self.scores) = (input, norm, scores)
        colours = grid.colours.count
        temperature = asked.temperature
        random = SplitMix(seed: asked.seed)
        state = run.trace.final[rows: kept - 1..<kept]
    }

    /// Draws the next pixel's colour; the last one of the picture is not read any more.
    mutating func step(of count: Int) {
        let all = scores(norm(state)).elements
        drawnFrom += all
        let number = drawn(Array(all[..<colours]))
        numbers.append(number)
        if numbers.count < count {
            state = continuation.append(input.token(of: number, after: numbers.count - 1))
        }
    }

    /// A colour by its probability; the most probable one, of equal ones the first, where nothing is left to chance.
    private mutating func drawn(_ scores: [Float]) -> Int {
        let best = scores.indices.max { (scores[$0], $1) < (scores[$1], $0) } ?? 0
        guard temperature > 0 else { return best }
        let weights = scores.map { exp(Double($0 - scores[best]) / temperature) }
        let share = Double(random.next() >> 11) / Double(UInt64(1) << 53)
        var rest = share * weights.reduce(0, +)
        for (number, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return number }
        }
        return best
    }
}

extension PixelInput {
    /// The token of a pixel of some colour, `[1, D]`, where the start comes first.
    func token(of colour: Int, after pixel: Int) -> Matrix {
        var token = words[rows: colour..<colour + 1]
        token.add(positions[rows: pixel + 1..<pixel + 2])
        return token
    }
}
