import Explanation
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

@Suite struct LikenessTests {
    static let shared = Result { try Model(folder: URL(filePath: fixture("models/shared"))) }

    private func portrait(_ modality: Modality, _ p: [Double]?, _ reading: [Float]) -> Portrait {
        Portrait(modality: modality, probabilities: p, reading: reading)
    }

    // MARK: shared names

    @Test func aTaskOfSeveralModalitiesNamesAll() throws {
        let model = try Self.shared.get()
        let names = SharedNames(model)
        #expect(names.task == "concept" && names.names == ["cat", "dog", "rain", "seven"])
        let run = try model.run(model.prepare(.text(Text("a dog"))))
        #expect(names.probabilities(run) == run.predictions.last?.probabilities)
    }

    /// Without such a task: what each modality's own task says of the things that several know.
    @Test func namesThatSeveralTasksKnow() throws {
        let names = SharedNames(try Tiny.model.get())
        #expect(names.task == nil && names.names == ["cat", "dog"])
        for run in [try Tiny.picture(), try Tiny.sound(), try Tiny.text()] {
            let p = try #require(names.probabilities(run))
            let own = try #require(run.predictions[0].probabilities)
            #expect(abs(p.reduce(0, +) - 1) < 1e-12)
            #expect(abs(p[0] / p[1] - own[0] / own[1]) < 1e-9 * p[0] / p[1])
        }
    }

    /// A model of one kind of input compares by its first task; a model without classes by latents alone.
    @Test func publishedModels() throws {
        func names(_ folder: String) throws -> SharedNames {
            SharedNames(try Model(folder: URL(filePath: fixture("published/\(folder)"))))
        }
        #expect(try names("image-fourier").task == "class")
        let flow = try names("flow")
        #expect(flow.task == nil && flow.names.isEmpty)
    }

    /// What the shared task scores its names by.
    @Test func portraitsKeepWhatTheTaskReads() throws {
        let model = try Self.shared.get()
        let run = try model.run(model.prepare(.text(Text("a dog"))))
        let task = try #require(model.tasks.last)
        let portrait = Portrait(run, names: SharedNames(model))
        let reading = Matrix(rows: 1, columns: portrait.reading.count, portrait.reading)
        #expect(task.final(reading).elements == run.predictions.last?.logits)
    }

    @Test func portraitsKeepTheMeanOfTheLatents() throws {
        let run = try Tiny.sound()
        let portrait = Portrait(run, names: SharedNames(run.model))
        #expect(portrait.modality == .audio && portrait.reading == run.trace.latents.columnMeans())
        let p = try #require(portrait.probabilities)
        #expect(portrait.best == (p[0] >= p[1] ? 0 : 1))
    }

    // MARK: measures

    /// Each draws a name by its probabilities: both draw the same with the sum of products.
    @Test func namesAreTheProbabilityOfTheSame() throws {
        let likeness = Likeness([
            portrait(.image, [0.5, 0.25, 0.25], [1, 0]), portrait(.text, [0, 0.5, 0.5], [1, 0]),
            portrait(.audio, [1, 0, 0], [1, 0]), portrait(.audio, nil, [1, 0]),
        ])
        #expect(likeness.value(0, 1, by: .names) == 0.25)
        #expect(likeness.value(1, 0, by: .names) == 0.25)
        #expect(likeness.value(0, 2, by: .names) == 0.5)
        #expect(likeness.value(2, 2, by: .names) == 1)
        #expect(likeness.value(0, 3, by: .names) == nil)
        #expect(likeness.ranking(of: 0, by: .names) == [2, 1, 3])
    }

    /// What all inputs of a modality have in common does not make them alike.
    @Test func latentsAreComparedWithinTheirModality() throws {
        let likeness = Likeness([
            portrait(.image, nil, [11, 0]), portrait(.image, nil, [9, 0]), portrait(.image, nil, [10, 0]),
            portrait(.audio, nil, [-3, 7]), portrait(.audio, nil, [-5, 7]),
            portrait(.text, nil, [0, 2]),
        ])
        #expect(likeness.value(0, 1, by: .latents) == -1)
        #expect(likeness.value(0, 3, by: .latents) == 1)
        #expect(likeness.value(0, 4, by: .latents) == -1)
        // The average itself is like nothing.
        #expect(likeness.value(0, 2, by: .latents) == 0)
        // Two of a modality lie opposite to each other, whatever they are.
        #expect(likeness.value(3, 4, by: .latents) == nil && likeness.value(3, 3, by: .latents) == 1)
        // The only text stays as it is.
        #expect(likeness.value(5, 5, by: .latents) == 1 && likeness.value(5, 0, by: .latents) == 0)
        #expect(likeness.ranking(of: 0, by: .latents) == [3, 2, 5, 1, 4])
        #expect(likeness.ranking(of: 3, by: .latents).last == 4)
        #expect(likeness.rank(of: 0, by: .latents) { $0 == 1 } == 4)
        #expect(likeness.rank(of: 0, by: .latents) { _ in false } == nil)
    }

    @Test func equalLatentsHaveNoDirection() {
        let same = portrait(.image, nil, [2, 1])
        let likeness = Likeness([same, same, same])
        #expect(likeness.value(0, 1, by: .latents) == 0)
        #expect(Likeness([]).portraits.isEmpty)
    }

    @Test(
        arguments: [
            ("photos/Dog-2.jpg", "dog"), ("cat.ogg", "cat"), ("cat3.txt", "cat"), ("/a.b/train", "train"),
            ("seven.x.png", "seven.x"), ("0042.png", nil), ("", nil),
        ]
    )
    func filesOfOneThing(path: String, thing: String?) {
        #expect(Likeness.thing(file: path) == thing)
    }

    // MARK: two inputs

    /// A task that both are asked comes before names that two tasks share.
    @Test func sharedTaskIsCompared() throws {
        let model = try Self.shared.get()
        let runs = try [Medium.text(Text("a dog")), .sound(Sound(sampleRate: 16000, samples: [0, 0.5, 0]))]
            .map { try model.run(model.prepare($0)) }
        let tasks = Comparison.matchingTasks(runs[0], runs[1])
        let comparison = try Comparison(runs[0], runs[1], tasks: tasks)
        #expect(comparison.tasks == ["concept", "concept"] && comparison.concepts.count == 4)
        let expected = Likeness(runs.map { Portrait($0, names: SharedNames(model)) }).value(0, 1, by: .names)
        #expect(abs(try #require(comparison.agreement) - (try #require(expected))) < 1e-12)
        let leading = runs[0].predictions.leading
        #expect(Comparison.matchingTasks(runs[0], runs[0]) == (leading, leading))
        #expect(Comparison.matchingTasks(runs[0], runs[0], preferred: (2, 2)) == (2, 2))
        #expect(Comparison.matchingTasks(runs[0], runs[1], preferred: (2, 1)) == tasks)
        #expect(Comparison.matchingTasks(try Tiny.picture(), try Tiny.sound()) == (0, 0))
    }
}
