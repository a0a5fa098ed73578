import Glibc
import Models
import Perceiver

extension ExplanationMethod {
    /// Tokens in the order in which an answer is taken apart with the fewest of them, and put together.
    public static let stepwise = stepping("stepwise", steps: 16, rough: [stepping("stepwise-2", steps: 2)])

    private static func stepping(_ name: String, steps: Int, rough: [ExplanationMethod] = [])
        -> ExplanationMethod
    {
        ExplanationMethod(
            name,
            label: MethodLabel(
                summary:
                    "Takes tokens away and puts them together in \(steps) steps, each time those that matter most "
                    + "by then.",
                seesClass: true,
                isSigned: false,
                cost: "\(2 * steps) passes forward and \(2 * steps) back",
                caveat:
                    "It looks for the fewest tokens that break the answer: others may say the same. It is made "
                    + "for the very curves that measure it.",
                source:
                    "recursive feature elimination (Guyon et al. 2002), by gradients of the keys' weights in attention"
            ),
            rough: rough,
            quantity: { _ in "left" },
            needsTask: true,
            suits: { model in model.modalities.allSatisfy(model.removes) },
            cost: { _ in Double(4 * steps) }
        ) { try Stepwise($0, steps: steps).find($1) }
    }
}

/// Ranks an input's tokens step by step.
///
/// One map ranks all tokens by what they do while all others are there. But as soon as the first are gone, others
/// matter. So after each step it is asked anew what the tokens' weights as keys do: those of the tokens that are left to
/// what is left of the answer; and to an input of the chosen ones alone, what one of the others would bring. The
/// next tokens are those with the largest sum of both, each divided by its largest number.
///
/// What can be lost counts as much as there is left of the answer, and what can be won as much as the chosen ones lack of
/// it. A part of the score is what the token does to the whole, so that tokens keep their order where nothing
/// is to be lost or won any more.
struct Stepwise {
    /// What what can be won counts, beside what can be lost.
    private static let winning: Float = 0.25
    /// What the whole input's numbers count.
    private static let beginning: Float = 0.3
    /// The least that an answer that is lost, or won, still counts.
    private static let least: Float = 0.05
    /// By which power the number of chosen tokens grows with the steps: the first steps are the smallest.
    private static let growth = 1.5

    private let explained: Explained
    private let tokens: [Int]
    /// How many tokens are chosen by the end of each step, ascending to all.
    private let ends: [Int]

    init(_ explained: Explained, steps: Int) {
        self.explained = explained.byOdds
        tokens = explained.run.input.removable
        let count = Double(tokens.count)
        let shares = (1...steps).map { pow(Double($0) / Double(steps), Self.growth) }
        var ends: [Int] = []
        for share in shares {
            ends.append(min(tokens.count, max((ends.last ?? 0) + 1, Int((share * count).rounded()))))
        }
        self.ends = ends
    }

    func find(_ progress: @escaping Progress) throws -> Finding {
        var (order, left) = ([Int](), [Double]())
        var whole: [Float] = []
        for (number, end) in ends.enumerated() where end > order.count {
            progress(Double(number) / Double(ends.count))
            let losing = try self.losing(order)
            if order.isEmpty { whole = losing.numbers }
            var score = scaled(whole, to: Self.beginning, order)
            add(scaled(losing.numbers, to: max(Float(losing.answer), Self.least), order), to: &score)
            if !order.isEmpty {
                let winning = try self.winning(order)
                let lacking = max(Float(1 - winning.answer), Self.least)
                add(scaled(winning.numbers, to: Self.winning * lacking, order), to: &score)
            }
            let gone = Set(order)
            let ranked = TokenRanking(score, of: tokens.filter { !gone.contains($0) }).order
            left.append(losing.answer)
            order += ranked.prefix(end - order.count)
        }
        return Finding(relevance(order, left))
    }

    /// What tokens do to what is left of the answer without the chosen ones, and how much that is.
    private func losing(_ chosen: [Int]) throws -> (numbers: [Float], answer: Double) {
        let found = try explained(without: chosen).gradients(keepsInputs: false)
        return (found.keyWeights, share(found.value))
    }

    /// What tokens would bring to the chosen ones, and how much of the answer these have.
    private func winning(_ chosen: [Int]) throws -> (numbers: [Float], answer: Double) {
        let others = Set(tokens).subtracting(chosen)
        let found = try explained(without: others).gradients(keepsInputs: false, weighsRemoved: true)
        return (found.keyWeights, share(found.value))
    }

    private func explained(without gone: some Collection<Int>) throws -> Explained {
        guard !gone.isEmpty else { return explained }
        let run = explained.run
        return Explained(try run.again(on: run.input.leavingOut(Set(gone))), like: explained)
    }

    /// How much there is of an answer, 0 to 1: of a class its probability, of a contrast the first one's beside the second.
    private func share(_ odds: Double) -> Double { explained.isLogarithm ? 1 / (1 + exp(-odds)) : 1 }

    /// Numbers whose largest, of the tokens that are not chosen, is what is said.
    private func scaled(_ numbers: [Float], to size: Float, _ chosen: [Int]) -> [Float] {
        let gone = Set(chosen)
        let largest = tokens.reduce(Float(0)) { gone.contains($1) ? $0 : max($0, abs(numbers[$1])) }
        return numbers.map { $0 * size / max(largest, .leastNormalMagnitude) }
    }

    private func add(_ numbers: [Float], to score: inout [Float]) {
        for token in score.indices { score[token] += numbers[token] }
    }

    /// For each token how much of the answer is left when it goes, of 100; a hundredth of that tells the order where
    /// nothing changes.
    private func relevance(_ order: [Int], _ left: [Double]) -> Relevance {
        var values = [Float](repeating: 0, count: explained.run.input.tokens.rows)
        let starts = [0] + ends.filter { $0 < order.count }
        var (step, lowest) = (0, Double.infinity)
        for (place, token) in order.enumerated() {
            if step + 1 < starts.count && place == starts[step + 1] { step += 1 }
            let width = Double((step + 1 < starts.count ? starts[step + 1] : order.count) - starts[step])
            let (now, next) = (left[step], step + 1 < left.count ? left[step + 1] : 0)
            lowest = min(lowest, now + (next - now) * Double(place - starts[step]) / width)
            let rest = 1 - Double(place) / Double(order.count)
            values[token] = Float(0.99 * lowest + 0.01 * rest)
        }
        return Relevance(
            values: values,
            isSigned: false,
            meaning: "what is left of the answer when a token goes",
            kind: .ratio
        )
    }
}
