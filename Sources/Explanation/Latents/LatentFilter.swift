import Models

/// Which rows of the table of latents are wanted: `lift > 3 & H < 6`, `kind = sharp | !dead`.
///
/// `&` binds more than `|`; `!` and parentheses mean what they usually do. A number that is not known fulfils nothing.
public struct LatentFilter: Sendable {
    private indirect enum Condition: Sendable {
        case compares(LatentColumn, Comparison, Double)
        case isKind(LatentKind)
        case isMarked(LatentMark)
        case not(Condition)
        case all(Condition, Condition)
        case any(Condition, Condition)
    }

    private enum Comparison: String, CaseIterable, Sendable {
        case atMost = "<=", atLeast = ">=", differs = "!=", below = "<", above = ">", equals = "="
    }

    private let condition: Condition?
    /// As it was typed.
    public let text: String

    /// All rows.
    public init() { (condition, text) = (nil, "") }

    /// The rows that a text describes; of a blank one all.
    ///
    /// - Parameter columns: the columns that can be named.
    /// - Throws: ``Failure``, which says what is expected at which place.
    public init(_ text: String, columns: [LatentColumn]) throws(Failure) {
        self.text = text
        guard text.contains(where: { !$0.isWhitespace }) else {
            condition = nil
            return
        }
        var parser = Parser(text, columns)
        let whole = try parser.any()
        try parser.end()
        condition = whole
    }

    /// Whether a row is wanted.
    public func callAsFunction(_ row: LatentRecord) -> Bool { condition.map { Self.holds($0, row) } ?? true }

    private static func holds(_ condition: Condition, _ row: LatentRecord) -> Bool {
        switch condition {
        case .compares(let column, let comparison, let number):
            guard let value = row[column] else { return false }
            return switch comparison {
            case .atMost: value <= number
            case .atLeast: value >= number
            case .differs: value != number
            case .below: value < number
            case .above: value > number
            case .equals: value == number
            }
        case .isKind(let kind): return row.kind == kind
        case .isMarked(let mark): return row.marks.contains(mark)
        case .not(let other): return !holds(other, row)
        case .all(let first, let second): return holds(first, row) && holds(second, row)
        case .any(let first, let second): return holds(first, row) || holds(second, row)
        }
    }

    /// Reads a filter from left to right.
    private struct Parser {
        private let characters: [Character]
        private let columns: [LatentColumn]
        private var place = 0

        init(_ text: String, _ columns: [LatentColumn]) {
            (characters, self.columns) = (Array(text), columns)
        }

        mutating func any() throws(Failure) -> Condition {
            var condition = try all()
            while takes("|") {
                _ = takes("|")
                condition = .any(condition, try all())
            }
            return condition
        }

        private mutating func all() throws(Failure) -> Condition {
            var condition = try one()
            while takes("&") {
                _ = takes("&")
                condition = .all(condition, try one())
            }
            return condition
        }

        private mutating func one() throws(Failure) -> Condition {
            if takes("!") { return .not(try one()) }
            if takes("(") {
                let inner = try any()
                guard takes(")") else { throw failure("expected )") }
                return inner
            }
            let (start, word) = (skipped, word())
            if word == "kind" { return try kind() }
            if let mark = LatentMark(rawValue: word) { return .isMarked(mark) }
            if let kind = LatentKind(rawValue: word), column(word) == nil || !isComparison {
                return .isKind(kind)
            }
            guard let column = column(word) else {
                let names = (columns.map(\.name) + ["kind"] + LatentMark.allCases.map(\.rawValue))
                    .joined(separator: ", ")
                throw failure(
                    word.isEmpty
                        ? "expected one of \(names)" : "there is no \(word); expected one of \(names)",
                    at: start
                )
            }
            guard let comparison = comparison() else {
                throw failure("expected <, <=, >, >=, = or != after \(word)")
            }
            return .compares(column, comparison, try number())
        }

        /// What follows `kind`.
        private mutating func kind() throws(Failure) -> Condition {
            guard let comparison = comparison(), comparison == .equals || comparison == .differs else {
                throw failure("expected = or != after kind")
            }
            let (start, word) = (skipped, word())
            guard let kind = LatentKind(rawValue: word) else {
                let names = LatentKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw failure("expected one of \(names)", at: start)
            }
            return comparison == .equals ? .isKind(kind) : .not(.isKind(kind))
        }

        mutating func end() throws(Failure) {
            guard skipped == characters.count else { throw failure("expected & or |") }
        }

        private func column(_ word: String) -> LatentColumn? { columns.column(named: word) }

        /// The place after blanks.
        private var skipped: Int {
            characters[place...].firstIndex { !$0.isWhitespace } ?? characters.count
        }

        private var isComparison: Bool {
            var copy = self
            return copy.comparison() != nil
        }

        private mutating func takes(_ text: String) -> Bool {
            guard characters[skipped...].starts(with: Array(text)) else { return false }
            // ! before = is a comparison's.
            if text == "!", characters[skipped...].starts(with: Array("!=")) { return false }
            place = skipped + text.count
            return true
        }

        private mutating func comparison() -> Comparison? {
            for comparison in Comparison.allCases {
                let signs = Array(comparison.rawValue)
                guard characters[skipped...].starts(with: signs) else { continue }
                place = skipped + signs.count
                // == is =.
                if comparison == .equals, place < characters.count, characters[place] == "=" { place += 1 }
                return comparison
            }
            return nil
        }

        private mutating func word() -> String {
            take { $0.isLetter || $0.isNumber || $0 == "_" }
        }

        private mutating func number() throws(Failure) -> Double {
            let start = skipped
            let text = take { $0.isNumber || $0.isLetter || ".+-".contains($0) }
            guard let number = Double(text), number.isFinite else {
                throw failure(text.isEmpty ? "expected a number" : "\(text) is no number", at: start)
            }
            return number
        }

        private mutating func take(_ isPart: (Character) -> Bool) -> String {
            place = skipped
            let taken = characters[place...].prefix(while: isPart)
            place += taken.count
            return String(taken)
        }

        private func failure(_ reason: String, at place: Int? = nil) -> Failure {
            let place = place ?? skipped
            let spot = place >= characters.count ? "at the end" : "at character \(place + 1)"
            return Failure("\(String(characters)): \(reason) (\(spot))")
        }
    }
}
