import Cells
import Explanation
import Explorer
import Foundation
import Media
import Models
import TestData
import Testing

/// Units of a game on the screen: letters on their map.
@Suite struct UnitTests {
    private func units() throws -> UnitSet {
        let medium = try Medium.read(path: fixture("models/units-many.csv"))
        guard case .units(let set) = medium else { throw CocoaError(.fileReadUnknown) }
        return set
    }

    private func drawing(_ depth: ColourDepth, cursor: Int?, isLit: Bool = true) throws -> InputDrawing {
        let model = try Model(folder: URL(filePath: fixture("models/units")))
        let medium = Medium.units(try units())
        let input = try model.prepare(medium)
        let values = (0..<input.layout.count).map { Float($0) / Float(input.layout.count) }
        return InputDrawing(
            OpenedMedium(outline: Outline(medium, input), input: input),
            relevance: isLit ? Relevance(values: values, isSigned: false, meaning: "share") : nil,
            lens: Lens(),
            appearance: Appearance(depth: depth, ascii: false),
            cursor: cursor
        )
    }

    @Test(arguments: [ColourDepth.full, .indexed, .named, .monochrome]) func areDrawn(depth: ColourDepth)
        throws
    {
        var canvas = Canvas(Size(width: 60, height: 20), Appearance(depth: depth, ascii: false))
        try drawing(depth, cursor: 5).draw(in: Rectangle(x: 0, y: 0, width: 60, height: 20), on: &canvas)
        try expectGolden(canvas, "units-\(depth.rawValue)")
    }

    /// On a page each unit is a tile in the map's colour with its letter.
    @Test func areTilesOnPages() throws {
        let model = try Model(folder: URL(filePath: fixture("models/units")))
        let set = try units()
        let input = try model.prepare(.units(set))
        let opened = OpenedMedium(outline: Outline(.units(set), input), input: input)
        let values = (0..<input.layout.count).map { Float($0) / Float(input.layout.count) }
        let page = MadeUp.figure(opened, Relevance(values: values, isSigned: false, meaning: "share")).page()
        let texts = page.shapes.compactMap {
            if case .text(let lettering) = $0 { lettering.text } else { nil }
        }
        for letter in ["P", "p", "?"] {
            let count = set.units.count { unit in
                let own = unit.isHidden ? "?" : String(unit.type.prefix(1))
                return (unit.isHidden || unit.owner == 1 ? own : own.lowercased()) == letter
            }
            #expect(count > 0 && texts.count { $0 == letter } == count, "\(letter)")
        }
        #expect(texts.contains { $0.hasPrefix("player 1 has capitals") })
        // Each tile has a colour of its own: so have the numbers.
        let tiles = page.shapes.compactMap { shape -> RGB? in
            if case .box(let box, let colour) = shape, box.width == 12, box.height == 12 {
                colour
            } else {
                nil
            }
        }
        #expect(tiles.count == set.units.count && Set(tiles).count > set.units.count / 2)
    }

    /// Without a map letters have their owner's colour, and every unit is in the cell that the cursor finds.
    @Test func areFoundWhereTheyAreDrawn() throws {
        let drawing = try drawing(.full, cursor: nil, isLit: false)
        let area = Rectangle(x: 0, y: 0, width: 60, height: 20)
        var canvas = Canvas(Size(width: 60, height: 20), Appearance(depth: .full, ascii: false))
        drawing.draw(in: area, on: &canvas)
        let set = try units()
        let geometry = try #require(drawing.geometries(in: area).first)
        for token in set.units.indices {
            let cell = try #require(geometry.cell(of: token))
            let here = geometry.tokens(cellX: cell.x, cellY: cell.y)
            #expect(here.contains(token))
            let letters = here.map { number in
                let unit = set.units[number]
                return unit.isHidden
                    ? "?" : unit.owner == 1 ? unit.type.prefix(1) : unit.type.prefix(1).lowercased()[...]
            }
            let letter = try #require(canvas[cell.x, cell.y].character)
            #expect(letters.contains("\(letter)"), "unit \(token): \(letter)")
        }
    }
}
