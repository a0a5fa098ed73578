/// What the positive and the negative numbers of a map say, in words.
public struct MapSides: Sendable, Hashable {
    /// What positive numbers speak for: a class, a byte, a number.
    public let subject: String
    /// What negative numbers speak for, where two classes are set against each other.
    public let opponent: String?
    /// Whether it is a number, which is raised or lowered.
    public let isNumber: Bool

    /// What numbers say of a class, of one class and another, or of a number.
    public init(for subject: String, against opponent: String? = nil, isNumber: Bool = false) {
        self.subject = subject
        self.opponent = opponent
        self.isNumber = isNumber
    }

    /// What a map of them shows: `what speaks for dog`, `what speaks for dog, not cat`.
    public var question: String {
        if isNumber { return "what \(subject) comes from" }
        return "what speaks for \(subject)" + (opponent.map { ", not \($0)" } ?? "")
    }

    /// Words for the negative and the positive end of a legend, the longest form first.
    public var ends: [(low: String, high: String)] {
        if isNumber { return [("lowers it", "raises \(subject)"), ("lowers", "raises")] }
        if let opponent {
            return [
                ("speaks for \(opponent)", "speaks for \(subject)"), ("for \(opponent)", "for \(subject)"),
                (opponent, subject),
            ]
        }
        return [
            ("speaks against it", "speaks for \(subject)"), ("against", "for \(subject)"), ("against", "for"),
        ]
    }
}
