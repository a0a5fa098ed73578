import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// Whole checkpoints of every published kind, from a file to the outputs, beside transformers
/// (`Tests/Fixtures/published.py`).
@Suite struct PublishedModelTests {
    // MARK: texts

    @Test func maskedLanguage() throws {
        let folder = try PublishedFolder("language")
        #expect(folder.model.kind == .maskedLanguage && folder.model.modalities == [.text])
        let input = try folder.model.prepare(.text(folder.text()))
        let ids = try folder.expected.matrix("ids").elements.map { Int($0) }
        #expect(input.bytes?.map(\.id) == ids)
        #expect(input.layout.count == ids.count && Set(input.parts.joined()).count == ids.count)
        let run = try folder.model.run(input)
        try folder.expectSame(run)

        guard case .bytes(let bytes) = run.output else { throw CocoaError(.featureUnsupported) }
        let masks = ids.indices.filter { ids[$0] == 3 }
        #expect(bytes.positions == masks && masks.count == 3)
        let logits = try folder.expected.matrix("logits")
        for (row, position) in masks.enumerated() {
            let recorded = logits[row: position]
            let best = try #require(recorded.indices.max { recorded[$0] < recorded[$1] })
            #expect(bytes.best[row] == ByteToken(id: best))
            let alternatives = bytes.alternatives(position, top: 262)
            #expect(alternatives.first?.token.id == best)
            #expect(abs(alternatives.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
        }
        // Any other position can be asked for later.
        let first = folder.model.bytes(run, positions: [1]).logits
        expectClose(first, logits[rows: 1..<2], "position 1")
    }

    /// Hiding bytes behind masks is the same as writing `[MASK]`, but for where tokens lie.
    @Test func maskedRanges() throws {
        let model = try PublishedFolder("language").model
        let options = InputOptions(masked: [2..<4])
        let hidden = try model.prepare(.text(Text("abcdef")), options: options)
        let written = try model.prepare(.text(Text("ab[MASK][MASK]ef")))
        #expect(hidden.tokens == written.tokens)
        #expect(hidden.layout.columns.edges == [0, 0, 1, 2, 3, 4, 5, 6, 6])
        #expect(written.layout.columns.edges == [0, 0, 1, 2, 8, 14, 15, 16, 16])
        #expect(throws: ModelError.self) {
            try model.prepare(.text(Text("abc")), options: InputOptions(masked: [1..<4]))
        }
    }

    @Test func sequenceClassification() throws {
        let folder = try PublishedFolder("sequence")
        let input = try folder.model.prepare(.text(folder.text()))
        #expect(try input.bytes?.map { Float($0.id) } == folder.expected.matrix("ids").elements)
        #expect(input.note?.contains("first 30 of 54 bytes") == true, "\(input.note ?? "")")
        let run = try folder.model.run(input)
        try folder.expectSame(run)
        #expect(run.predictions.map(\.labels) == [["LABEL_0", "LABEL_1"]])
    }

    @Test func eachClassByItself() throws {
        let folder = try PublishedFolder("each")
        let run = try folder.model.run(folder.model.prepare(.text(folder.text())))
        try folder.expectSame(run)
        let prediction = run.predictions[0]
        #expect(
            prediction.scoring == .eachClass && prediction.labels == ["toxic", "insult", "threat", "spam"]
        )
        let expected = try folder.expected.matrix("probabilities").elements
        for (p, expected) in zip(try #require(prediction.probabilities), expected) {
            #expect(abs(p - Double(expected)) < 1e-5)
        }
    }

    /// A single number; names of two wrappers, from a file of PyTorch; no architectures.
    @Test func number() throws {
        let folder = try PublishedFolder("number")
        #expect(folder.model.kind == .sequenceClassification)
        let run = try folder.model.run(folder.model.prepare(.text(folder.text())))
        try folder.expectSame(run)
        #expect(run.predictions[0].scoring == .numbers && run.predictions[0].probabilities == nil)
        #expect(
            folder.model.report?.notes == [
                "config.json names no architecture; the tensors are those of PerceiverForSequenceClassification",
                "names of tensors begin with “module._orig_mod.”; they are read without it",
            ]
        )
    }

    // MARK: pictures

    @Test(arguments: ["image-learned", "image-fourier", "image-conv"]) func pictures(name: String) throws {
        let folder = try PublishedFolder(name)
        let input = try folder.model.prepare(.image(folder.image("picture.png")))
        #expect(input.layout.count == input.tokens.rows && input.note != nil)
        let run = try folder.model.run(input)
        try folder.expectSame(run)
        #expect(run.predictions.count == 1 && run.predictions[0].labels.count == 5)
    }

    /// The mean and the deviation that a batch norm of 64 channels has seen are no parameters.
    @Test func countsTrainedNumbersOnly() throws {
        let model = try PublishedFolder("image-conv").model
        let report = try #require(model.report)
        let all = report.used.reduce(0) { $0 + $1.shape.reduce(1, *) }
        #expect(model.parameterCount == all - 2 * 64)
    }

    /// What goes into a model is the reference's, to the last bit.
    @Test func pixels() throws {
        let folder = try PublishedFolder("image-fourier")
        let tokens = try folder.model.prepare(.image(folder.image("picture.png"))).tokens
        let planes = try folder.expected.matrix("pixels")
        for pixel in 0..<tokens.rows {
            for channel in 0..<3 { #expect(tokens[pixel, channel] == planes[channel, pixel]) }
        }
    }

    @Test func otherSizes() throws {
        let folder = try PublishedFolder("image-fourier")
        let image = try folder.image("picture.png")
        let input = try folder.model.prepare(.image(image), options: InputOptions(size: 13))
        #expect(input.tokens.rows == 169)
        let run = try folder.model.run(input)
        try expectClose(run.trace.latents, folder.expected.matrix("at13.latents"), "latents at 13×13")
        let logits = Matrix(rows: 1, columns: 5, run.predictions[0].logits)
        try expectClose(logits, folder.expected.matrix("at13.logits"), "logits at 13×13")
        let learned = try PublishedFolder("image-learned").model
        #expect(throws: ModelError.self) {
            try learned.prepare(.image(image), options: InputOptions(size: 13))
        }
    }

    // MARK: optical flow

    @Test func opticalFlow() throws {
        let folder = try PublishedFolder("flow")
        let (first, second) = try (folder.image("first.png"), folder.image("second.png"))
        let input = try folder.model.prepare(.pair(first, second))
        #expect(input.tile?.index == 4 && input.tile?.count == 9)
        #expect(input.layout.columns.edges.first == 12 && input.layout.rows?.edges.first == 4)
        let run = try folder.model.run(input)
        try folder.expectSame(run)
        try expectFlow(run, folder.expected.matrix("flow"), width: 46, height: 31)
    }

    /// The whole flow does not depend on the tile that is looked at.
    @Test func tilesAgree() throws {
        let folder = try PublishedFolder("flow")
        let pair = try Medium.pair(folder.image("first.png"), folder.image("second.png"))
        let input = try folder.model.prepare(pair, options: InputOptions(tile: 8))
        #expect(input.layout.columns.edges.first == 14 && input.layout.rows?.edges.first == 7)
        try expectFlow(folder.model.run(input), folder.expected.matrix("flow"), width: 46, height: 31)
        #expect(throws: ModelError.self) {
            try folder.model.prepare(pair, options: InputOptions(tile: 9))
        }
    }

    @Test func smallPicturesAreExtended() throws {
        let folder = try PublishedFolder("flow")
        let region = Image.Region(x: 0, y: 0, width: 29, height: 20)
        let images = try ["first.png", "second.png"].map { try folder.image($0).cropped(to: region) }
        let input = try folder.model.prepare(.pair(images[0], images[1]))
        #expect(input.note?.contains("29×20 pixels are extended to 32×24") == true)
        try expectFlow(folder.model.run(input), folder.expected.matrix("small.flow"), width: 29, height: 20)
    }

    private func expectFlow(_ run: Run, _ expected: Matrix, width: Int, height: Int) throws {
        guard case .flow(let field) = run.output else { throw CocoaError(.featureUnsupported) }
        #expect(field.width == width && field.height == height)
        let values = Matrix(rows: 1, columns: field.values.count, field.values)
        expectClose(values, expected, "flow")
    }

    // MARK: clips

    @Test func clips() throws {
        let folder = try PublishedFolder("multimodal")
        let clip = try Clip.read(folder: "\(folder.path)/clip", framesPerSecond: 50)
        #expect(clip.frames.count == 4 && clip.sound?.sampleRate == 44100)
        let input = try folder.model.prepare(.clip(clip))
        guard case .clip(let seen) = input.seen else { throw CocoaError(.featureUnsupported) }
        let frames = try folder.expected.matrix("frames")
        #expect(seen.frames.flatMap(\.pixels) == frames.elements.map { UInt8($0) })
        let sound = Matrix(rows: 1, columns: 3840, seen.sound?.samples ?? [])
        try expectClose(sound, folder.expected.matrix("sound"), "sound")
        #expect(input.layout.sections.map(\.name) == ["audio", "image", "label"])
        #expect(input.layout.sections.map(\.count) == [240, 12, 1])
        #expect(Set(input.parts.joined()).count == 253)
        let run = try folder.model.run(input)
        try folder.expectSame(run)
        #expect(run.predictions.map(\.task) == ["label"])
        #expect(run.decoderQuery(task: 0) == 432)
        try reconstruction(run, folder)
    }

    private func reconstruction(_ run: Run, _ folder: PublishedFolder) throws {
        let clip = try run.reconstruct()
        let pixels = try folder.expected.matrix("logits.image").elements
        let expected = pixels.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }
        let got = clip.frames.flatMap(\.pixels)
        #expect(zip(got, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        let sound = Matrix(rows: 1, columns: 3840, clip.sound.samples)
        try expectClose(sound, folder.expected.matrix("logits.audio"), "sound")
        let original = try folder.expected.matrix("frames").elements.map { Double($0) / 255 }
        let half = original.count / 2
        for frame in 0..<2 {
            let part = frame * half..<(frame + 1) * half
            let error = part.reduce(0.0) { $0 + pow(original[$1] - Double(pixels[$1]), 2) } / Double(half)
            #expect(abs(clip.framePSNR[frame] - -10 * log10(error)) < 0.01)
        }
        #expect(clip.soundPSNR.isFinite)
    }

    @Test func partsOfClips() throws {
        let folder = try PublishedFolder("multimodal")
        let image = try folder.image("clip/2.png")
        let still = try folder.model.prepare(.image(image))
        #expect(still.note?.contains("no sound: the model hears silence") == true)
        #expect(still.note?.contains("the only frame is repeated") == true, "\(still.note ?? "")")
        let sound = Sound(sampleRate: 48_000, samples: [0.5, -0.5])
        let heard = try folder.model.prepare(.sound(sound))
        #expect(heard.note?.contains("no frames: the model sees black") == true)
        #expect(try folder.model.run(heard).predictions[0].probabilities?.allSatisfy(\.isFinite) == true)
    }
}
