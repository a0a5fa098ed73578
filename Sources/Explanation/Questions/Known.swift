/// Answers that are known.
public struct Known: Sendable {
    private var answers: [AnyQuestion: any Sendable]

    /// The given answers.
    public init(_ answers: [AnyQuestion: any Sendable] = [:]) { self.answers = answers }

    /// The answer to a question that is needed.
    ///
    /// - Precondition: it is known.
    public func callAsFunction<Q: Question>(_ question: Q) -> Q.Answer {
        guard let answer = self[question] else { preconditionFailure("\(question) is not known") }
        return answer
    }

    /// The answer to a question, if it is known.
    public subscript<Q: Question>(question: Q) -> Q.Answer? {
        // An answer may be `nil` itself, which nothing would be cast to.
        guard let answer = answers[question.asked] else { return nil }
        return answer as? Q.Answer
    }

    /// Adds an answer.
    public mutating func add(_ answer: any Sendable, to question: AnyQuestion) { answers[question] = answer }
}

/// Answers questions one after the other, and what they need before them: for commands, benchmarks and tests.
public struct Answers: Sendable {
    private var known = Known()
    /// Why questions have no answer, but for those that were cancelled.
    private var failures: [AnyQuestion: any Error] = [:]

    /// Nothing is known yet.
    public init() {}

    /// The answer to a question; what it needs is answered first.
    ///
    /// Answers are kept, and so are failures.
    ///
    /// - Parameter progress: is told what is being done, and how far it is, from 0 to 1.
    /// - Throws: what ``Question/answer(_:progress:)`` throws.
    public mutating func callAsFunction<Q: Question>(
        _ question: Q,
        progress: @escaping @Sendable (String, Double) -> Void = { _, _ in }
    ) throws -> Q.Answer {
        if let answer = known[question] { return answer }
        if let failure = failures[question.asked] { throw failure }
        for need in question.needs { try learn(need, progress) }
        do {
            let title = question.title
            let answer = try question.answer(known) { progress(title, $0) }
            known.add(answer, to: question.asked)
            return answer
        } catch {
            if !(error is CancellationError) { failures[question.asked] = error }
            throw error
        }
    }

    private mutating func learn(
        _ question: some Question,
        _ progress: @escaping @Sendable (String, Double) -> Void
    ) throws {
        _ = try self(question, progress: progress)
    }

    /// Forgets everything but the answers to some questions; failures, too.
    public mutating func forget(allBut kept: [any Question]) {
        let old = known
        self = Answers()
        func keep<Q: Question>(_ question: Q) {
            if let answer = old[question] { known.add(answer, to: question.asked) }
        }
        for question in kept { keep(question) }
    }
}
