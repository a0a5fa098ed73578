import Explanation

/// Answers a command's questions, and tells on a terminal how far the work is.
package struct CommandAnswers {
    private var answers = Answers()

    /// Nothing is known yet.
    package init() {}

    /// The answer to a question; what it needs is answered first.
    package mutating func callAsFunction<Q: Question>(_ question: Q) throws -> Q.Answer {
        let line = ProgressLine()
        defer { line.end() }
        return try answers(question, progress: line.report)
    }

    /// Forgets everything but a model: of many inputs one is held at a time.
    package mutating func forget(allBut model: ModelPlace) { answers.forget(allBut: [ModelQuestion(model)]) }
}
