import Models

/// How much better one ranking is than another one, and whether chance could have made the difference.
///
/// The value is the difference of the gaps (insertion less deletion): that of random rankings is 0, as a ranking and its
/// reverse have opposite ones. The error is how far the gap of a single random ranking is from that: with the gaps `g` of
/// `n` of them `√(Σ g² / n)`, which has `n` degrees of freedom. It is what chance alone gives the gap of one map.
public struct Margin: Sendable, Hashable {
    /// What can be said of it.
    public enum Verdict: String, Sendable, Hashable {
        /// Better than chance could have made it.
        case better
        /// Within what chance makes.
        case unclear = "not better"
        /// Worse than chance could have made it.
        case worse
    }

    /// The difference of areas, from −2 to 2.
    public let value: Double
    /// Its standard error.
    public let error: Double
    /// How many random rankings the error was estimated from.
    public let samples: Int

    /// A difference with its error.
    public init(value: Double, error: Double, samples: Int) {
        self.value = value
        self.error = error
        self.samples = samples
    }

    /// Whether the difference is larger than chance makes it in 95 of 100 cases (two-sided, Student's t).
    public var verdict: Verdict {
        let limit = error * Self.quantile(samples)
        return value > limit ? .better : value < -limit ? .worse : .unclear
    }

    /// In a few words: `better than random by 0.41 ± 0.03`.
    public func words(than other: String) -> String {
        func number(_ value: Double) -> String { decimal(value, places: 2) }
        return switch verdict {
        case .better, .worse: "\(verdict.rawValue) than \(other) by \(number(abs(value))) ± \(number(error))"
        case .unclear: "not better than \(other) (\(number(value)) ± \(number(error)))"
        }
    }

    /// The 97.5 % quantile of Student's t distribution for some degrees of freedom; that of ten for more.
    private static func quantile(_ degrees: Int) -> Double {
        let table = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
        return table[min(max(degrees, 1), table.count) - 1]
    }
}
