import Explanation
import Explorer
import Foundation
import Media
import Models
import Testing

/// What the command `predict` prints and writes is what the screen has, to the last digit.
@Suite struct ResultParityTests {
    @Test("Every class of every task", arguments: ParityInput.bundled + ParityInput.small)
    func classes(input: ParityInput) throws {
        let run = try KeyedExplorer([input]).known(RunQuestion(input.subject))
        let words = ["predict", "--json", "--top", "100000"] + input.arguments
        let printed = try PrintedPrediction(printed: words)
        #expect(printed.input == input.source.given && printed.modality == run.input.modality.rawValue)
        #expect(printed.model == run.model.title && printed.note == run.input.note)
        let classes = run.predictions.flatMap { prediction in
            prediction.ranking.map { index in
                PrintedPrediction.Class(
                    task: prediction.task,
                    label: prediction.labels[index],
                    index: index,
                    probability: prediction.probabilities?[index],
                    logit: prediction.logits[index]
                )
            }
        }
        #expect(printed.predictions == classes)
        let tasks = run.predictions.map {
            PrintedPrediction.Task(task: $0.task, margin: $0.margin, entropyBits: $0.entropy)
        }
        #expect(printed.tasks == tasks)
        compareMasks(printed, run)
        compareFlow(printed, run)
        compareSpeech(printed, run)
        try comparePixels(printed, run)
    }

    private func compareMasks(_ printed: PrintedPrediction, _ run: Run) {
        guard case .bytes(let bytes) = run.output, !bytes.positions.isEmpty else { return }
        #expect(printed.filled == bytes.filled && printed.masks?.map(\.position) == bytes.positions)
        for (mask, position) in zip(printed.masks ?? [], bytes.positions) {
            let known = bytes.alternatives(position, top: 100_000)
            #expect(mask.alternatives.map(\.id) == known.map(\.token.id))
            #expect(mask.alternatives.map(\.probability) == known.map(\.probability))
        }
    }

    private func compareFlow(_ printed: PrintedPrediction, _ run: Run) {
        guard case .flow(let field) = run.output else { return }
        let facts = FlowFacts(field)
        let flow = PrintedPrediction.Flow(
            width: field.width,
            height: field.height,
            meanRight: facts.drift.right,
            meanDown: facts.drift.down,
            meanLength: facts.mean,
            longest: facts.longest
        )
        #expect(printed.flow == flow)
    }

    private func compareSpeech(_ printed: PrintedPrediction, _ run: Run) {
        guard case .transcript(let transcript) = run.output else {
            #expect(printed.speech == nil)
            return
        }
        let times = run.input.layout.columns.edges
        let letters = transcript.letters.map { letter in
            PrintedPrediction.Letter(
                letter: letter.text,
                index: letter.token,
                from: times[letter.frames.lowerBound],
                end: times[letter.frames.upperBound],
                probability: letter.probability
            )
        }
        #expect(printed.speech?.text == transcript.text && printed.speech?.letters == letters)
    }

    private func comparePixels(_ printed: PrintedPrediction, _ run: Run) throws {
        guard case .colours(let answers) = run.output else {
            #expect(printed.pixels == nil)
            return
        }
        let (asked, prediction) = (try #require(run.input.asked), try #require(run.predictions.first))
        let truth = try #require(prediction.place?.truth)
        let place = answers.grid.place(of: asked.pixel)
        let pixels = PrintedPrediction.Pixels(
            column: place.column,
            row: place.row,
            colour: prediction.labels[truth],
            rank: prediction.rank(of: truth),
            nats: answers.nats[asked.pixel],
            meanNats: answers.mean,
            totalNats: answers.total
        )
        #expect(printed.pixels == pixels)
    }

    /// The lines of the text that is printed, and those of the screen.
    @Test("What is said of tasks", arguments: ParityInput.bundled + ParityInput.own)
    func tasks(input: ParityInput) throws {
        let screen = try KeyedExplorer([input])
        let lines = screen.lines
        let text = try CommandTests().perceiver(["predict", "--top", "1"] + input.arguments).output
        let rows = text.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true)
        }
        for prediction in try screen.known(RunQuestion(input.subject)).predictions {
            let (margin, bits) = (prediction.margin, decimal(prediction.entropy, places: 2))
            let best = prediction.labels[prediction.best]
            let logit = Double(prediction.logits[prediction.best])
            let probability = try #require(prediction.probabilities)[prediction.best]
            let numbers = [
                decimal(probability, places: 4), decimal(logit, places: 2),
                decimal(margin, places: 4), bits,
            ]
            let words = "\(prediction.task) \(numbers.joined(separator: " ")) \(best)"
            #expect(rows.contains { $0.joined(separator: " ") == words }, "\(words)")
            // The screen has no room for a zero before the point.
            let facts = "margin \(decimal(margin, places: 2).withoutZero) · entropy \(bits.withoutZero) bits"
            #expect(lines.contains { $0.contains(prediction.task) && $0.contains(facts) }, "\(facts)")
            #expect(
                lines.contains { $0.contains(">\(best)") && $0.contains(" \(decimal(logit, places: 1))") }
            )
        }
    }

    @Test("A flow is written as the screen writes it")
    func flows() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let figure = try KeyedExplorer([ParityInput.pair]).written().figure
        guard case .flow(let field) = figure.content else { throw Failure("no flow") }
        let words = ["--flow", folder.path("a.flo")] + ParityInput.pair.arguments
        _ = try PrintedPrediction(printed: ["predict", "--json"] + words)
        #expect(try FlowFile(path: folder.path("a.flo")).field == field)
    }

    @Test(
        "What is decoded from the latents",
        arguments: ParityInput.own.filter { $0.testDescription.hasPrefix("structured") }.prefix(2),
        [[], ["--remove"]]
    )
    func reconstructions(input: ParityInput, edit: [String]) throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        var screen = try KeyedExplorer([input])
        screen.press(edit.isEmpty ? "r" : "2\n l dr")
        let question = try #require(screen.last(ReconstructionQuestion.self))
        guard case .input(let shown) = try screen.known(question) else { throw Failure("no picture") }
        let parts =
            edit
            + question.subject.source.edits.compactMap { edit in
                if case .remove(let part) = edit { part.written } else { nil }
            }
        let words = ["--reconstruct", folder.path("a.png")] + parts + input.arguments
        let printed = try PrintedPrediction(printed: ["predict", "--json"] + words)
        #expect(printed.reconstruction?.psnr == shown.psnr)
        #expect(printed.reconstruction?.removedPSNR == shown.removedPSNR)
        #expect((shown.removedPSNR != nil) == !edit.isEmpty)
        try shown.picture.write(toPNG: folder.path("b.png"))
        #expect(try folder.contents("a.png") == folder.contents("b.png"))
    }

    @Test("What is decoded of a clip")
    func clips() throws {
        let folder = try ParityFolder()
        defer { folder.remove() }
        let input = ParityInput.clip
        var screen = try KeyedExplorer([input])
        screen.press("r")
        guard case .clip(let shown) = try screen.known(ReconstructionQuestion(input.subject)) else {
            throw Failure("no clip")
        }
        let words = ["--reconstruct", folder.path("clip")] + input.arguments
        let printed = try PrintedPrediction(printed: ["predict", "--json"] + words)
        #expect(printed.reconstruction?.framePSNR == shown.framePSNR)
        #expect(printed.reconstruction?.soundPSNR == shown.soundPSNR)
        for (number, frame) in shown.frames.enumerated() {
            try frame.write(toPNG: folder.path("b.png"))
            #expect(try folder.contents("clip/0\(number).png") == folder.contents("b.png"))
        }
        try shown.recording.write(toWAV: folder.path("b.wav"))
        #expect(try folder.contents("clip/sound.wav") == folder.contents("b.wav"))
    }
}

extension String {
    fileprivate var withoutZero: String { hasPrefix("0.") ? String(dropFirst()) : self }
}
