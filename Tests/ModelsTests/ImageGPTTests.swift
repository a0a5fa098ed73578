import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Whole models of ImageGPT, from a folder to the outputs, beside transformers (`Tests/Fixtures/imagegpt.py`).
@Suite struct ImageGPTTests {
    static let telling = ["colours", "colours-tied"]
    static let reading = ["classes", "features"]

    private func folder(_ name: String) throws -> PublishedFolder { try PublishedFolder("imagegpt/\(name)") }

    private func run(_ folder: PublishedFolder, _ options: InputOptions = InputOptions()) throws -> Run {
        let image = try folder.image("picture.png")
        return try folder.model.run(folder.model.prepare(.image(image), options: options))
    }

    // MARK: what goes in

    /// The numbers of colours are the reference's, each of them; what is read begins with the start where pixels are told.
    @Test(arguments: telling + reading) func colours(name: String) throws {
        let folder = try folder(name)
        let input = try run(folder).input
        let grid = try #require(input.pixels)
        #expect(grid.numbers.map(Float.init) == (try folder.expected.matrix("pixels").elements))
        let isTelling = Self.telling.contains(name)
        #expect(input.layout.sections.map(\.name) == (isTelling ? ["start", "image"] : ["image"]))
        #expect(input.ownTokens == 0..<(isTelling ? 1 : 0))
        #expect(input.removed == (isTelling ? [grid.numbers.count] : []))
        #expect(input.note?.contains("removed") == false, "\(input.note ?? "")")
        #expect(input.layout.rowCount == grid.height && input.layout.columnCount == grid.width)
        guard case .image(let seen)? = input.seen else {
            Issue.record("nothing is seen")
            return
        }
        let (pixel, colour) = (7, grid.colours[grid.numbers[7]])
        #expect(Array(seen.pixels[3 * pixel..<3 * pixel + 3]) == [colour.red, colour.green, colour.blue])
    }

    /// Two colours that look the same have names of their own; the start is none.
    @Test func names() throws {
        let run = try run(folder("colours"))
        let labels = try #require(run.predictions.first).labels
        #expect(Set(labels).count == 16 && labels[0].hasSuffix(" (0)") && labels[15].hasSuffix(" (15)"))
        #expect(labels[1] == "#f2506c", "\(labels[1])")
        let tied = try #require(try self.run(folder("colours-tied")).predictions.first)
        #expect(tied.labels.last == "start" && tied.place?.colours.last == .some(nil))
    }

    // MARK: what comes out

    @Test(arguments: telling + reading) func states(name: String) throws {
        let folder = try folder(name)
        let run = try run(folder)
        #expect(run.model.trunk.layers.count == 3)
        try folder.expectSameStates(run)
    }

    /// Every head's map of every layer: nobody reads what comes later.
    @Test(arguments: telling + reading) func maps(name: String) throws {
        let folder = try folder(name)
        let run = try run(folder)
        #expect(run.model.trunk.layers.allSatisfy { $0.mask == .causal })
        try folder.expectSameRows(run, of: run.input.readCount)
    }

    @Test func classes() throws {
        let run = try run(folder("classes"))
        #expect(run.predictions.map(\.labels) == [["cat", "dog", "owl"]])
        #expect(run.predictions.first?.place == nil && run.input.asked == nil)
        if case .classes = run.output {} else { Issue.record("no classes") }
    }

    /// How surprised the model is by each pixel.
    @Test func nats() throws {
        let folder = try folder("colours")
        let run = try run(folder)
        guard case .colours(let answers) = run.output else {
            Issue.record("no colours")
            return
        }
        let expected = try folder.expected.matrix("nats").elements
        #expect(answers.nats.count == 42)
        for (got, expected) in zip(answers.nats, expected) {
            #expect(abs(try #require(got) - Double(expected)) < 1e-4)
        }
        #expect(abs(answers.total - Double(expected.reduce(0, +))) < 1e-3)
        #expect(abs(answers.mean - answers.total / 42) < 1e-9)
        let logits = try folder.expected.matrix("logits")
        for (pixel, best) in answers.best.enumerated() {
            #expect(logits[row: pixel].max() == logits[pixel, best])
        }
    }

    /// Without a choice the pixel in the middle is asked for; another one takes no other run.
    @Test func asking() throws {
        let folder = try folder("colours")
        let run = try run(folder)
        let logits = try folder.expected.matrix("logits")
        #expect(run.input.asked?.pixel == 24 && run.predictions.map(\.task) == ["pixel 3, 3"])
        for (column, row) in [(0, 0), (6, 5), (2, 4)] {
            let asked = run.asked(
                try run.model.asking(PixelAsking(place: PixelPlace(column: column, row: row)), of: run.input)
            )
            let prediction = try #require(asked.predictions.first)
            let pixel = 7 * row + column
            #expect(prediction.task == "pixel \(column), \(row)")
            #expect(prediction.place?.truth == run.input.pixels?.numbers[pixel])
            let scores = Matrix(rows: 1, columns: 16, prediction.logits)
            expectClose(scores, logits[rows: pixel..<pixel + 1], prediction.task)
        }
        #expect(throws: ModelError.self) {
            try run.model.asking(PixelAsking(place: PixelPlace(column: 7, row: 0)), of: run.input)
        }
        let other = try self.run(self.folder("classes"))
        #expect(throws: ModelError.self) {
            try other.model.asking(PixelAsking(place: PixelPlace(column: 0, row: 0)), of: other.input)
        }
    }

    // MARK: what is left out

    /// The token that tells the pixel stays; without others the answer is that of a shorter sequence.
    @Test func leftOut() throws {
        let run = try run(folder("colours"))
        #expect(run.input.leavingOut(Set(0..<43)).kept == [0, 24])
        let answer = try run.prediction(task: 0, without: [3, 9, 24])
        let rest = run.input.kept.filter { ![3, 9].contains($0) }
        let final = run.model.trunk(run.input.tokens.gathered(rows: rest)).final
        let place = try #require(rest.firstIndex(of: 24))
        let cut = run.model.trunk(run.input.tokens.gathered(rows: Array(rest[...place]))).final
        expectClose(final[rows: place..<place + 1], cut[rows: place..<place + 1], "nothing later is read")
        let shorter = run.input.leavingOut([3, 9])
        let whole = try run.model.run(shorter)
        #expect(answer.logits == whole.predictions.first?.logits)
        guard case .colours(let answers) = whole.output else { return }
        #expect(answers.nats.indices.filter { answers.nats[$0] == nil } == [3, 9])
        #expect(throws: ModelError.self) {
            try run.model.asking(PixelAsking(place: PixelPlace(column: 3, row: 0)), of: shorter)
        }
    }

    /// An edit leaves out what lies in it, but for the token that tells the pixel.
    @Test func removedPart() throws {
        let area = Removal(columns: 0...29, rows: 0...11)
        let input = try run(folder("colours"), InputOptions(removed: [area])).input
        #expect(input.removed == Set([42] + (1...21)))
        #expect(input.note?.hasPrefix("21 of 43 tokens are removed") == true, "\(input.note ?? "")")
        let all = Removal(columns: Removal.everything, rows: Removal.everything)
        #expect(throws: ModelError.self) { try run(folder("classes"), InputOptions(removed: [all])) }
    }

    // MARK: the way back

    @Test func gradientsOfColours() throws {
        let folder = try folder("colours")
        let first = try run(folder)
        let run = first.asked(
            try first.model.asking(PixelAsking(place: PixelPlace(column: 3, row: 2)), of: first.input)
        )
        try expectWayBack(run, .logProbability(task: 0, class: 3), folder)
    }

    @Test func gradientsOfClasses() throws {
        let folder = try folder("classes")
        try expectWayBack(run(folder), .logProbability(task: 0, class: 1), folder)
    }

    private func expectWayBack(_ run: Run, _ target: Target, _ folder: PublishedFolder) throws {
        let found = run.gradients(of: target)
        let count = run.input.readCount
        try expectClose(
            #require(found.inputs)[rows: 0..<count],
            folder.expected.matrix("gradient"),
            "gradient"
        )
        let handed = run.gradients(of: target, rule: .constantAttention)
        let relevance = Matrix(rows: 1, columns: count, handed.relevance[..<count])
        try expectClose(relevance, folder.expected.matrix("cp-lrp"), "relevance")
        #expect(handed.relevance[count...].allSatisfy { $0 == 0 })
        #expect(handed.relevance.map(abs).max() ?? 0 > 0.05)
    }

    // MARK: completing

    /// Where nothing is left to chance, a completed picture is the reference's; drawn colours follow from the seed.
    @Test func completions() throws {
        let folder = try folder("colours")
        let run = try run(folder)
        var asking = PixelAsking(place: PixelPlace(column: 0, row: 2))
        asking.temperature = 0
        func completed() throws -> [Int] {
            let asked = run.asked(try run.model.asking(asking, of: run.input))
            let made = try asked.reconstructInput()
            guard case .picture(let image) = made.content else { return [] }
            #expect(image == made.completed?.grid.image)
            return try #require(made.completed).grid.numbers
        }
        let best = try completed()
        #expect(best.map(Float.init) == (try folder.expected.matrix("completed").elements))
        asking.temperature = 1
        let drawn = try completed()
        #expect(try completed() == drawn)
        asking.seed = 1
        #expect(try completed() != drawn)
        asking.temperature = 1e-6
        #expect(try completed() == best)
        #expect(drawn[..<14] == best[..<14] && drawn != best)
    }

    /// What each pixel was drawn from is what the model says of it in the whole picture that was drawn.
    @Test func steps() throws {
        let run = try run(folder("colours"))
        // Two of the colours look the same: a drawn picture is taken that has the first of these alone.
        func drawn(seed: UInt64) throws -> (Run, CompletedPicture, InputArray) {
            var asking = PixelAsking()
            asking.seed = seed
            let asked = run.asked(try run.model.asking(asking, of: run.input))
            let picture = try #require(try asked.reconstructInput().completed)
            return (asked, picture, try run.model.prepare(.image(picture.grid.image)))
        }
        let all = try (0..<20).map { try drawn(seed: $0) }
        let (asked, picture, input) = try #require(all.first { $0.1.grid.numbers == $0.2.pixels?.numbers })
        #expect(picture.first == 24 && picture.count == 18)
        let whole = try run.model.run(input)
        for step in 0..<picture.count {
            let told = try #require(asked.telling(step, of: picture).predictions.first)
            let place = picture.grid.place(of: picture.first + step)
            let asking = PixelAsking(place: place)
            let other = whole.asked(try whole.model.asking(asking, of: whole.input))
            let again = try #require(other.predictions.first)
            #expect(told.task == again.task && told.place?.truth == again.place?.truth)
            for (first, second) in zip(told.logits, again.logits) { #expect(abs(first - second) < 1e-4) }
        }
        // Before all are drawn, the rest is of one colour that is none of the palette's.
        let (partly, pixels) = (picture.image(drawn: 2).pixels, picture.grid.image.pixels)
        let known = (picture.first + 2) * 3
        #expect(partly.prefix(known) == pixels.prefix(known))
        #expect(Set(partly.dropFirst(known)).count == 3)
        #expect(picture.image(drawn: picture.count) == picture.grid.image)
    }

    /// Each new token gets what it would have got in a run of all of them.
    @Test func continuation() throws {
        let run = try run(folder("colours"))
        let continuation = CausalContinuation(run.trace, first: 20, capacity: 42)
        for token in 20..<42 {
            let state = continuation.append(run.trace.inputs[rows: token..<token + 1])
            expectClose(state, run.trace.final[rows: token..<token + 1], "token \(token)")
        }
        #expect(continuation.count == 42)
    }

    /// Colours are drawn as often as they are probable.
    @Test func shares() throws {
        let run = try run(folder("colours"))
        var asking = PixelAsking(place: PixelPlace(column: 6, row: 5))
        var counts = [Double](repeating: 0, count: 16)
        for seed in 0..<4000 {
            asking.seed = UInt64(seed)
            let asked = run.asked(try run.model.asking(asking, of: run.input))
            counts[try #require(try asked.reconstructInput().completed?.grid.numbers.last)] += 1.0 / 4000
        }
        let asked = run.asked(try run.model.asking(asking, of: run.input))
        for (count, probability) in zip(counts, try #require(asked.predictions.first?.probabilities)) {
            #expect(abs(count - probability) < 4 * (probability / 4000).squareRoot() + 1e-3)
        }
    }
}
