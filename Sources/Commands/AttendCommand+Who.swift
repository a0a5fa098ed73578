import Explanation
import Explorer
import Files

/// Those who attend to a part of an input, as JSON.
private struct AttendersReport: Encodable {
    struct One: Encodable {
        let layer: String
        let asker: Int
        let head: Int
        let lift: Double
        let mass: Double
        let entropy: Double
        let inputs: Double
    }

    let input: String
    let part: String
    let tokens: Int
    let inputTokens: Int
    let count: Int
    let attenders: [One]

    init(_ found: Attenders, _ part: Part, of source: Source) {
        (input, self.part) = (source.given, part.written)
        (tokens, inputTokens, count) = (found.tokenCount, found.inputCount, found.count)
        attenders = found.first.map {
            One(
                layer: $0.layer,
                asker: $0.asker,
                head: $0.head,
                lift: $0.lift,
                mass: $0.mass,
                entropy: $0.entropy,
                inputs: $0.effectiveCount
            )
        }
    }
}

extension AttendCommand {
    /// How many are printed.
    private static let printed = 20

    /// Prints or writes who attends to a part of an input.
    func list(
        _ part: Part,
        _ subject: Subject,
        _ answers: inout CommandAnswers,
        _ table: inout TableOutput?,
        isNamed: Bool
    ) throws {
        let model = try answers(ModelQuestion(subject.model))
        guard !AttendersQuestion.layers(model).isEmpty else {
            throw WrongUsage("--who \(part.written): no layer of this model reads the input")
        }
        let opened = try answers(OpenQuestion(subject))
        let tokens: Set<Int>
        do { tokens = try part.tokens(of: opened) } catch { throw WrongUsage("--who \(error)") }
        let found = try answers(AttendersQuestion(subject, tokens: tokens))
        try table?.add(found.table)
        if numbers.json {
            print(try AttendersReport(found, part, of: subject.source).json())
        } else if table == nil {
            if isNamed { print(printable(subject.source.name)) }
            print(lines(found, part).joined(separator: "\n"))
        }
        StandardOutput.flush()
    }

    private func lines(_ found: Attenders, _ part: Part) -> [String] {
        let dot = drawing.appearance.dot
        let heading =
            "\(part.words) \(dot) \(found.tokenCount.grouped) of \(found.inputCount.counted("token")) \(dot) "
            + "first \(min(Self.printed, found.first.count)) of \(found.count.grouped) by lift"
        let rows = found.first.prefix(Self.printed).map { one in
            [one.layer, one.name, "\(one.head)"]
                + [one.lift, one.mass, one.entropy, one.effectiveCount].map { Numbers.short($0) }
        }
        return [printable(heading)] + ([Attenders.columns] + rows).aligned(right: 2...6)
    }
}
