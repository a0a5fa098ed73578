import Glibc

/// Multinomial logistic regression with an L2 penalty, on features that are standardised by those it is fitted to.
///
/// It minimises C times the sum of log losses plus half the squared weights, as scikit-learn does; intercepts are free.
/// Of two classes one vector of weights is penalised, which is their difference.
public struct LogisticRegression: Sendable {
    private let means, scales, weights: [Double]
    private let classes: Int
    private var channels: Int { means.count }

    /// Fits features to the numbers of their classes, `0..<classes`.
    ///
    /// - Precondition: there is at least one row, all are as long, and there is a label for each.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public init(_ features: [[Float]], labels: [Int], classes: Int, c: Double = 1) throws {
        precondition(!features.isEmpty && features.count == labels.count)
        let (count, channels) = (Double(features.count), features[0].count)
        var (means, scales) = (
            [Double](repeating: 0, count: channels), [Double](repeating: 0, count: channels)
        )
        for row in features { for i in 0..<channels { means[i] += Double(row[i]) / count } }
        for row in features {
            for i in 0..<channels {
                let difference = Double(row[i]) - means[i]
                scales[i] += difference * difference / count
            }
        }
        // What never changes says nothing, and is not divided by nothing.
        for i in 0..<channels { scales[i] = scales[i] > 1e-20 ? scales[i].squareRoot() : 1 }
        (self.means, self.scales, self.classes) = (means, scales, classes)
        let rows = features.map { Self.standardised($0, means, scales) }
        let penalty = (classes == 2 ? 2 : 1) / c
        weights = try QuasiNewton.minimum(from: [Double](repeating: 0, count: classes * (channels + 1))) {
            Self.loss($0, rows, labels, classes, penalty)
        }
    }

    /// The probability of each class.
    public func probabilities(of features: [Float]) -> [Double] {
        let row = Self.standardised(features, means, scales)
        var scores = [Double](repeating: 0, count: classes)
        for label in 0..<classes { scores[label] = Self.score(row, weights, label * (channels + 1)) }
        Self.softmax(&scores)
        return scores
    }

    private static func standardised(_ row: [Float], _ means: [Double], _ scales: [Double]) -> [Double] {
        row.indices.map { (Double(row[$0]) - means[$0]) / scales[$0] }
    }

    /// The product with a class's weights, which begin at a place and end with its intercept.
    private static func score(_ row: [Double], _ weights: [Double], _ start: Int) -> Double {
        weights.withUnsafeBufferPointer { weights in
            row.withUnsafeBufferPointer { row in
                var sum = weights[start + row.count]
                for i in 0..<row.count { sum += row[i] * weights[start + i] }
                return sum
            }
        }
    }

    private static func softmax(_ scores: inout [Double]) {
        let most = scores.max() ?? 0
        var sum = 0.0
        for i in scores.indices {
            scores[i] = exp(scores[i] - most)
            sum += scores[i]
        }
        for i in scores.indices { scores[i] /= sum }
    }

    /// The sum of log losses and the penalty, and their gradient.
    private static func loss(
        _ weights: [Double],
        _ rows: [[Double]],
        _ labels: [Int],
        _ classes: Int,
        _ penalty: Double
    ) -> (Double, [Double]) {
        let width = weights.count / classes
        var (sum, gradient) = (0.0, [Double](repeating: 0, count: weights.count))
        for start in stride(from: 0, to: weights.count, by: width) {
            for i in start..<start + width - 1 {
                sum += penalty / 2 * weights[i] * weights[i]
                gradient[i] = penalty * weights[i]
            }
        }
        var scores = [Double](repeating: 0, count: classes)
        for (row, label) in zip(rows, labels) {
            for other in 0..<classes { scores[other] = score(row, weights, other * width) }
            softmax(&scores)
            sum -= log(max(scores[label], 1e-300))
            gradient.withUnsafeMutableBufferPointer { gradient in
                row.withUnsafeBufferPointer { row in
                    for other in 0..<classes {
                        let error = scores[other] - (other == label ? 1 : 0)
                        for i in 0..<row.count { gradient[other * width + i] += error * row[i] }
                        gradient[other * width + row.count] += error
                    }
                }
            }
        }
        return (sum, gradient)
    }
}
