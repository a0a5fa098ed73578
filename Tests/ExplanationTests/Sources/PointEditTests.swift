import Explanation
import Foundation
import Media
import Models
import TestData
import Testing

/// Parts of point clouds, and what changes do to them.
@Suite struct PointEditTests {
    private static let model = ModelPlace.folder(path: fixture("models/points"))
    private static let mesh = Source.file(path: fixture("media/points/mesh.off"))
    private static let cloud = Source.file(path: fixture("media/points/spaces.xyz"))

    private func opened(_ source: Source) throws -> OpenedMedium {
        var answers = Answers()
        return try answers(OpenQuestion(Subject(source, model: Self.model)))
    }

    @Test func written() throws {
        for (text, box, words) in [
            ("0,1,-2,2.5,,", PointBox(0...1, -2...2.5), "x 0–1, y -2–2.5"),
            (",,,,3,", PointBox(PointBox.all, PointBox.all, 3...Double.infinity), "z above 3"),
            (",-1,,,,", PointBox(-Double.infinity...(-1), PointBox.all), "x below -1"),
            (
                "0,1,2,3,,@30,-15", PointBox(0...1, 2...3, view: Viewpoint(turn: 30, tilt: -15)),
                "across 0–1, up 2–3 (turned 30°, tilted -15°)"
            ),
        ] {
            let part = try Part(text)
            #expect(part.place == .space(box) && part.written == text && part.words == words)
        }
    }

    @Test(arguments: ["2,1,,,,", "1,2,3,4,5", "0,1,,,,@top,1", "a,1,,,,", "0,1,,,,@1", "nan,1,,,,"])
    func nonsense(_ text: String) {
        let failure = #expect(throws: Failure.self) { try Part(text) }
        #expect(failure?.description.contains(Part.spaceHelp) == true)
    }

    /// Tokens in the box are left out; with the points taken away, new tokens are made of the others.
    @Test func removedAndBlanked() throws {
        let part = try Part("4.5,,,,,")
        let whole = try opened(Self.mesh)
        let without = try opened(Self.mesh.editing(.remove(part)))
        let points = try #require(whole.input.layout.placed.points)
        let right = Set((0..<points.count).filter { points.place(of: $0).x >= 4.5 })
        #expect(!right.isEmpty && without.input.removed == right)
        #expect(without.input.tokens == whole.input.tokens)
        let blank = try opened(Self.mesh.editing(.fill(part, .blank)))
        let left = try #require(blank.input.layout.placed.points)
        #expect((0..<left.count).allSatisfy { left.place(of: $0).x < 4.5 } && blank.input.removed.isEmpty)
    }

    @Test(arguments: [
        (",,9,,,", Filling.blank, "there is no point"), (",,,,,", .blank, "no point would be left"),
        ("0,1,,,,", .blur, "points can only be taken away, by --blank"),
        ("10,20,64,48", .blank, Part.spaceHelp),
    ])
    func refusals(_ part: String, _ filling: Filling, _ words: String) throws {
        let edit = Edit.fill(try Part(part), filling)
        let error = #expect(throws: (any Error).self) { try opened(Self.mesh.editing(edit)) }
        #expect(error.map { "\($0)".contains(words) } == true, "\(String(describing: error))")
    }

    @Test func swapped() throws {
        let edit = Edit.swap(try Part(",,0,,,"), with: Self.mesh)
        let changed = try opened(Self.cloud.editing(edit))
        let whole = try opened(Self.cloud)
        guard case .points(let cloud) = changed.outline, case .points(let before) = whole.outline else {
            throw Failure("no cloud")
        }
        #expect(cloud.count > before.count)
        let lower = { (outline: CloudOutline) in Set(outline.points.filter { $0.y < 0 }) }
        #expect(lower(cloud).isSubset(of: lower(before)))
        let text = try #require(throws: (any Error).self) {
            try opened(Self.cloud.editing(.swap(try Part(",,0,,,"), with: .text("dog"))))
        }
        #expect("\(text)".contains("not of the same kind"))
    }

    /// Each drawn point has the token whose centre is nearest.
    @Test func nearestTokens() throws {
        let opened = try opened(Self.cloud)
        guard case .points(let cloud) = opened.outline, let centres = opened.input.layout.placed.points else {
            throw Failure("no cloud")
        }
        #expect(cloud.points.count == 24 && opened.summary == "points, 24")
        for (point, token) in zip(cloud.points, cloud.tokens) {
            let distances = (0..<centres.count).map { index in
                let offset = centres.place(of: index) - point
                return (offset * offset).sum()
            }
            #expect(distances[token] == distances.min())
        }
    }

    /// A box that was drawn is written with few digits, and holds the same tokens.
    @Test(arguments: [Viewpoint.front, .side, .top, Viewpoint(turn: 30, tilt: 15)])
    func writtenBoxes(_ view: Viewpoint) throws {
        let layout = try opened(Self.cloud).input.layout
        let removal = layout.part(from: 2, to: 9, seenFrom: view)
        let part = Part(removal, on: layout)
        let again = try Part(part.written)
        guard case .space(let box) = again.place else { throw Failure("no box") }
        #expect(layout.tokens(in: Removal(box)) == layout.tokens(in: removal))
        #expect(layout.tokens(in: removal).isSuperset(of: [2, 9]))
        #expect(part.written.contains("@") == !view.isAlongAxis)
    }

    /// Parts of small things have as many decimals as tell them apart.
    @Test func namesOfSmallParts() throws {
        let names = try opened(.file(path: fixture("media/points/exponents.txt"))).regions.map(\.name)
        #expect(names.count > 1 && Set(names).count == names.count)
        #expect(!names.contains { $0.contains("0.0–0.0,") })
    }
}
