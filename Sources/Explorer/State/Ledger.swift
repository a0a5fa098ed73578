public import Explanation

/// The answers that are kept, and the questions that are being answered.
///
/// It alone decides what is asked, cancelled, ignored, replaced and forgotten. The explorer says what its screen needs;
/// whatever is under way and not needed is given up.
package struct Ledger: Sendable {
    /// Work on a question.
    struct Work: Sendable {
        /// Its number; each asking has another one.
        let id: Int
        /// How far it is, 0…1, once it has told.
        var progress: Double?
    }

    private struct Kept {
        let result: Result<any Sendable, Failure>
        let bytes: Int
        var lastUse: Int
    }

    private var answers: [AnyQuestion: Kept] = [:]
    private var works: [AnyQuestion: Work] = [:]
    /// What the last call of ``settle(_:keeping:)`` was about, and what that needs.
    private var wanted: Set<AnyQuestion> = []
    private var lastID = 0
    private var uses = 0
    /// About how many bytes the answers keep.
    package private(set) var bytes = 0
    /// About how many bytes answers may keep that no screen needs.
    private let limit: Int

    /// An empty ledger with a limit in bytes.
    package init(limit: Int) { self.limit = limit }

    // MARK: what is known

    /// The answer to a question, if it is known.
    package subscript<Q: Question>(question: Q) -> Q.Answer? {
        guard case .success(let answer)? = answers[AnyQuestion(question)]?.result else { return nil }
        return answer as? Q.Answer
    }

    /// Why a question has no answer: it, or something that it needs, failed.
    package func failure(of question: some Question) -> Failure? { failure(AnyQuestion(question)) }

    private func failure(_ question: AnyQuestion) -> Failure? {
        if case .failure(let failure)? = answers[question]?.result { return failure }
        if isAnswered(question) { return nil }
        for need in question.needs { if let failure = failure(need) { return failure } }
        return nil
    }

    /// The question whose failure leaves another one without an answer.
    private func failing(_ question: AnyQuestion) -> AnyQuestion? {
        if case .failure? = answers[question]?.result { return question }
        return isAnswered(question) ? nil : question.needs.lazy.compactMap(failing).first
    }

    /// Whether a question is being answered.
    package func isUnderWay(_ question: some Question) -> Bool { works[AnyQuestion(question)] != nil }

    /// Whether some question is being answered, or will be as soon as what it needs is there.
    package func isAwaiting(_ question: some Question) -> Bool {
        let asked = AnyQuestion(question)
        return wanted.contains(asked) && answers[asked] == nil && failure(asked) == nil
    }

    /// Work that has told how far it is; what was begun last comes last.
    var progress: [(question: AnyQuestion, share: Double)] {
        works.compactMap { question, work in work.progress.map { (work.id, question, $0) } }
            .sorted { $0.0 < $1.0 }.map { ($0.1, $0.2) }
    }

    /// How many answers are kept.
    package var count: Int { answers.count }

    private func isAnswered(_ question: AnyQuestion) -> Bool {
        if case .success? = answers[question]?.result { true } else { false }
    }

    // MARK: what is asked

    /// Asks for what is needed and neither known nor under way, and gives up what nobody needs.
    ///
    /// - Parameters:
    ///   - needed: questions, the most wanted first.
    ///   - kept: questions whose answers stay if they are there.
    /// - Returns: what must be asked and cancelled outside.
    package mutating func settle(_ needed: [any Question], keeping kept: [any Question] = []) -> [Effect] {
        wanted = []
        var asks: [AnyQuestion] = []
        for question in needed { want(AnyQuestion(question), &asks) }
        uses += 1
        let kept = kept.map { AnyQuestion($0) }
        // Why there is no answer stays, too: what failed would otherwise count as not yet asked.
        for question in wanted.union(kept).union(kept.compactMap(failing)) {
            answers[question]?.lastUse = uses
        }
        let void = works.filter { !wanted.contains($0.key) }.sorted { $0.value.id < $1.value.id }
        for (question, _) in void { works[question] = nil }
        forgetOld()
        return void.map { Effect.cancel($0.value.id) } + asks.map { ask($0) }
    }

    /// Notes a question and what it needs, and which of them can be asked now.
    private mutating func want(_ question: AnyQuestion, _ asks: inout [AnyQuestion]) {
        guard wanted.insert(question).inserted else { return }
        let needs = question.needs
        for need in needs { want(need, &asks) }
        guard answers[question] == nil, works[question] == nil, needs.allSatisfy(isAnswered) else { return }
        asks.append(question)
    }

    private mutating func ask(_ question: AnyQuestion) -> Effect {
        lastID += 1
        works[question] = Work(id: lastID, progress: nil)
        var known = Known()
        for other in question.needs + question.helps {
            if case .success(let answer)? = answers[other]?.result { known.add(answer, to: other) }
        }
        return .ask(Ask(id: lastID, question: question, known: known))
    }

    // MARK: what comes in

    /// Takes an answer, unless nobody waits for it any more.
    ///
    /// - Returns: whether it was taken.
    package mutating func take(_ result: Result<any Sendable, Failure>, to question: AnyQuestion, id: Int)
        -> Bool
    {
        guard works[question]?.id == id else { return false }
        works[question] = nil
        let size = if case .success(let answer) = result { question.size(of: answer) } else { 256 }
        forget(question)
        answers[question] = Kept(result: result, bytes: size, lastUse: uses)
        bytes += size
        forgetOld()
        return true
    }

    /// Takes how far some work is.
    package mutating func note(_ progress: Double, of question: AnyQuestion, id: Int) {
        if works[question]?.id == id { works[question]?.progress = progress }
    }

    // MARK: what is forgotten

    /// Forgets an answer, so that the question is asked again when it is needed.
    package mutating func forget(_ question: some Question) { forget(AnyQuestion(question)) }

    /// Forgets an answer, and all that needed it.
    package mutating func forgetAll(from question: some Question) {
        let root = AnyQuestion(question)
        func needsIt(_ other: AnyQuestion) -> Bool { other == root || other.needs.contains(where: needsIt) }
        for other in answers.keys.filter(needsIt) { forget(other) }
    }

    /// Forgets that a question, or what it needs, failed.
    package mutating func forgetFailure(of question: some Question) { forgetFailure(AnyQuestion(question)) }

    private mutating func forgetFailure(_ question: AnyQuestion) {
        if case .failure? = answers[question]?.result { forget(question) }
        for need in question.needs { forgetFailure(need) }
    }

    private mutating func forget(_ question: AnyQuestion) {
        if let old = answers.removeValue(forKey: question) { bytes -= old.bytes }
    }

    /// Forgets what was not used for longest, until the rest is within the limit; what is needed stays.
    private mutating func forgetOld() {
        guard bytes > limit else { return }
        let old = answers.filter { $0.value.lastUse < uses }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (question, _) in old where bytes > limit { forget(question) }
    }
}

/// A question that is asked outside, with what is known of what it needs.
public struct Ask: Sendable {
    /// The number of this asking.
    public let id: Int
    /// The question.
    public let question: AnyQuestion
    /// What it needs and what helps.
    public let known: Known

    /// An asking with a number.
    package init(id: Int, question: AnyQuestion, known: Known) {
        self.id = id
        self.question = question
        self.known = known
    }
}
