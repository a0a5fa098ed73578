import Assets
import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

@Suite struct BundledModelTests {
    static let model = Result { try Model(folder: Assets.model) }

    @Test func answersItsTasks() throws {
        let model = try Self.model.get()
        let tasks = model.tasks.map {
            "\($0.modalities.map(\.rawValue).joined(separator: "+")) \($0.name) \($0.labels.count)"
        }
        #expect(
            tasks == [
                "image photo 63", "audio sound 41", "audio spoken word 22", "text subject 42", "text topic 4",
                "text sentiment 2", "text language 60", "points shape 48", "clip digit 10", "clip verb 4",
                "clip colour 4", "clip preposition 4", "clip letter 25", "clip adverb 4",
                "units first race 3",
                "units second race 3", "units minute 20", "image+audio+text+points+clip concept 59",
            ]
        )
        #expect(model.parameterCount < 14_000_000)
    }

    /// What is shown first of a text: what it is about, whether a film was liked, or else its language.
    @Test(arguments: [
        ("dog.txt", "subject"), ("planet.txt", "topic"), ("film.txt", "sentiment"),
        ("japanese.txt", "language"),
    ])
    func leadingTaskOfText(sample: String, task: String) throws {
        let model = try Self.model.get()
        let text = try Medium.read(path: Assets.samples.appending(path: sample).path)
        let predictions = try model.run(model.prepare(text)).predictions
        #expect(predictions[predictions.leading].task == task)
    }

    @Test func isSmall() throws {
        let size =
            try FileManager.default.attributesOfItem(
                atPath: Assets.model.appending(path: "model.safetensors").path
            )[
                .size
            ] as? Int
        let bytes = try #require(size)
        #expect(bytes <= 25_000_000)
    }

    /// Every name that tasks share is a class of each of them.
    @Test func conceptsAreClasses() throws {
        let model = try Self.model.get()
        #expect(model.concepts.contains { $0.name == "dog" && $0.labels.count == 3 })
        for concept in model.concepts {
            #expect(concept.labels.count > 1)
            for (task, label) in concept.labels {
                let task = try #require(model.tasks.first { $0.name == task })
                #expect(task.labels.contains(label))
            }
        }
    }

    /// The spectrogram with the bundled settings, against the training code.
    @Test func spectrogram() throws {
        let file = try TensorSet(path: fixture("models/spectrogram.safetensors"))
        let sound = Sound(sampleRate: 16000, samples: try file.matrix("samples").elements)
        let image = try #require(try Self.model.get().prepare(.sound(sound)).spectrogram)
        try expectClose(
            Matrix(rows: image.bands, columns: image.frames, image.values),
            file.matrix("spectrogram"),
            "spectrogram"
        )
    }

    @Test func anyPictureIsAccepted() throws {
        let model = try Self.model.get()
        for (width, height) in [(1, 1), (1, 3000), (3000, 2), (64, 64), (301, 200), (63, 65)] {
            let image = Image(
                width: width,
                height: height,
                pixels: Array(repeating: 90, count: width * height * 3)
            )
            let run = try model.run(model.prepare(.image(image)))
            #expect(run.input.layout.count == 1024)
            #expect(run.predictions[0].probabilities?.allSatisfy { $0.isFinite } == true)
        }
    }

    @Test func anySoundIsAccepted() throws {
        let model = try Self.model.get()
        for (rate, count) in [
            (8000, 1), (44100, 10), (22050, 22050), (48000, 48000 * 7), (16000, 80_000), (11025, 33),
        ] {
            let samples = (0..<count).map { Float($0 % 200) / 200 - 0.5 }
            let input = try model.prepare(.sound(Sound(sampleRate: rate, samples: samples)))
            #expect(input.layout.count == input.tokens.rows)
            #expect(input.layout.columns.edges.last.map { $0 <= Double(count) / Double(rate) + 0.1 } ?? false)
            let note = input.note ?? ""
            #expect(note.contains("loudest part") == (Double(count) / Double(rate) > 5), "\(note)")
            #expect(note.contains("resampled from \(rate) to 16000 Hz") == (rate != 16000), "\(note)")
            #expect(try model.run(input).predictions[0].probabilities?.allSatisfy { $0.isFinite } == true)
        }
    }

    /// Of a sound at 8 kHz nothing is above 4 kHz, whatever changing its rate leaves there.
    @Test(arguments: [(8000, 47), (11025, 55), (16000, 64), (44100, 64)])
    func bandsThatNoFileHoldsAreSilent(rate: Int, heard: Int) throws {
        var generator = Generator(seed: 5)
        let sound = Sound(sampleRate: rate, samples: generator.normals(rate).map { $0 * 0.2 })
        let image = try #require(try Self.model.get().prepare(.sound(sound)).spectrogram)
        let loudest = (0..<image.bands).map { band in
            image.values[band * image.frames..<(band + 1) * image.frames].max() ?? 0
        }
        #expect(
            loudest[..<heard].allSatisfy { $0 > 0.3 } && loudest[heard...].allSatisfy { $0 == 0 },
            "\(loudest)"
        )
    }

    @Test func silenceIsQuiet() throws {
        let input = try Self.model.get().prepare(
            .sound(Sound(sampleRate: 16000, samples: Array(repeating: 0, count: 9000)))
        )
        let image = try #require(input.spectrogram)
        #expect(image.values.allSatisfy { $0 == 0 })
    }

    /// Louder and softer copies of a sound are the same to the model.
    @Test func loudnessDoesNotMatter() throws {
        let model = try Self.model.get()
        var generator = Generator(seed: 4)
        let samples = generator.normals(16000).map { $0 * 0.2 }
        let loud = try model.prepare(.sound(Sound(sampleRate: 16000, samples: samples)))
        let soft = try model.prepare(.sound(Sound(sampleRate: 16000, samples: samples.map { $0 * 0.05 })))
        #expect(largestDifference(loud.tokens.elements, soft.tokens.elements) < 1e-3)
    }

    @Test func textIsCutBetweenCharacters() throws {
        let input = try Self.model.get().prepare(.text(Text(String(repeating: "日", count: 200))))
        #expect(input.layout.count == 255)
        #expect(input.note == "the model reads the first 255 of 600 bytes")
    }

    @Test func partsCoverEveryTokenOnce() throws {
        let model = try Self.model.get()
        let media: [Medium] = [
            .image(Image(width: 30, height: 20, pixels: Array(repeating: 1, count: 1800))),
            .sound(Sound(sampleRate: 16000, samples: Array(repeating: 0.1, count: 20_000))),
            .text(Text("Two  words, and 日本語のながいテキスト.\nAnother line")),
        ]
        for medium in media {
            let input = try model.prepare(medium)
            #expect(input.parts.flatMap { $0 }.sorted() == Array(0..<input.tokens.rows))
            #expect(input.parts.count > 3)
        }
    }

    @Test(
        arguments: [
            ("une journée agréable", ["une ", "journée ", "agréable"]),
            ("Собака  лает", ["Собака  ", "лает"]), ("I don’t know", ["I ", "don’t ", "know"]),
            ("犬が公園で走る。", ["犬が公", "園で走", "る。"]), ("나는 개를 봤다", ["나는 ", "개를 ", "봤다"]),
            ("สวัสดีครับ", ["สวั", "สดี", "ครั", "บ"]), ("その cat です", ["その ", "cat ", "です"]),
            (String(repeating: "a", count: 30), [String(repeating: "a", count: 24), "aaaaaa"]),
            ("é", ["é"]), (" a", [" ", "a"]),
        ]
    )
    func wordsAreParts(text: String, words: [String]) throws {
        let input = try Self.model.get().prepare(.text(Text(text)))
        let bytes = Array(text.utf8)
        let parts = input.parts.map { String(decoding: $0.map { bytes[$0] }, as: UTF8.self) }
        #expect(parts == words)
    }
}
