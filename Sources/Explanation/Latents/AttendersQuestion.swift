import Glibc
public import Models
import Numerics
import Perceiver

/// One who attends to a part of the input: a layer, a latent or a token in it, and a head.
public struct Attender: Sendable, Hashable {
    /// The layer's name.
    public let layer: String
    /// Who asks: a latent, a token, or where answers read the input a decoder query.
    public let asker: Int
    /// What it is called.
    public let name: String
    /// The head.
    public let head: Int
    /// How many times more attention the part gets than if all tokens got the same.
    public let lift: Double
    /// The part's share of the attention.
    public let mass: Double
    /// The entropy of all of the attention in bits.
    public let entropy: Double

    /// One who attends, with the given numbers.
    package init(
        layer: String,
        asker: Int,
        name: String,
        head: Int,
        lift: Double,
        mass: Double,
        entropy: Double
    ) {
        (self.layer, self.asker, self.name, self.head) = (layer, asker, name, head)
        (self.lift, self.mass, self.entropy) = (lift, mass, entropy)
    }

    /// Over how many inputs the attention would spread if it were even.
    public var effectiveCount: Double { exp2(entropy) }
}

/// Those who attend to a part of an input, the largest lift first.
public struct Attenders: Sendable {
    /// The first of them, at most ``largestCount``.
    public let first: [Attender]
    /// How many there are.
    public let count: Int
    /// How many tokens the part has that the model got.
    public let tokenCount: Int
    /// How many tokens the model got.
    public let inputCount: Int

    /// The first of some who attend, by lift.
    package init(_ found: [Attender], tokenCount: Int, inputCount: Int) {
        first = Array(found.largestFirst(by: \.lift).prefix(Self.largestCount))
        (count, self.tokenCount, self.inputCount) = (found.count, tokenCount, inputCount)
    }

    /// The most that are kept.
    public static let largestCount = 500

    /// The columns of its table.
    public static let columns = ["layer", "asker", "head", "lift", "mass", "H", "inputs"]

    /// All of them as a table.
    public var table: Table {
        var table = Table(columns: Self.columns)
        for one in first {
            table.add([
                one.layer, "\(one.asker)", "\(one.head)", "\(one.lift)", "\(one.mass)", "\(one.entropy)",
                "\(one.effectiveCount)",
            ])
        }
        return table
    }
}

/// Who attends to a part of an input: of all layers that read it all who ask, each head by itself.
public struct AttendersQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// The part's tokens, in order.
    public let tokens: [Int]

    /// Who attends to some tokens.
    public init(_ subject: Subject, tokens: Set<Int>) {
        (self.subject, self.tokens) = (subject, tokens.sorted())
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "who attends" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane {
        let run = known(RunQuestion(subject))
        let pairs = Self.layers(run.model).reduce(0) { $0 + run.pairs(in: run.model.layers[$1]) }
        return pairs > PooledMatrix.largestWhole ? .long : .quick
    }

    /// The layers that read the input.
    public static func layers(_ model: Model) -> [Int] {
        model.layers.indices.filter { model.layers[$0].keys == .input }
    }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Attenders {
        let run = known(RunQuestion(subject))
        let seen = tokens.compactMap { run.seenNumber($0, of: .input) }
        let layers = Self.layers(run.model)
        var found: [Attender] = []
        for (number, layer) in layers.enumerated() {
            found += try Self.attenders(run, layer: layer, to: seen) { share in
                progress((Double(number) + share) / Double(layers.count))
            }
        }
        return Attenders(found, tokenCount: seen.count, inputCount: run.input.readCount)
    }

    private static func attenders(
        _ run: Run,
        layer: Int,
        to tokens: [Int],
        progress: (Double) -> Void
    ) throws -> [Attender] {
        guard !tokens.isEmpty else { return [] }
        let place = run.model.layers[layer]
        let ratio = Double(run.input.readCount) / Double(tokens.count)
        return try (0..<place.heads).flatMap { head in
            let rows = AttentionRows(run, layer: layer, head: .one(head))
            let askers = rows.seenQueries
            var found: [Attender] = []
            try rows.visit { start, block in
                try Task.checkCancellation()
                progress((Double(head) + Double(start) / Double(askers.count)) / Double(place.heads))
                for row in 0..<block.rows {
                    let asker = askers[start + row]
                    let mass = tokens.reduce(0.0) { $0 + Double(block[row, $1]) }
                    found.append(
                        Attender(
                            layer: place.name,
                            asker: asker,
                            name: run.name(ofAsker: asker, in: place.queries),
                            head: head,
                            lift: mass * ratio,
                            mass: mass,
                            entropy: Spread.entropy(of: block, row: row)
                        )
                    )
                }
            }
            return found
        }
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Attenders) -> Int { 120 * answer.first.count + 256 }
}
