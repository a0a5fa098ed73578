/// Something that can be asked: a plain value, and the one place that computes its answer.
///
/// The explorer, the commands, the benchmark and the tests ask the same questions. What a question needs to know
/// first, such as the run that a map is of, are questions themselves.
public protocol Question: Hashable, Sendable {
    /// What is answered.
    associatedtype Answer: Sendable

    /// What must be known first.
    var needs: [any Question] { get }

    /// What makes the answer cheaper if it happens to be known.
    var helps: [any Question] { get }

    /// What is being done while it is computed, in a word or two.
    var title: String { get }

    /// Where it is computed, which may depend on how large the things it needs are.
    func lane(_ known: Known) -> Lane

    /// Computes the answer.
    ///
    /// - Parameters:
    ///   - known: the answers to ``needs``, and to those of ``helps`` that are known.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled; otherwise an error whose description is a
    ///   sentence for the user.
    func answer(_ known: Known, progress: @escaping Progress) throws -> Answer

    /// About how many bytes an answer keeps.
    static func size(of answer: Answer) -> Int
}

/// Is told how far some work is, from 0 to 1.
public typealias Progress = @Sendable (Double) -> Void

/// Where a question is computed.
public enum Lane: Sendable, Hashable {
    /// It waits for files: on a thread of its own, so that a read that never returns stops nothing else.
    case files
    /// It takes a millisecond: at once, as another thread would take as long to begin.
    case instant
    /// It takes milliseconds: beside everything else.
    case quick
    /// It may take seconds: one after the other.
    case long
}

extension Question {
    /// Nothing.
    public var needs: [any Question] { [] }
    /// Nothing.
    public var helps: [any Question] { [] }
    /// Among the quick ones.
    public func lane(_ known: Known) -> Lane { .quick }
    /// A kilobyte, for answers that are small whatever was asked.
    public static func size(of answer: Answer) -> Int { 1024 }

    /// The same question without its type.
    public var asked: AnyQuestion { AnyQuestion(self) }
}

/// A question about the answers to others, whose types are not known.
///
/// It is the same as another one of its type if all that it is made of is the same.
public protocol ComposedQuestion: Question {
    /// The questions that it is about, and what else it asks.
    var parts: [AnyHashable] { get }
}

extension ComposedQuestion {
    /// Whether both are made of the same.
    public static func == (a: Self, b: Self) -> Bool { a.parts == b.parts }

    /// Hashes all that it is made of.
    public func hash(into hasher: inout Hasher) { hasher.combine(parts) }
}

/// A question of any type, as a key.
public struct AnyQuestion: Sendable, Hashable {
    /// The question.
    public let question: any Question
    /// The hash of the question and its type: many types ask about the same subject and nothing else.
    private let key: Int

    /// A question without its type.
    public init<Q: Question>(_ question: Q) {
        self.question = question
        var hasher = Hasher()
        hasher.combine(ObjectIdentifier(Q.self))
        hasher.combine(question)
        key = hasher.finalize()
    }

    /// Whether both are the same question of the same type.
    public static func == (a: AnyQuestion, b: AnyQuestion) -> Bool {
        func isSame<Q: Question>(_ first: Q) -> Bool { (b.question as? Q) == first }
        return a.key == b.key && isSame(a.question)
    }

    /// Hashes the question.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension AnyQuestion {
    /// Questions that must be answered first.
    public var needs: [AnyQuestion] { question.needs.map { AnyQuestion($0) } }
    /// Questions whose answers are of use.
    public var helps: [AnyQuestion] { question.helps.map { AnyQuestion($0) } }

    /// Computes the answer, as ``Question/answer(_:progress:)`` does.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> any Sendable {
        try question.answer(known, progress: progress)
    }

    /// About how many bytes an answer to it keeps.
    public func size(of answer: any Sendable) -> Int {
        func size<Q: Question>(_ question: Q) -> Int { (answer as? Q.Answer).map(Q.size) ?? 0 }
        return size(question)
    }
}
