import Glibc
import Numerics

/// What a linear classifier finds in features, by stratified cross-validation.
public struct LinearProbe: Sendable {
    /// The class that each input was given while its fold was left out.
    public let predicted: [Int]
    /// The mean of −log p of the right classes.
    public let logLoss: Double
    /// The share of inputs that were told right.
    public let accuracy: Double
    /// The standard error of the accuracy, from the number of inputs.
    public let standardError: Double
    /// The share that the nearest neighbours by cosine tell right.
    public let neighbours: Double

    /// Measures features, one row for each input.
    ///
    /// - Parameter folds: for each input the fold in which it is left out.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public init(_ features: [[Float]], labels: [Int], folds: [Int], c: Double = 1, nearest: Int = 5) throws {
        let classes = (labels.max() ?? 0) + 1
        var (predicted, loss, near) = ([Int](repeating: 0, count: labels.count), 0.0, 0)
        for fold in Set(folds).sorted() {
            let known = labels.indices.filter { folds[$0] != fold }
            let classifier = try LogisticRegression(
                known.map { features[$0] },
                labels: known.map { labels[$0] },
                classes: classes,
                c: c
            )
            for input in labels.indices where folds[input] == fold {
                let probabilities = classifier.probabilities(of: features[input])
                predicted[input] = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
                loss -= log(max(probabilities[labels[input]], 1e-300))
                let nearby = Self.nearest(nearest, to: features[input], among: known, features)
                if Self.vote(nearby.map { labels[$0] }) == labels[input] { near += 1 }
            }
        }
        let count = Double(max(labels.count, 1))
        self.predicted = predicted
        logLoss = loss / count
        accuracy = Double(zip(predicted, labels).count { $0 == $1 }) / count
        standardError = (accuracy * (1 - accuracy) / count).squareRoot()
        neighbours = Double(near) / count
    }

    /// Deals inputs to folds so that each fold has its share of every class.
    public static func folds(_ count: Int, of labels: [Int], seed: UInt64) -> [Int] {
        var (folds, random, next) = ([Int](repeating: 0, count: labels.count), SplitMix(seed: seed), 0)
        for label in Set(labels).sorted() {
            var members = labels.indices.filter { labels[$0] == label }
            members.shuffle(by: &random)
            for member in members {
                folds[member] = next % count
                next += 1
            }
        }
        return folds
    }

    private static func nearest(_ count: Int, to row: [Float], among known: [Int], _ features: [[Float]])
        -> [Int]
    {
        let cosines = known.map { (place: $0, cosine: cosine(row, features[$0])) }
        return cosines.sorted { ($1.cosine, $0.place) < ($0.cosine, $1.place) }.prefix(count).map(\.place)
    }

    /// The most frequent class; of several the one whose first neighbour is nearest.
    private static func vote(_ labels: [Int]) -> Int? {
        var counts: [Int: Int] = [:]
        for label in labels { counts[label, default: 0] += 1 }
        let most = counts.values.max()
        return labels.first { counts[$0] == most }
    }

    private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
        var (product, own, other) = (0.0, 0.0, 0.0)
        for i in a.indices {
            product += Double(a[i]) * Double(b[i])
            own += Double(a[i]) * Double(a[i])
            other += Double(b[i]) * Double(b[i])
        }
        let lengths = (own * other).squareRoot()
        return lengths > 0 ? product / lengths : 0
    }
}
