import Assets
import Foundation
import Media
import Models
import Testing

/// What `assets/samples/README.md` says of the bundled model and the samples.
@Suite struct SampleTests {
    private static let right = [
        ("dog.jpg", "photo", "dog"), ("dog.jpg", "concept", "dog"), ("dog.ogg", "sound", "dog"),
        ("dog.txt", "subject", "dog"), ("cat.jpg", "photo", "cat"), ("cat.jpg", "concept", "cat"),
        ("cat.ogg", "sound", "cat"), ("cat.txt", "subject", "cat"), ("bird.ogg", "sound", "bird"),
        ("bird.txt", "subject", "bird"),
        ("car.jpg", "photo", "car"), ("car.jpg", "concept", "car"), ("car.ogg", "sound", "car"),
        ("car.txt", "subject", "car"), ("sea.jpg", "photo", "seashore"), ("sea.jpg", "concept", "sea"),
        ("sea.ogg", "sound", "sea"), ("sea.txt", "subject", "sea"), ("seven.jpg", "concept", "seven"),
        ("seven.ogg", "spoken word", "seven"), ("seven.txt", "concept", "seven"),
        ("fish.jpg", "photo", "fish"), ("coffee.jpg", "photo", "coffee cup"),
        ("ball.jpg", "photo", "ball game"), ("ball.txt", "subject", "ball game"),
        ("frog.ogg", "sound", "frog"), ("frog.txt", "subject", "frog"), ("sheep.ogg", "sound", "sheep"),
        ("sheep.txt", "subject", "sheep"), ("piano.ogg", "sound", "musical instrument"),
        ("piano.txt", "subject", "musical instrument"), ("stop.wav", "spoken word", "stop"),
        ("planet.txt", "topic", "Sci/Tech"), ("film.txt", "sentiment", "positive"),
        ("japanese.txt", "language", "Japanese"), ("car.obj", "shape", "car"), ("car.obj", "concept", "car"),
        ("chair.off", "shape", "chair"), ("table.ply", "shape", "table"), ("mug.obj", "shape", "cup"),
        ("sentence.mp4", "verb", "place"), ("sentence.mp4", "colour", "green"),
        ("sentence.mp4", "digit", "eight"),
        ("attack.csv", "first race", "Protoss"), ("attack.csv", "second race", "Zerg"),
        ("sentence.mp4", "adverb", "please"), ("sentence.mp4", "concept", "eight"),
    ]
    private static let wrong = [
        ("bird.jpg", "photo", "fruit"), ("tabby.jpg", "photo", "chair"), ("pencils.jpg", "photo", "umbrella"),
        ("shuttle.jpg", "photo", "crab or lobster"), ("slide.ogg", "sound", "cat"),
        ("grunt.ogg", "sound", "drinking"), ("mouth.mp4", "letter", "r"),
        ("attack.csv", "minute", "20 or later"), ("hotdog.txt", "subject", "dog"),
        ("praise.txt", "sentiment", "negative"),
    ]

    @Test(arguments: right + wrong) func firstChoice(sample: String, task: String, label: String) throws {
        let model = try BundledModelTests.model.get()
        let clips = model.clipNeed.map { ClipReading(for: $0) }
        let medium = try Medium.read(path: Assets.samples.appending(path: sample).path, clips: clips)
        let prediction = try #require(model.run(model.prepare(medium)).predictions.first { $0.task == task })
        let best = try #require(prediction.ranking.first)
        #expect(prediction.labels[best] == label)
    }

    /// The list names each file of the folder once, and nothing else.
    @Test func listIsComplete() throws {
        let listed = try Assets.sampleSections().flatMap(\.files).map(\.lastPathComponent)
        let names = try FileManager.default.contentsOfDirectory(atPath: Assets.samples.path)
        let samples = names.filter { $0 != "samples.txt" && $0 != "README.md" }
        #expect(listed.sorted() == samples.sorted())
    }
}
