public import Media
import Models

/// A column of the table of latents.
public enum LatentColumn: Sendable, Hashable {
    /// Its number.
    case latent
    /// Its share in what the answer reads.
    case weight
    /// What the target loses without it, in log p.
    case effect
    /// Over how many inputs its attention would spread if it were even.
    case inputs
    /// The entropy of its attention in bits.
    case entropy
    /// The largest multiple of uniform attention.
    case lift
    /// The mean place of its attention, on an axis of that name.
    case centre(String)
    /// The share of content in the variance of its scores.
    case content
    /// How much of its attention overlaps with that of the latent most like it.
    case twin

    /// As headings, filters, options and tables have it.
    public var name: String {
        switch self {
        case .latent: "latent"
        case .weight: "weight"
        case .effect: "effect"
        case .inputs: "inputs"
        case .entropy: "H"
        case .lift: "lift"
        case .centre(let axis): axis
        case .content: "content"
        case .twin: "twin"
        }
    }

    /// Whether its largest numbers come first when it is sorted by.
    public var isLargestFirst: Bool {
        switch self {
        case .weight, .effect, .lift, .content, .twin: true
        case .latent, .inputs, .entropy, .centre: false
        }
    }
}

extension [LatentColumn] {
    /// The one of a name; capitals count only where that makes a difference.
    func column(named name: String) -> LatentColumn? {
        first { $0.name == name } ?? first { $0.name.lowercased() == name.lowercased() }
    }
}

/// What sets a latent apart.
public enum LatentMark: String, Sendable, Hashable, CaseIterable, Codable {
    /// It reads about evenly, or nothing depends on it.
    case dead
    /// Another latent reads nearly the same.
    case duplicate
}

/// A row of the table of latents: what one of them reads of an input, or on average of several.
public struct LatentRecord: Sendable, Hashable {
    /// The latent.
    public let latent: Int
    /// Its numbers, as far as they are known.
    public let numbers: [LatentColumn: Double]
    /// The standard deviations over inputs; none of a single input.
    public let deviations: [LatentColumn: Double]
    /// By what it chooses what it reads; of several inputs what is most frequent.
    public let kind: LatentKind?
    /// The latent most like it; of several inputs the most frequent one.
    public let twin: Int?
    /// What sets it apart; of several inputs on most of them.
    public let marks: Set<LatentMark>

    /// A row of the given numbers.
    package init(
        latent: Int,
        numbers: [LatentColumn: Double],
        deviations: [LatentColumn: Double],
        kind: LatentKind?,
        twin: Int?,
        marks: Set<LatentMark>
    ) {
        (self.latent, self.numbers, self.deviations) = (latent, numbers, deviations)
        (self.kind, self.twin, self.marks) = (kind, twin, marks)
    }

    /// A number, if it is known.
    public subscript(column: LatentColumn) -> Double? { numbers[column] }

    /// What sets it apart, in words.
    public var markWords: [String] { LatentMark.allCases.filter(marks.contains).map(\.rawValue) }
}

/// The table of latents: of one input, or the means over several of the same kind.
///
/// A latent is marked *dead* if it reads at least 95 % as many inputs as there are, or if its effect is known and below a
/// thousandth of the largest one; *duplicate* if at least 90 % of its attention overlaps with another latent's.
public struct LatentListing: Sendable {
    /// The columns that it has, the latents' numbers first.
    public let columns: [LatentColumn]
    /// A row for each latent, by their numbers.
    public let records: [LatentRecord]
    /// How many inputs they are of.
    public let count: Int

    static let evenShare = 0.95
    static let smallestEffect = 0.001
    static let sameOverlap = 0.9

    /// What kind of input they are of.
    public let modality: Modality
    /// The layer's name.
    public let layer: String
    /// The heads.
    public let head: HeadChoice
    /// Whose answer the weights are of, if anybody's.
    public let asker: String?
    /// What the effects are on, if they are known.
    public let target: String?

    /// Where the maps' axes end: of inputs of unlike sizes a mean place says nothing.
    private let ends: [Double]

    /// The table of an input.
    ///
    /// - Parameters:
    ///   - profiles: what each latent reads.
    ///   - effects: what the target loses without each latent; `nil` if that is not known.
    ///   - target: what the target is called.
    public init(_ profiles: LatentProfiles, effects: [Float]?, target: String?) {
        let rows = Self.records(profiles, effects: effects)
        (records, ends) = (rows, profiles.axes.map(\.end))
        (count, modality, layer, head) = (1, profiles.modality, profiles.layer, profiles.head)
        (asker, self.target) = (profiles.asker, effects == nil ? nil : target)
        let axes = profiles.axes.map { LatentColumn.centre($0.name) }
        columns = Self.columns(axes).filter { Self.isKnown($0, rows) }
    }

    /// The means of several tables, one for each kind of input: those of the same columns, in the order in which they come
    /// first.
    public static func averages(_ listings: [LatentListing]) -> [LatentListing] {
        var groups: [[LatentListing]] = []
        for listing in listings {
            let place = groups.firstIndex { $0[0].isLike(listing) }
            if let place { groups[place].append(listing) } else { groups.append([listing]) }
        }
        return groups.map { LatentListing(averaging: $0) }
    }

    private init(averaging listings: [LatentListing]) {
        let first = listings[0]
        let areAlike = listings.allSatisfy { $0.ends == first.ends }
        let dropped = areAlike ? [] : first.axes
        let rows = first.records.indices.map { row in
            Self.merged(listings.map { $0.records[row] }, without: dropped)
        }
        (records, ends) = (rows, first.ends)
        count = listings.reduce(0) { $0 + $1.count }
        (modality, layer, head) = (first.modality, first.layer, first.head)
        asker = Set(listings.map(\.asker)).count == 1 ? first.asker : first.asker.map { _ in "the answer" }
        let targets = Set(listings.compactMap(\.target))
        target = targets.count > 1 ? "the target" : targets.first
        columns = Self.columns(first.axes).filter { Self.isKnown($0, rows) }
    }

    /// Whether means of both make sense.
    private func isLike(_ other: LatentListing) -> Bool {
        modality == other.modality && records.count == other.records.count && axes == other.axes
    }

    /// The columns of the maps' centres.
    public var axes: [LatentColumn] { columns.filter { if case .centre = $0 { true } else { false } } }

    private static func columns(_ axes: [LatentColumn]) -> [LatentColumn] {
        [.latent, .weight, .effect, .inputs, .entropy, .lift] + axes + [.content, .twin]
    }

    private static func isKnown(_ column: LatentColumn, _ records: [LatentRecord]) -> Bool {
        records.contains { $0.numbers[column] != nil }
    }

    private static func records(_ profiles: LatentProfiles, effects: [Float]?) -> [LatentRecord] {
        let largest = effects?.map(abs).max() ?? 0
        return profiles.profiles.map { profile in
            let effect = effects.flatMap {
                $0.indices.contains(profile.latent) ? $0[profile.latent] : nil
            }
            var numbers: [LatentColumn: Double] = [
                .latent: Double(profile.latent), .inputs: profile.effectiveCount,
                .entropy: profile.entropy, .lift: profile.lift,
            ]
            numbers[.weight] = profile.weight
            numbers[.effect] = effect.map(Double.init)
            numbers[.content] = profile.shares?.content
            numbers[.twin] = profile.twin == nil ? nil : profile.overlap
            for (axis, place) in zip(profiles.axes, profile.centre) where place.isFinite {
                numbers[.centre(axis.name)] = place
            }
            var marks: Set<LatentMark> = []
            let isEven = profile.effectiveCount >= evenShare * Double(profiles.inputCount)
            let isIdle = effect.map { Double(abs($0)) < smallestEffect * Double(largest) } ?? false
            if isEven || isIdle { marks.insert(.dead) }
            if profile.overlap >= sameOverlap { marks.insert(.duplicate) }
            return LatentRecord(
                latent: profile.latent,
                numbers: numbers,
                deviations: [:],
                kind: profile.kind,
                twin: profile.twin,
                marks: marks
            )
        }
    }

    /// One latent's rows of several inputs as one, without some columns.
    private static func merged(_ rows: [LatentRecord], without dropped: [LatentColumn]) -> LatentRecord {
        guard rows.count > 1 else { return rows[0] }
        var (means, deviations): ([LatentColumn: Double], [LatentColumn: Double]) = ([:], [:])
        for column in Set(rows.flatMap(\.numbers.keys)).subtracting(dropped) {
            let values = rows.compactMap { $0.numbers[column] }
            let mean = values.reduce(0, +) / Double(values.count)
            means[column] = mean
            guard values.count > 1, column != .latent else { continue }
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            deviations[column] = (squares / Double(values.count - 1)).squareRoot()
        }
        return LatentRecord(
            latent: rows[0].latent,
            numbers: means,
            deviations: deviations,
            kind: mostFrequent(rows.compactMap(\.kind)),
            twin: mostFrequent(rows.compactMap(\.twin)),
            marks: Set(
                LatentMark.allCases.filter { mark in rows.count { $0.marks.contains(mark) } * 2 > rows.count }
            )
        )
    }

    /// The most frequent of some values; of those as frequent the one that comes first.
    private static func mostFrequent<Value: Hashable>(_ values: [Value]) -> Value? {
        let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        let most = counts.values.max()
        return values.first { counts[$0] == most }
    }

    /// The rows by a column; those without a number there come last.
    public func sorted(by column: LatentColumn, reversed: Bool = false) -> [LatentRecord] {
        let isLargestFirst = column.isLargestFirst != reversed
        return records.sorted { first, second in
            switch (first[column], second[column]) {
            case (let a?, let b?) where a != b: isLargestFirst ? a > b : a < b
            case (_?, nil): true
            case (nil, _?): false
            default: first.latent < second.latent
            }
        }
    }

    /// The column of a name; capitals count only where that makes a difference.
    public func column(named name: String) -> LatentColumn? { columns.column(named: name) }

    /// Its rows as a table, with the deviations where there are several inputs.
    ///
    /// - Parameter modality: whether a column tells the kind of input, as where there are several.
    public func table(_ rows: [LatentRecord], modality isTold: Bool = false) -> Table {
        let spreads = count > 1 ? columns.filter { $0 != .latent } : []
        let names =
            columns.map(\.name) + spreads.map { "\($0.name)_deviation" } + ["kind", "twin_latent", "marks"]
        var table = Table(columns: (isTold ? ["modality"] : []) + names)
        for row in rows {
            let numbers = columns.map { column in
                column == .latent ? "\(row.latent)" : Table.cell(row[column])
            }
            let deviations = spreads.map { Table.cell(row.deviations[$0]) }
            let words = [
                row.kind?.rawValue ?? "", Table.cell(row.twin), row.markWords.joined(separator: " "),
            ]
            table.add((isTold ? [modality.rawValue] : []) + numbers + deviations + words)
        }
        return table
    }
}
