import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// Units of a game, against the training code (`Tests/Fixtures/unit_model.py`).
@Suite struct UnitInputTests {
    static let model = Result { try Model(folder: URL(filePath: fixture("models/units"))) }

    private func units(_ name: String) throws -> UnitSet {
        let medium = try Medium.read(path: fixture("models/\(name).csv"))
        guard case .units(let set) = medium else { throw CocoaError(.fileReadUnknown) }
        return set
    }

    @Test(arguments: ["units-many", "units-few", "units-one"]) func agrees(name: String) throws {
        let model = try Self.model.get()
        let (file, set) = (try TensorSet(path: fixture("models/\(name).safetensors")), try units(name))
        let input = try model.prepare(.units(set))
        try expectClose(input.tokens, file.matrix("tokens"), "\(name) tokens")
        let run = try model.run(input)
        try expectClose(run.trace.latents, file.matrix("latents"), "\(name) latents")
        // The race is asked first, then the type of each hidden unit.
        let hidden = set.units.indices.filter { set.units[$0].isHidden }
        #expect(run.predictions.map(\.task) == ["first race"] + hidden.map { "unit \($0)" })
        let race = run.predictions[0].logits
        try expectClose(Matrix(rows: 1, columns: 3, race), file.matrix("logits.first race"), "\(name) race")
        let types = Matrix(rows: hidden.count, columns: 5, run.predictions.dropFirst().flatMap(\.logits))
        try expectClose(types, file.matrix("hidden"), "\(name) hidden types")
        #expect(run.predictions.last?.labels == ["Probe", "Pylon", "Zealot", "Drone", "Hatchery"])
    }

    /// Each token has the place of its unit; content and position stand apart.
    @Test func placesAreThoseOfUnits() throws {
        let set = try units("units-many")
        let input = try Self.model.get().prepare(.units(set))
        let points = try #require(input.layout.placed.points)
        #expect(points.count == set.units.count && points.dimensions.map(\.unit) == ["cells", "cells"])
        for (number, unit) in set.units.enumerated() {
            #expect(points.coordinate(number, 0) == unit.x && points.coordinate(number, 1) == unit.y)
        }
        #expect(input.contentPart[0, 11] == input.tokens[0, 11] && input.contentPart[0, 12] == 0)
        #expect(Set(input.parts.joined()) == Set(set.units.indices))
    }

    /// A type that the model does not know is none, and is not asked for; more units than it takes are left away.
    @Test func whatTheModelDoesNotTake() throws {
        let model = try Self.model.get()
        let unit = UnitSet.Unit(type: "zealot", owner: 1, x: 3, y: 4, age: 5)
        let other = UnitSet.Unit(type: "Tank\u{1B}", owner: 2, x: 6, y: 4, age: 5)
        let many = UnitSet(units: Array(repeating: unit, count: 39) + [other, unit, unit])
        let input = try model.prepare(.units(many))
        #expect(input.tokens.rows == 40 && input.units?.hidden == [])
        let note = try #require(input.note)
        #expect(note.contains("first 40 of 42 units") && note.contains("without a type: Tank\u{FFFD}"))
        let hidden = UnitSet(units: Array(repeating: unit, count: 39) + [other.hidden()])
        let (first, second) = (input.tokens.elements, try model.prepare(.units(hidden)).tokens.elements)
        #expect(first == second)
    }

    /// A model without a front end for them says what it takes.
    @Test func otherModelsRefuse() throws {
        let tiny = try TrainingCodeTests.tiny.get()
        let set = try units("units-few")
        #expect { try tiny.prepare(.units(set)) } throws: { error in
            "\(error)"
                == "the model does not take a set of units of a game; it takes a picture, a sound, a text"
        }
    }
}
