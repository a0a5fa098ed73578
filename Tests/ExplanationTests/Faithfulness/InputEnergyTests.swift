import Explanation
import Foundation
import Media
import Models
import TestData
import Testing

/// The ranking by how much there is of the input at each token.
@Suite struct InputEnergyTests {
    /// The areas of a ranking of numbers, from runs without its first tokens.
    private func gap(_ run: Run, _ values: [Float]) throws -> Double {
        let target = try MeasuredTarget(task: nil, target: nil, in: run)
        let controls = try ControlCurves(run, target, points: 5)
        return try Faithfulness(of: Relevance(values: values, isSigned: false, meaning: ""), run, controls)
            .curves.gap
    }

    /// How far a token's mean colour is from the picture's; tokens have two pixels each way.
    @Test func pictures() throws {
        var answers = Answers()
        let run = try answers(RunQuestion(Given.bundled.subject))
        guard case .image(let image)? = run.input.seen else { throw Failure("no picture is seen") }
        func mean(_ pixels: [Int]) -> [Float] {
            (0..<3).map { channel in
                pixels.reduce(Float(0)) { $0 + Float(image.pixels[$1 * 3 + channel]) } / Float(pixels.count)
            }
        }
        let whole = mean(Array(0..<image.width * image.height))
        let values = (0..<32 * 32).map { token -> Float in
            let (x, y) = (token % 32 * 2, token / 32 * 2)
            let own = mean([(0, 0), (1, 0), (0, 1), (1, 1)].map { (y + $0.1) * image.width + x + $0.0 })
            return zip(own, whole).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        }
        let controls = try answers(ControlCurvesQuestion(Given.bundled.subject, points: 5))
        #expect(try abs(#require(controls.energy).gap - gap(run, values)) < 2e-3)
        #expect(controls.energyRefusal == nil)
    }

    /// The level: where all of a sound's energy is, its tokens come first.
    @Test func sounds() throws {
        var answers = Answers()
        let subject = Subject(Given.sample("seven.ogg"), model: .bundled)
        let run = try answers(RunQuestion(subject))
        let sound = try #require(run.input.spectrogram)
        let layout = run.input.layout
        let (high, wide) = (sound.bands / layout.rowCount, Double(sound.frames) / Double(layout.columnCount))
        let values = (0..<layout.count).map { token -> Float in
            let (column, row) = layout.cell(of: token)
            let start = Int((Double(column) * wide).rounded())
            let frames = start..<max(start + 1, min(sound.frames, Int((Double(column + 1) * wide).rounded())))
            let numbers = (row * high..<(row + 1) * high).flatMap { band in
                frames.map { sound.values[band * sound.frames + $0] }
            }
            return numbers.reduce(0, +) / Float(numbers.count)
        }
        let controls = try answers(ControlCurvesQuestion(subject, points: 5))
        let energy = try #require(controls.energy)
        // Frames at the edges of tokens may count for either.
        #expect(try abs(energy.gap - gap(run, values)) < 0.05)
        #expect(energy.gap > controls.chance * 2)
    }

    @Test func whatHasNone() throws {
        var answers = Answers()
        let controls = try answers(ControlCurvesQuestion(Given.own[2].subject))
        #expect(controls.energy == nil && controls.energyRefusal == "texts have no input energy")
        let found = try answers(FaithfulnessQuestion(MapQuestion(Given.own[2].subject)))
        #expect(found.overEnergy == nil && found.verdicts.count == 1)
    }
}
