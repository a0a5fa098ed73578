import Checkpoints
import Files
import Glibc
import Media
import Numerics
import Perceiver

/// How units of a game become tokens.
struct UnitSettings: Decodable, Sendable {
    /// The most units that the model gets.
    let most: Int
    /// The number that stands for a type that is hidden or not known.
    let maskId: Int
    let embedding: Int
    /// How many of the nearest units, and of those of the same age, tell of each.
    let neighbours: Int
    let alike: Int
    let hidden: Int
    /// The map cells that count as 1.
    let cells: Double
    /// The age in seconds that counts as 1.
    let longestAge: Double
    let bands: Int
    let highest: Double
    /// What the types are called.
    let types: [String]
}

/// The front end for units of a game: each becomes a token that knows those near it, those of its age and all others.
///
/// What is computed is said step by step in `UnitTokens` of `Training/perceiver_training/fronts.py`.
struct UnitInput: Sendable {
    let settings: UnitSettings
    private let layers: UnitLayers
    private let numbers: [String: Int]

    /// Reads the front end.
    init(_ weights: Weights, _ own: UnitSettings, width: Int) throws(CheckpointError) {
        settings = own
        layers = try UnitLayers(weights, own, width: width)
        numbers = Dictionary(own.types.enumerated().map { ($1.lowercased(), $0) }) { first, _ in first }
    }

    /// How many channels of a token are content.
    var contentChannels: Int { settings.embedding }

    func callAsFunction(_ set: UnitSet) -> InputArray {
        let read = Array(set.units.prefix(settings.most))
        let types = read.map { self.numbers[$0.type.lowercased()] }
        let units = zip(read, types).map { UnitFacts($0, type: $1 ?? settings.maskId, settings) }
        let layout = Layout(sections: [Layout.Section(name: "units", points: Self.places(of: read))])
        return InputArray(
            tokens: layers.tokens(units),
            layout: layout,
            parts: layout.sections[0].parts(atMost: Self.usualParts),
            modality: .units,
            seen: .units(set),
            units: UnitTypes(names: read.map(\.type), isHidden: read.map(\.isHidden), known: settings.types),
            makeup: .beside(contentChannels: [contentChannels]),
            note: note(set, types)
        )
    }

    /// In how many parts of neighbours units are taken away.
    private static let usualParts = 64

    private static func places(of units: [UnitSet.Unit]) -> Layout.Points {
        func range(_ values: [Double]) -> ClosedRange<Double> {
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            let rim = max(1, (high - low) / 32)
            return low - rim...high + rim
        }
        return Layout.Points(
            dimensions: [
                .init(name: "x", unit: "cells", range: range(units.map(\.x))),
                .init(name: "y", unit: "cells", range: range(units.map(\.y))),
            ],
            coordinates: units.flatMap { [$0.x, $0.y] }
        )
    }

    private func note(_ set: UnitSet, _ types: [Int?]) -> String? {
        var notes: [String] = []
        if set.units.count > types.count {
            notes.append("the model gets the first \(types.count) of \(set.units.count) units")
        }
        let unknown = zip(types, set.units).filter { $0 == nil && !$1.isHidden }.map(\.1.type)
        if let first = unknown.first {
            let others = unknown.count > 1 ? " and \(unknown.count - 1) more" : ""
            notes.append(
                "units of types that the model does not know are read without a type: \(printable(first, limit: 20))\(others)"
            )
        }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }
}

/// The types of an input's units, and which of them the model does not get.
public struct UnitTypes: Sendable, Hashable {
    /// What the file calls each.
    public let names: [String]
    /// Whether the model gets a mask instead.
    public let isHidden: [Bool]
    /// What the model calls the types that it knows.
    public let known: [String]

    /// The units that the model gets a mask of, by number.
    public var hidden: [Int] { isHidden.indices.filter { isHidden[$0] } }
}

/// What is known of one unit, in the numbers that the front end reads.
struct UnitFacts: Sendable {
    let type: Int
    /// 0 or 1.
    let owner: Int
    let x, y, seconds: Int
    /// From -1 to 1.
    let age: Float

    /// Cells and seconds are whole numbers: finer ones were never seen.
    init(_ unit: UnitSet.Unit, type: Int, _ settings: UnitSettings) {
        self.type = type
        owner = unit.owner - 1
        (x, y, seconds) = (Int(unit.x.rounded()), Int(unit.y.rounded()), Int(unit.age.rounded()))
        age = min(1, 2 * log1p(Float(seconds)) / log1p(Float(settings.longestAge)) - 1)
    }

    /// The square of the distance to another one, in cells.
    func apart(_ other: UnitFacts) -> Int {
        let (across, up) = (other.x - x, other.y - y)
        return across * across + up * up
    }
}
