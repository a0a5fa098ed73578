public import Models

/// What removing tokens in the order of a map does to a class.
///
/// Tokens are left out as keys, so that nothing stands in for them. Those of equal rank are taken in random order.
public struct MapRemovals: Sendable, Hashable {
    /// What is lost by removing the first tokens, or the others (ERASER, DeYoung and others 2020).
    public struct Erasure: Sendable, Hashable {
        /// The share of the tokens, from 0 to 1; at least one token is taken.
        public let fraction: Double
        /// The value with all less that without these tokens: the higher, the better.
        public let comprehensiveness: Double
        /// The value with all less that with these tokens alone: the lower, the better.
        public let sufficiency: Double
    }

    /// Deletion and insertion.
    public let curves: RankingCurves
    /// What removing the first 1, 5, 10, 20 and 50 % does.
    public let erasures: [Erasure]
    /// What removing each of ten groups of tokens does, the most salient first.
    public let groups: SalienceGroups

    /// The shares of tokens whose removal is measured by itself.
    public static let erased = [0.01, 0.05, 0.1, 0.2, 0.5]
    /// The share that is shown.
    public static let shownErasure = 0.2

    /// Removes tokens by a map.
    ///
    /// - Parameters:
    ///   - relevance: the map.
    ///   - run: the run it is of.
    ///   - target: the class that is followed.
    ///   - points: how many points curves have.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: ``Failure`` if faithfulness cannot be measured; `CancellationError` if the task it runs in was cancelled.
    /// - Complexity: 2 · (points − 2) + 12 runs.
    public init(
        of relevance: Relevance,
        _ run: Run,
        _ target: MeasuredTarget,
        points: Int,
        progress: (Double) -> Void = { _ in }
    ) throws {
        let runs = try RemovalRuns(run, target)
        let (count, masses) = (runs.tokens.count, relevance.masses)
        let ranking = TokenRanking(relevance.values, of: runs.tokens)
        let steps = RemovalSteps(points: points, count: count)
        let erased = Self.erased.map { ($0, max(1, Int(($0 * Double(count)).rounded()))) }
        let grouped = SalienceGroups.places(count)
        let places =
            steps.deletions + steps.insertions + erased.flatMap { [0..<$0.1, $0.1..<count] } + grouped
        let values = try runs.values([ranking], without: places, progress: progress)[0]
        func drop(_ range: Range<Int>) -> Double { runs.whole - (values[range] ?? .nan) }
        curves = steps.curves(values)
        erasures = erased.map {
            Erasure(fraction: $0.0, comprehensiveness: drop(0..<$0.1), sufficiency: drop($0.1..<count))
        }
        groups = SalienceGroups(
            saliences: grouped.map { ranking.order[$0].reduce(0) { $0 + Double(masses[$1]) } },
            drops: grouped.map(drop)
        )
    }

    /// What removing the first 20 % does.
    public var shown: Erasure {
        erasures.first { $0.fraction == Self.shownErasure } ?? erasures[erasures.count - 1]
    }

    /// The mean comprehensiveness over all shares (AOPC).
    public var meanComprehensiveness: Double { Statistics(erasures.map(\.comprehensiveness)).mean }
    /// The mean sufficiency over all shares (AOPC).
    public var meanSufficiency: Double { Statistics(erasures.map(\.sufficiency)).mean }
}

/// How faithful a map is: whether what it ranks first is what a class hangs on in one run, more than chance would have it.
@dynamicMemberLookup
public struct Faithfulness: Sendable, Hashable {
    /// What removing tokens in the order of the map does.
    public let removals: MapRemovals
    /// How much better the map is than random rankings.
    public let overRandom: Margin
    /// How much better it is than the ranking by the input's energy; `nil` if there is none.
    public let overEnergy: Margin?

    /// What removals do, beside controls.
    public init(_ removals: MapRemovals, _ controls: ControlCurves) {
        self.removals = removals
        overRandom = controls.overRandom(removals.curves)
        overEnergy = controls.overEnergy(removals.curves)
    }

    /// Measures a map.
    ///
    /// - Parameters:
    ///   - relevance: the map.
    ///   - run: the run it is of.
    ///   - controls: those of the class that is followed.
    /// - Throws: ``Failure`` if faithfulness cannot be measured; `CancellationError` if the task it runs in was cancelled.
    public init(of relevance: Relevance, _ run: Run, _ controls: ControlCurves) throws {
        self.init(
            try MapRemovals(of: relevance, run, controls.target, points: controls.points),
            controls
        )
    }

    /// What removals do.
    public subscript<Value>(dynamicMember path: KeyPath<MapRemovals, Value>) -> Value {
        removals[keyPath: path]
    }

    /// What can be said of the map, in a sentence for each control.
    public var verdicts: [String] {
        [overRandom.words(than: "random")] + (overEnergy.map { [$0.words(than: "input energy")] } ?? [])
    }
}

/// Tokens in groups of like salience, and what the removal of each group does.
public struct SalienceGroups: Sendable, Hashable {
    /// The sum of the map in each group, the largest first.
    public let saliences: [Double]
    /// The value with all less that without the group.
    public let drops: [Double]

    /// Groups of some salience.
    ///
    /// - Precondition: there is a drop for each salience.
    public init(saliences: [Double], drops: [Double]) {
        precondition(saliences.count == drops.count)
        self.saliences = saliences
        self.drops = drops
    }

    /// How many groups there are; fewer of fewer tokens.
    static let count = 10

    /// The places of a ranking that each group has.
    static func places(_ tokens: Int) -> [Range<Int>] {
        let groups = min(count, tokens)
        return (0..<groups).map { tokens * $0 / groups..<tokens * ($0 + 1) / groups }
    }

    /// Whether more salient groups matter more, weighed by how much more salient they are; `nil` where all are as salient.
    ///
    /// It is 1 where all pairs of groups do, and −1 where none does (SaCo, Wu et al. 2024, arXiv 2404.01415).
    public var coefficient: Double? {
        var (sum, weights) = (0.0, 0.0)
        for first in saliences.indices {
            for second in saliences.indices.dropFirst(first + 1) {
                let weight = saliences[first] - saliences[second]
                sum += drops[first] >= drops[second] ? weight : -weight
                weights += abs(weight)
            }
        }
        return weights > 0 ? sum / weights : nil
    }

    /// How many groups have a positive salience, and how many of these lower the value when removed.
    ///
    /// Of a map that says what speaks for a class all should (faithfulness violation test, Liu et al. 2022).
    public var polarity: (agreeing: Int, positive: Int) {
        let positive = saliences.indices.filter { saliences[$0] > 0 }
        return (positive.count { drops[$0] > 0 }, positive.count)
    }

    /// The share of positive groups whose removal lowers the value, from 0 to 1; `nil` if none is positive.
    public var agreement: Double? {
        polarity.positive > 0 ? Double(polarity.agreeing) / Double(polarity.positive) : nil
    }
}
