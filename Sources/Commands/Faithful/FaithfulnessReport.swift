import Explanation
import Media
import Models

/// What `faithful` finds out of one input.
struct FaithfulnessReport: Encodable {
    /// A curve with the area below it.
    struct Curve: Encodable {
        let fractions: [Double]
        let values: [Double]
        let area: Double

        init(_ curve: RemovalCurve) {
            (fractions, values, area) = (curve.fractions, curve.values, curve.area)
        }
    }

    /// Random rankings; a random order has the same deletion and insertion on average, from opposite ends.
    struct Random: Encodable {
        let deletion: Curve
        /// The standard deviation at each point.
        let deviations: [Double]
        /// The standard deviation of the area.
        let areaDeviation: Double
        /// How far the gap of one random ranking is from 0.
        let gapDeviation: Double
        let rankings: Int
    }

    /// The ranking by the input's energy.
    struct Energy: Encodable {
        let deletion: Curve
        let insertion: Curve
    }

    struct Erasure: Encodable {
        let fraction: Double
        let comprehensiveness: Double
        let sufficiency: Double
    }

    struct Gain: Encodable {
        let value: Double
        let error: Double
        let verdict: String
        let margin: Margin

        enum CodingKeys: CodingKey { case value, error, verdict }

        init(_ margin: Margin) {
            self.margin = margin
            (value, error, verdict) = (margin.value, margin.error, margin.verdict.rawValue)
        }
    }

    /// What was measured of one map.
    struct Method: Encodable {
        let method: String
        let deletion: Curve
        let insertion: Curve
        let erasures: [Erasure]
        let comprehensiveness: Double
        let sufficiency: Double
        let meanComprehensiveness: Double
        let meanSufficiency: Double
        /// `nil` where all parts of the map are as salient.
        let saco: Double?
        /// `nil` where nothing speaks for the class.
        let polarity: Double?
        let overRandom: Gain
        let overEnergy: Gain?
        /// How long the map took.
        let seconds: Double
    }

    let input: String
    let modality: Modality
    let model: String
    let task: String
    let target: String
    /// What curves are of.
    let quantity: String
    let tokens: Int
    let points: Int
    /// The value with all of the input.
    let whole: Double
    /// The value with nothing of it.
    let none: Double
    let random: Random
    let energy: Energy?
    /// Why there is no ranking by energy.
    let energyRefusal: String?
    let methods: [Method]

    init(_ source: Source, _ run: Run, _ controls: ControlCurves, _ methods: [Method]) {
        let (target, spread) = (controls.target, controls.randomDeletion)
        input = source.given
        modality = run.input.modality
        model = run.model.title
        (task, self.target, quantity) = (target.taskName, target.label, target.quantity)
        (tokens, points) = (controls.tokenCount, controls.points)
        (whole, none) = (controls.whole, controls.none)
        random = Random(
            deletion: Curve(spread.mean),
            deviations: spread.deviations,
            areaDeviation: controls.randomArea.deviation,
            gapDeviation: controls.chance,
            rankings: controls.random.count
        )
        energy = controls.energy.map { Energy(deletion: Curve($0.deletion), insertion: Curve($0.insertion)) }
        energyRefusal = controls.energyRefusal
        self.methods = methods
    }
}

extension FaithfulnessReport.Method {
    init(_ name: String, _ found: Faithfulness, time: Duration) {
        method = name
        deletion = .init(found.curves.deletion)
        insertion = .init(found.curves.insertion)
        erasures = found.erasures.map {
            .init(
                fraction: $0.fraction,
                comprehensiveness: $0.comprehensiveness,
                sufficiency: $0.sufficiency
            )
        }
        (comprehensiveness, sufficiency) = (found.shown.comprehensiveness, found.shown.sufficiency)
        (meanComprehensiveness, meanSufficiency) = (found.meanComprehensiveness, found.meanSufficiency)
        (saco, polarity) = (found.groups.coefficient, found.groups.agreement)
        overRandom = .init(found.overRandom)
        overEnergy = found.overEnergy.map { .init($0) }
        seconds = time / .seconds(1)
    }
}
