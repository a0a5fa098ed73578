public import Models

/// What rankings that know nothing of the model make of one class of a run: what maps are measured against.
///
/// Maps of the same class share them.
public struct ControlCurves: Sendable, Hashable {
    /// The class.
    public let target: MeasuredTarget
    /// How many tokens are ranked.
    public let tokenCount: Int
    /// How many points curves have.
    public let points: Int
    /// Random rankings, each of which stands for its reverse, too.
    public let random: [RankingCurves]
    /// The ranking by how much there is of the input at each token; `nil` if there is no such thing.
    public let energy: RankingCurves?
    /// Why there is no ranking by energy; `nil` if there is one.
    public let energyRefusal: String?
    /// The value with all of the input.
    public let whole: Double
    /// The value with nothing of it: latents go on as they were learned.
    public let none: Double

    /// The seeds of the random rankings.
    public static let seeds: ClosedRange<UInt64> = 1...5

    /// Measures rankings that know nothing of the model.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - target: the class.
    ///   - points: how many points curves have, both ends among them.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: ``Failure`` if faithfulness cannot be measured; `CancellationError` if the task it runs in was cancelled.
    /// - Complexity: 2 · (points − 2) runs for each seed, and as many for the energy.
    public init(
        _ run: Run,
        _ target: MeasuredTarget,
        points: Int,
        progress: (Double) -> Void = { _ in }
    ) throws {
        let runs = try RemovalRuns(run, target)
        let steps = RemovalSteps(points: points, count: runs.tokens.count)
        var rankings = Self.seeds.map { TokenRanking(shuffling: runs.tokens, seed: $0) }
        var refusal: String?
        do throws(Failure) {
            let energy = try InputEnergy.values(of: run.input)
            rankings.append(TokenRanking(energy, of: runs.tokens))
        } catch {
            refusal = error.description
        }
        let places = steps.deletions + steps.insertions
        let values = try runs.values(rankings, without: places, progress: progress)
        let curves = values.map(steps.curves)
        self.target = target
        self.points = points
        tokenCount = runs.tokens.count
        random = Array(curves.prefix(Self.seeds.count))
        energy = refusal == nil ? curves.last : nil
        energyRefusal = refusal
        whole = runs.whole
        none = values[0][0..<runs.tokens.count] ?? runs.whole
    }
}

extension ControlCurves {
    /// The random rankings and their reverses.
    private var allRandom: [RankingCurves] { random + random.map(\.reversed) }

    /// At each point the mean and the standard deviation of the random rankings' deletion; their insertion has the same,
    /// from the other end.
    public var randomDeletion: (mean: RemovalCurve, deviations: [Double]) {
        let curves = allRandom.map(\.deletion)
        let statistics = curves[0].values.indices.map { point in Statistics(curves.map { $0.values[point] }) }
        let mean = RemovalCurve(fractions: curves[0].fractions, values: statistics.map(\.mean))
        return (mean, statistics.map(\.deviation))
    }

    /// The same mean with its standard error, for which a ranking and its reverse count once: one follows from the other.
    public var randomMean: MeanCurve {
        MeanCurve(random.map { MeanCurve([$0.deletion, $0.reversed.deletion]).curve })
    }

    /// The mean and the standard deviation of the area below random rankings' deletion, which is that below their
    /// insertion, too.
    public var randomArea: Statistics { Statistics(allRandom.map(\.deletion.area)) }

    /// How far the gap of one random ranking is from 0, which is their mean: see ``Margin``.
    public var chance: Double {
        (random.reduce(0) { $0 + $1.gap * $1.gap } / Double(random.count)).squareRoot()
    }

    /// How much better a ranking is than random ones.
    public func overRandom(_ curves: RankingCurves) -> Margin {
        Margin(value: curves.gap, error: chance, samples: random.count)
    }

    /// How much better a ranking is than that by the input's energy; `nil` if there is none.
    public func overEnergy(_ curves: RankingCurves) -> Margin? {
        energy.map { Margin(value: curves.gap - $0.gap, error: chance, samples: random.count) }
    }
}

/// The mean of some numbers, and how far they spread.
public struct Statistics: Sendable, Hashable {
    /// How many there are.
    public let count: Int
    /// Their mean; not a number if there are none.
    public let mean: Double
    /// Their standard deviation, n − 1 in the denominator; 0 of less than two.
    public let deviation: Double

    /// The statistics of some numbers.
    public init(_ numbers: [Double]) {
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        count = numbers.count
        self.mean = mean
        deviation = numbers.count > 1 ? (squares / Double(numbers.count - 1)).squareRoot() : 0
    }

    /// The standard error of the mean; `nil` of less than two numbers.
    public var error: Double? { count > 1 ? deviation / Double(count).squareRoot() : nil }
}
