import Models
import Numerics
import Perceiver

/// What each latent reads of an input: a row for each in a table.
///
/// The model runs on the input if it has not.
public struct LatentProfilesQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// The layer's name; if latents do not read the input there, or there is none, the last one where they do is meant.
    public let layer: String?
    /// The heads.
    public let head: HeadChoice
    /// Whose answer the decoder's weights are of; `nil` for the usual one.
    public let asker: Asker?

    /// The latents of a subject.
    public init(_ subject: Subject, layer: String? = nil, head: HeadChoice = .usual, asker: Asker? = nil) {
        (self.subject, self.layer, self.head, self.asker) = (subject, layer, head, asker)
    }

    /// What must be known first.
    public var needs: [any Question] { [ModelQuestion(subject.model)] }
    /// What makes it cheaper if it is known.
    public var helps: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "looking at latents" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// The layer that is meant in a model; `nil` if latents read the input nowhere.
    public static func layer(_ name: String?, of model: Model) -> Int? {
        guard let layer = name.flatMap(model.layer(named:)), model.layers[layer].keys == .input,
            model.layers[layer].queries == .latents
        else { return model.readingLayer }
        return layer
    }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if the model has no latents that read the input.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> LatentProfiles {
        let model = known(ModelQuestion(subject.model))
        guard let layer = Self.layer(layer, of: model) else {
            throw Failure("\(model.name) has no latents that read the input")
        }
        let run =
            try known[RunQuestion(subject)]
            ?? model.run(subject.source.opened(for: model).input) { progress($0 / 2) }
        return try LatentProfiles(run, layer: layer, head: head, asker: asker) { progress(0.5 + $0 / 2) }
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: LatentProfiles) -> Int {
        4 * answer.map.values.count + 400 * answer.profiles.count + 1024
    }
}

extension LatentProfiles {
    /// The most numbers of maps that are kept apart, and of larger ones the most cells of a section.
    private static let (largestWhole, cellsPerSection) = (1 << 18, 1024)

    /// The profiles of a run.
    ///
    /// - Precondition: latents read the input in the layer.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    init(
        _ run: Run,
        layer: Int,
        head: HeadChoice,
        asker: Asker?,
        progress: (Double) -> Void
    ) throws {
        let place = run.model.layers[layer]
        let head = head.among(heads: place.heads)
        let rows = AttentionRows(run, layer: layer, head: head)
        let found = run.readSpace == .latents ? run.found(asker) : nil
        let weights = found.map { run.reading(query: $0.query) }
        let looking = Looking(run, layer: layer, head: head)
        var reader = RowReader(run, isWhole: rows.pairs <= Self.largestWhole, Self.cellsPerSection)
        try rows.visit { start, block in
            try Task.checkCancellation()
            progress(Double(start) / Double(rows.seenQueryCount))
            let told = looking(start..<start + block.rows, block)
            for row in 0..<block.rows { reader.read(rows.overKeys(block[row: row]), told[row]) }
        }
        let map = reader.map
        let twins = Twins(map.values)
        let profiles = reader.readings.enumerated().map { latent, reading in
            LatentProfile(
                latent: latent,
                weight: weights.flatMap { $0.indices.contains(latent) ? Double($0[latent]) : nil },
                spread: reading.spread,
                lift: reading.lift,
                centre: reading.centre,
                shares: reading.told?.shares,
                kind: reading.told?.kind,
                twin: twins.nearest[latent]?.latent,
                overlap: twins.nearest[latent]?.overlap ?? 0
            )
        }
        self.init(
            profiles,
            map: map,
            axes: reader.axes,
            inputCount: run.input.readCount,
            modality: run.input.modality,
            layer: place.name,
            head: head,
            asker: weights == nil ? nil : found?.name
        )
    }
}

/// What scores tell of latents, where tokens can be told apart.
private struct Looking {
    /// What is told of one latent.
    struct Told {
        let shares: ScoreShares?
        let kind: LatentKind?
    }

    private let run: Run
    private let layer: Int
    private let head: HeadChoice
    private let periods: Periods?

    init(_ run: Run, layer: Int, head: HeadChoice) {
        (self.run, self.layer, self.head) = (run, layer, head)
        let isText = run.input.modality == .text && run.input.layout.placed.points == nil
        periods = isText ? Periods(places: run.input.readCount) : nil
    }

    /// What is told of some latents, of which `weights` has the attention.
    func callAsFunction(_ rows: Range<Int>, _ weights: Matrix) -> [Told?] {
        guard run.splitsScores(layer: layer) else { return rows.map { _ in nil } }
        let parts = run.scoreParts(layer: layer, rows: rows)
        let position: Matrix
        if case .one(let head) = head {
            position = parts.position[head]
        } else {
            position = parts.position.mean
        }
        let periods = periods?.largestShares(position)
        return parts.shares.enumerated().map { row, shares in
            let shares = shares[head]
            let kind = shares.flatMap {
                LatentKind.of(content: $0.content, weights: weights[row: row], period: periods?[row])
            }
            return Told(shares: shares, kind: kind)
        }
    }
}

/// Reads one latent's row after the other.
private struct RowReader {
    struct Reading {
        let spread: Spread
        let lift: Double
        let centre: [Double]
        let told: Looking.Told?
    }

    private(set) var readings: [Reading] = []
    private var values: [Float] = []
    private let pooling: Pooling?
    private let centre: MapCentre
    private let layout: Layout
    private let count: Double

    var axes: [LatentProfiles.Axis] { centre.axes }

    init(_ run: Run, isWhole: Bool, _ cellsPerSection: Int) {
        layout = run.input.layout
        pooling = isWhole ? nil : Pooling(layout, cellsPerSection: cellsPerSection)
        centre = MapCentre(layout)
        count = Double(run.input.readCount)
    }

    mutating func read(_ row: [Float], _ told: Looking.Told?) {
        let spread = Spread(weights: row)
        let lift = Double(row.isEmpty ? 0 : row[spread.peak]) * count
        readings.append(Reading(spread: spread, lift: lift, centre: centre(row), told: told))
        values += pooling?.averages(of: row) ?? row
    }

    var map: PooledMap {
        let layout = pooling?.layout ?? layout
        return PooledMap(
            values: Matrix(rows: readings.count, columns: layout.count, values),
            layout: layout,
            entropies: readings.map(\.spread.entropy)
        )
    }
}

/// For each row the other one that is most like it.
private struct Twins {
    private(set) var nearest: [(latent: Int, overlap: Double)?]

    /// Rows of weights, each by its own sum.
    init(_ rows: Matrix) {
        let shares = (0..<rows.rows).map { row -> [Float] in
            let numbers = rows[row: row]
            let sum = Float(numbers.reduce(0.0) { $0 + Double($1) })
            return sum > 0 ? numbers.map { $0 / sum } : numbers
        }
        var nearest = [(latent: Int, overlap: Double)?](repeating: nil, count: rows.rows)
        for first in shares.indices {
            for second in first + 1..<max(first + 1, shares.count) {
                let overlap = Self.overlap(shares[first], shares[second])
                if overlap > nearest[first]?.overlap ?? -1 { nearest[first] = (second, overlap) }
                if overlap > nearest[second]?.overlap ?? -1 { nearest[second] = (first, overlap) }
            }
        }
        self.nearest = nearest
    }

    private static func overlap(_ first: [Float], _ second: [Float]) -> Double {
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                var sum: Float = 0
                for i in 0..<first.count { sum += min(first[i], second[i]) }
                return Double(sum)
            }
        }
    }
}
