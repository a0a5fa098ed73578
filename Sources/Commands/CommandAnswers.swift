import Explanation

/// Answers a command's questions, and tells on a terminal how far the work is.
package struct CommandAnswers {
    private var answers = Answers()
    private var line = ProgressLine()

    /// Nothing is known yet.
    package init() {}

    /// The answer to a question; what it needs is answered first.
    package mutating func callAsFunction<Q: Question>(_ question: Q) throws -> Q.Answer {
        defer { line.end() }
        return try answers(question, progress: line.report)
    }

    /// The answer to a question about a map whose type is not known.
    mutating func map(_ question: some Mapping) throws -> MapAnswer { try self(question) }

    /// Works on one of several inputs, of which the line of progress tells.
    mutating func working<Result>(
        on place: String?,
        _ body: (inout CommandAnswers) throws -> Result
    ) rethrows -> Result {
        line = ProgressLine(place)
        defer {
            line.end()
            line = ProgressLine()
        }
        line.begin()
        return try body(&self)
    }

    /// Forgets everything but a model: of many inputs one is held at a time.
    package mutating func forget(allBut model: ModelPlace) { answers.forget(allBut: [ModelQuestion(model)]) }
}
