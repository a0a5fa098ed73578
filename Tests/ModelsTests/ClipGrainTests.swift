import Foundation
import Media
import Models
import TestData
import Testing

/// Parts of clips and of units in all sizes.
@Suite struct ClipGrainTests {
    private func clip(frames: Int) -> Clip {
        let images = (0..<frames).map { frame in
            Image(width: 16, height: 12, pixels: (0..<576).map { UInt8(($0 * 7 + frame * 31) % 256) })
        }
        let samples = (0..<frames * 1280).map { Float($0 * 37 % 101) / 101 - 0.5 }
        return Clip(
            frames: images,
            sound: Sound(sampleRate: 16_000, samples: samples),
            framesPerSecond: 12.5
        )
    }

    private func input(_ model: String, _ medium: Medium) throws -> InputArray {
        try Model(folder: URL(filePath: fixture(model))).prepare(medium)
    }

    /// Each token is in one part of each size, and finer parts lie within coarser ones.
    private func expectNested(_ input: InputArray) {
        var coarser = [Array(0..<input.layout.count)]
        for grain in Grain.allCases {
            let parts = input.parts(grain)
            #expect(parts.flatMap { $0 }.sorted() == Array(0..<input.layout.count), "\(grain)")
            #expect(parts.count > coarser.count || parts == coarser, "\(grain)")
            for part in parts {
                #expect(coarser.contains { Set($0).isSuperset(of: part) }, "\(grain): \(part)")
            }
            coarser = parts
        }
    }

    @Test(arguments: ["models/clips", "published/multimodal"]) func partsOfClips(model: String) throws {
        let input = try input(model, .clip(clip(frames: 8)))
        expectNested(input)
        // The largest parts are moments: whole frames, or everything that is heard.
        let pictures = try #require(input.layout.section(of: .picture))
        let sound = try #require(input.layout.section(of: .sound))
        for part in input.parts(.coarse) where input.layout.side(of: input.layout.section(of: part[0])) != nil
        {
            let section = input.layout.section(of: part[0])
            let cells = part.map(section.cell)
            let (frames, columns) = (Set(cells.map(\.frame)), Set(cells.map(\.column)))
            #expect(part.count == frames.count * columns.count * section.rowCount)
            if section == pictures { #expect(columns.count == section.columnCount) }
        }
        // The smallest of the picture are of one frame each.
        for part in input.parts(.finest) where pictures.tokens.contains(part[0]) {
            #expect(Set(part.map { pictures.cell(of: $0).frame }).count == 1)
        }
        #expect(
            input.parts.count { sound.tokens.contains($0[0]) }
                > input.parts(.coarse).count { sound.tokens.contains($0[0]) }
        )
    }

    @Test func partsOfUnits() throws {
        let rows = (0..<40).map { index -> UnitSet.Unit in
            let place = Double(index)
            return .init(type: "Probe", owner: 1, x: 50 + 40 * sin(place), y: place, age: 1)
        }
        let input = try input("models/units", .units(UnitSet(units: rows)))
        expectNested(input)
        // A quarter as many as usual, where each unit is alone: the model takes no more.
        #expect(input.parts(.coarse).count == 10 && input.parts.count == 40)
        #expect(input.parts(.finest).allSatisfy { $0.count == 1 })
    }
}
