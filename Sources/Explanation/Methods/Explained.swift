public import Models
package import Numerics

/// What is explained: an answer of a run, and one of its classes, or what sets it apart from another one; where a model
/// has no tasks, what it puts out at one place.
public struct Explained: Sendable {
    /// The run.
    public let run: Run
    /// One of the run's tasks; `nil` if it is a place that is asked for.
    public let task: Int?
    /// The place that is asked for instead.
    public let place: FoundAsker?
    /// The decoder query that is answered.
    public let query: Int
    /// The number that is explained.
    public let target: Target
    /// What that is called: a task's class, a byte, a channel; of a contrast both classes.
    public let name: String
    /// What its positive and its negative numbers say.
    public let sides: MapSides
    /// Whose answer it is: a task's name, or a place.
    public let asker: String
    /// What the number is called, for legends: `log p`, `log p difference`, `value`, `output`.
    public let quantity: String
    /// Tokens that stand in for others where parts are taken away: see ``StandInsQuestion``.
    package var standIns: Matrix?
    /// Whether the number is a logarithm of probabilities, whose size one can tell.
    public let isLogarithm: Bool

    /// A class of one of a run's tasks, or a contrast of two.
    public init(_ run: Run, task: Int, class index: Int, against other: Int? = nil) {
        let prediction = run.predictions[task]
        let isNumber = prediction.scoring == .numbers
        self.run = run
        self.task = task
        place = nil
        query = run.decoderQuery(task: task) ?? 0
        asker = prediction.task
        name = prediction.labels[index] + (other.map { " − \(prediction.labels[$0])" } ?? "")
        sides = MapSides(
            for: prediction.labels[index],
            against: other.map { prediction.labels[$0] },
            isNumber: isNumber
        )
        quantity = prediction.scoring.quantity + (other == nil ? "" : " difference")
        isLogarithm = !isNumber
        target =
            if let other {
                .contrast(task: task, class: index, other: other)
            } else if isNumber {
                .number(task: task, index: index)
            } else {
                .logProbability(task: task, class: index)
            }
    }

    /// What a model without tasks puts out at a place: of a text the most probable byte, of
    /// speech the most probable letter, of features their length in the
    /// direction that they have, otherwise the channel with the largest number.
    public init(_ run: Run, place: FoundAsker) {
        self.run = run
        task = nil
        self.place = place
        query = place.query
        asker = place.name
        if let position = place.token, case .bytes = run.output {
            let token = run.model.bytes(run, positions: [position]).best[0]
            target = .byte(position: position, token: token)
            (name, quantity, isLogarithm) = (token.name, "log p", true)
        } else if case .transcript(let transcript) = run.output,
            let best = transcript.alternatives(at: place.query, top: 1).first
        {
            target = .symbol(query: place.query, index: best.token)
            (name, quantity, isLogarithm) = (transcript.name(of: best.token), "log p", true)
        } else if run.model.featureCount != nil {
            let features = run.outputs(ofQuery: place.query)
            let length = features.reduce(0) { $0 + $1 * $1 }.squareRoot()
            target = .extent(query: place.query, along: features.map { length > 0 ? $0 / length : 0 })
            (name, quantity, isLogarithm) = ("its features", "their length", false)
        } else {
            let outputs = run.outputs(ofQuery: place.query)
            let channel = outputs.indices.max { abs(outputs[$0]) < abs(outputs[$1]) } ?? 0
            target = .output(query: place.query, channels: [channel])
            (name, quantity, isLogarithm) = ("channel \(channel)", "output", false)
        }
        sides = MapSides(for: name, isNumber: !isLogarithm)
    }

    /// What the run itself has: see ``evidence(in:)``.
    ///
    /// - Precondition: a task is explained.
    package var whole: Double { task.map { evidence(in: run.predictions[$0]) } ?? 0 }

    /// How strongly an answer to the task says so: log p of the class; of a contrast the difference of both; of numbers
    /// the number itself.
    public func evidence(in prediction: Prediction) -> Double {
        switch target {
        case .logProbability(_, let index), .number(_, let index): prediction.evidence(for: index)
        case .contrast(_, let index, let other):
            prediction.evidence(for: index) - prediction.evidence(for: other)
        case .logOdds, .byte, .symbol, .output, .extent: 0
        }
    }

    /// The same by its odds, where it is the probability of a class: what is all but sure still has a slope.
    package var byOdds: Explained {
        guard case .logProbability(let task, let index) = target else { return self }
        return Explained(run, like: self, target: .logOdds(task: task, class: index), quantity: "log odds")
    }

    private init(_ run: Run, like other: Explained, target: Target, quantity: String) {
        self.run = run
        (task, place, query) = (other.task, other.place, other.query)
        (name, asker, isLogarithm, sides) = (other.name, other.asker, other.isLogarithm, other.sides)
        (self.target, self.quantity) = (target, quantity)
    }

    /// The same of another run on much the same input.
    init(_ run: Run, like other: Explained) {
        self.init(run, like: other, target: other.target, quantity: other.quantity)
    }

    /// The change of the evidence that has full colour; `nil` of numbers, whose size nobody knows.
    var fullColour: Float? { isLogarithm ? Self.fullColour : nil }

    /// The change of log p that has full colour: the class becomes 1.65 times as probable, or as improbable.
    static let fullColour: Float = 0.5
}
