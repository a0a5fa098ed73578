import Explanation
import Foundation
import Media
import Models
import TestData
import Testing

/// Parts of the map that units stand on, and what changes do to them.
@Suite struct UnitEditTests {
    private static let model = Result { try Model(folder: URL(filePath: fixture("models/units"))) }
    private static let own = Source.file(path: "a.csv")
    private static let other = Source.file(path: "b.csv")

    private static func units(_ rows: [(String, Double, Double)]) -> UnitSet {
        UnitSet(units: rows.map { .init(type: $0.0, owner: 1, x: $0.1, y: $0.2, age: 5) }, columns: ["type"])
    }

    private static let set = units([("Probe", 1, 1), ("Drone", 5, 5), ("SCV", 9, 9)])
    private static let others = units([("Marine", 5, 6), ("Zealot", 20, 20)])

    private func edited(_ edits: Edit...) throws -> (units: UnitSet, input: InputArray) {
        let source = Source(.file(path: "a.csv"), edits: edits)
        let opened = try source.prepared(.units(Self.set), for: Self.model.get()) { _ in .units(Self.others) }
        guard case .units(let units) = opened.outline else { throw CocoaError(.featureUnsupported) }
        return (units, opened.input)
    }

    private func types(_ edits: Edit...) throws -> [String] {
        let source = Source(.file(path: "a.csv"), edits: edits)
        let opened = try source.prepared(.units(Self.set), for: Self.model.get()) { _ in .units(Self.others) }
        guard case .units(let units) = opened.outline else { throw CocoaError(.featureUnsupported) }
        return units.units.map(\.type)
    }

    private static func part(_ text: String) throws -> Part { try Part(text) }

    /// Removed units are still known to those beside them; blanked ones were never there.
    @Test func removedAndBlanked() throws {
        let part = try Self.part("4,4,3,3")
        let removed = try edited(.remove(part))
        #expect(removed.units == Self.set && removed.input.removed == [1])
        let blank = try edited(.fill(part, .blank))
        #expect(blank.units.units.map(\.type) == ["Probe", "SCV"] && blank.input.removed.isEmpty)
        #expect(blank.units.columns == ["type"])
        let whole = try Self.model.get().prepare(.units(Self.set))
        #expect(removed.input.tokens == whole.tokens)
        #expect(blank.input.tokens != whole.tokens.gathered(rows: [0, 2]))
    }

    /// Traces name units by their types.
    @Test func names() throws {
        let rows = Self.set.units + [.init(type: "?", owner: 2, x: 30, y: 2, age: 1)]
        let source = Source.file(path: "a.csv")
        let opened = try source.prepared(.units(UnitSet(units: rows)), for: Self.model.get())
        #expect(
            opened.regions.map(\.name).sorted() == [
                "Drone, x 5, y 5", "Probe, x 1, y 1", "SCV, x 9, y 9", "hidden, x 30, y 2",
            ]
        )
    }

    @Test func hidden() throws {
        #expect(try types(.mask(Self.part("4,4,9,9"))) == ["Probe", "?", "?"])
        // A command takes what is written for a text's word.
        #expect(try types(.mask(Part(.span("4,4,1,1")))) == ["Probe", "?", "SCV"])
    }

    @Test func swapped() throws {
        #expect(try types(.swap(Self.part("4,4,3,3"), with: Self.other)) == ["Probe", "SCV", "Marine"])
        // Where the other has nobody, nobody is left.
        #expect(try types(.swap(Self.part("0,0,2,2"), with: Self.other)) == ["Drone", "SCV"])
        #expect(try types(.swap(Self.part("19,19,2,2"), with: Self.other)).last == "Zealot")
    }

    @Test(arguments: [
        ("40,40,2,2", "blank", "no unit is there"), ("0,0,20,20", "blank", "no unit would be left"),
        ("40,40,2,2", "mask", "no unit is there"), ("1-2", "mask", Part.unitsHelp),
        ("40,40,2,2", "swap", "neither has a unit there"), ("1-2", "swap", Part.unitsHelp),
        ("0,0,9,4", "blur", "units can only be taken away, by --blank"), ("1-2", "blank", Part.unitsHelp),
    ])
    func refusals(part: String, deed: String, words: String) throws {
        let part = try Part(part)
        let edit: Edit =
            switch deed {
            case "mask": .mask(part)
            case "swap": .swap(part, with: Self.other)
            default: .fill(part, Filling(rawValue: deed) ?? .silence)
            }
        let error = #expect(throws: (any Error).self) { try edited(edit) }
        #expect(error.map { "\($0)".contains(words) } == true, "\(String(describing: error))")
    }
}
