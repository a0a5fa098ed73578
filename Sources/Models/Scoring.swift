import Glibc

/// What the scores of a task say.
public enum Scoring: String, Sendable, Hashable, Codable {
    /// Which one of the classes it is: the softmax makes probabilities of scores, which sum to 1.
    case oneClass = "one class"
    /// Of each class whether it is there: the sigmoid makes a probability of each score.
    case eachClass = "each class"
    /// Nothing of classes: the scores are the numbers that were asked for.
    case numbers

    /// The probabilities of classes with some scores; `nil` of numbers.
    ///
    /// - Parameter temperature: what scores are divided by first.
    func probabilities(_ scores: [Float], temperature: Double) -> [Double]? {
        let scores = scores.map { Double($0) / temperature }
        switch self {
        case .oneClass:
            let top = scores.max() ?? 0
            let exponentials = scores.map { exp($0 - top) }
            let sum = exponentials.reduce(0, +)
            return exponentials.map { $0 / sum }
        case .eachClass: return scores.map { 1 / (1 + exp(-$0)) }
        case .numbers: return nil
        }
    }

    /// The logarithm of a class's probability, or the number itself, and its gradient at the scores.
    ///
    /// - Parameters:
    ///   - index: the class, or the number.
    ///   - temperature: what scores are divided by first, but for numbers.
    func evidence(
        _ scores: [Float],
        for index: Int,
        temperature: Double
    ) -> (value: Double, gradient: [Double]) {
        var gradient = [Double](repeating: 0, count: scores.count)
        let scaled = scores.map { Double($0) / temperature }
        switch self {
        case .oneClass:
            let top = scaled.max() ?? 0
            let logSum = top + log(scaled.reduce(0) { $0 + exp($1 - top) })
            gradient = scaled.map { -exp($0 - logSum) / temperature }
            gradient[index] += 1 / temperature
            return (scaled[index] - logSum, gradient)
        case .eachClass:
            let score = scaled[index]
            gradient[index] = 1 / (1 + exp(score)) / temperature
            return (min(score, 0) - log1p(exp(-abs(score))), gradient)
        case .numbers:
            gradient[index] = 1
            return (Double(scores[index]), gradient)
        }
    }

    /// The logarithm of a class's odds, or the number itself, and its gradient at the scores.
    ///
    /// - Parameters:
    ///   - index: the class, or the number.
    ///   - temperature: what scores are divided by first, but for numbers.
    func odds(
        _ scores: [Float],
        for index: Int,
        temperature: Double
    ) -> (value: Double, gradient: [Double]) {
        var gradient = [Double](repeating: 0, count: scores.count)
        let own = Double(scores[index]) / temperature
        switch self {
        case .oneClass where scores.count > 1:
            let others = scores.indices.filter { $0 != index }.map { Double(scores[$0]) / temperature }
            let top = others.max() ?? 0
            let logSum = top + log(others.reduce(0) { $0 + exp($1 - top) })
            for i in scores.indices where i != index {
                gradient[i] = -exp(Double(scores[i]) / temperature - logSum) / temperature
            }
            gradient[index] = 1 / temperature
            return (own - logSum, gradient)
        case .oneClass, .eachClass:
            gradient[index] = 1 / temperature
            return (own, gradient)
        case .numbers: return evidence(scores, for: index, temperature: temperature)
        }
    }

    /// What is lost where a part of the input is removed, for legends: `log p`, or the number itself.
    public var quantity: String { self == .numbers ? "value" : "log p" }
}
