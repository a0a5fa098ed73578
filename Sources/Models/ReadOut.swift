import Numerics
import Perceiver

/// The way back from a target to the vectors that it is read from.
struct ReadOut {
    /// The number that is explained.
    let value: Double
    /// Its gradient at the vectors that answers are read from, `[N, D]`.
    let gradient: Matrix
    /// How much of each of these vectors is read: by attention, the mean over heads of the positive part of
    /// `weight · gradient at the weight`; otherwise each vector's share.
    let relevance: [Float]
    /// The gradient at the query that asked, `[1, E]`, and the query times it; `nil` where none did.
    let query: (gradient: Matrix, product: Float)?
    /// The token that the query is made of.
    let source: DecoderAnswer.Source?

    /// Reads a target's number and goes back.
    ///
    /// - Precondition: the run has such a target.
    init(_ target: Target, of run: Run, rule: BackwardRule) {
        let aim = Aim(target, of: run)
        let (answer, vectors) = (aim.answer, run.trace.final)
        let read = answer.reading(vectors)
        let (value, outputs) = aim.measure(answer.map(read).elements)
        let seed = Matrix(rows: 1, columns: outputs.count, outputs.map { Float($0) })
        let gradient = seed.times(answer.map.weight)
        self.value = value
        source = answer.source
        guard case .query(let query) = answer.reading else {
            relevance = answer.reading.shares(of: vectors)
            self.gradient = answer.reading.gradient(gradient, at: vectors, rule)
            self.query = nil
            return
        }
        let found = query.attention.backward(from: gradient, at: query.vector, over: vectors, rule: rule)
        self.gradient = found.keys
        relevance = found.relevance
        self.query = (found.queries, found.queryProducts[0])
    }
}

/// What is read for a target, and what is made of the outputs.
private struct Aim {
    let answer: DecoderAnswer
    /// The number that is explained, and its gradient at the outputs.
    let measure: ([Float]) -> (value: Double, gradient: [Double])

    init(_ target: Target, of run: Run) {
        switch target {
        case .logProbability(let task, let index), .number(let task, let index):
            self = .evidence(task, of: run, [(index, 1)])
        case .logOdds(let task, let index):
            let task = run.tasks[task]
            let temperature = task.temperatures[run.input.modality] ?? 1
            self = Aim(answer: DecoderAnswer(task.reading, then: task.final)) {
                task.scoring.odds($0, for: index, temperature: temperature)
            }
        case .contrast(let task, let index, let other):
            self = .evidence(task, of: run, [(index, 1), (other, -1)])
        case .byte(let position, let token):
            guard let query = run.decoderQuery(token: position) else {
                preconditionFailure("\(run.model.name) cannot be asked for bytes")
            }
            let answer = run.model.answer(to: query, of: run)
            self = Aim(answer: answer) {
                Scoring.oneClass.evidence($0, for: token.id - answer.firstToken, temperature: 1)
            }
        case .symbol(let query, let index):
            self = Aim(answer: run.model.answer(to: query, of: run)) {
                Scoring.oneClass.evidence($0, for: index, temperature: 1)
            }
        case .extent(let query, let direction):
            let reading = run.model.answer(to: query, of: run).reading
            let row = Matrix(rows: 1, columns: direction.count, direction)
            let map = Linear(weight: row, bias: [0])
            self = Aim(answer: DecoderAnswer(reading, then: map)) { (Double($0[0]), [1]) }
        case .output(let query, let channels):
            let answer = run.model.answer(to: query, of: run)
            let scale = Double(answer.scale)
            self = Aim(answer: answer) { outputs in
                var gradient = [Double](repeating: 0, count: outputs.count)
                for channel in channels { gradient[channel] += scale }
                return (channels.reduce(0) { $0 + scale * Double(outputs[$1]) }, gradient)
            }
        }
    }

    private init(
        answer: DecoderAnswer,
        measure: @escaping ([Float]) -> (value: Double, gradient: [Double])
    ) {
        (self.answer, self.measure) = (answer, measure)
    }

    /// The sum of evidence for some classes of one of the run's tasks, each with a factor.
    private static func evidence(_ task: Int, of run: Run, _ classes: [(index: Int, factor: Double)]) -> Aim {
        let task = run.tasks[task]
        let temperature = task.temperatures[run.input.modality] ?? 1
        return Aim(answer: DecoderAnswer(task.reading, then: task.final)) { scores in
            var sum = (value: 0.0, gradient: [Double](repeating: 0, count: scores.count))
            for (index, factor) in classes {
                let part = task.scoring.evidence(scores, for: index, temperature: temperature)
                sum.value += factor * part.value
                for i in scores.indices { sum.gradient[i] += factor * part.gradient[i] }
            }
            return sum
        }
    }
}
