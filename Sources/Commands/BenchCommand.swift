import ArgumentParser
import Explanation
import Explorer
import Foundation
import Media
import Models
import Numerics
import Perceiver

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure the model on this machine, beside the machine's matrix products.",
        discussion: """
            Times are medians over several rounds. Peak memory is the whole process's, up to that line.

            EXAMPLES
              perceiver bench
              perceiver bench --inputs 1000000
            """
    )

    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("Rounds of each measurement.", valueName: "n"))
    var rounds = 15
    @Option(
        help: ArgumentHelp(
            "Instead: encode so many random inputs of 64 channels with 256 latents, and tell time and memory.",
            valueName: "m"
        )
    )
    var inputs: Int?

    func validate() throws {
        if rounds < 1 { throw ValidationError("--rounds must be at least 1.") }
        if let inputs, !(1...10_000_000).contains(inputs) {
            throw ValidationError("--inputs: 1 to 10000000.")
        }
    }

    func run() throws {
        printMachine()
        if let inputs {
            encodeMany(inputs)
            return
        }
        let loading = measure { try? self.model.load() }
        report("read the model", loading)
        let model = try self.model.load()
        for (name, medium) in Self.media { try benchmark(model, name, medium) }
        benchmarkLargePhoto(model)
        try benchmarkFrames(model)
    }

    // MARK: what is measured

    private func printMachine() {
        let kernels = Threads.kernels
        print(
            "kernels: OpenBLAS \(kernels.name)\(kernels.corrected ? " (corrected)" : ""), \(Threads.count) threads"
        )
        let size = 1024
        let a = Matrix(rows: size, columns: size, repeating: 0.5)
        let seconds = measure { a.times(a) }
        let rate = 2 * Double(size * size * size) / seconds / 1e9
        print("matrix product \(size)×\(size)×\(size): \(Numbers.short(rate)) GFLOP/s")
    }

    private func benchmark(_ model: Model, _ name: String, _ medium: Medium) throws {
        print("\(name):")
        let input = try model.prepare(medium)
        report("  prepare \(input.tokens.rows) tokens", measure { try? model.prepare(medium) })
        let encoding = measure { model.encoder(input.tokens) }
        let rate = Double(model.encoder.operations(inputs: input.tokens.rows)) / encoding / 1e9
        report("  encode, \(Numbers.short(rate)) GFLOP/s", encoding)
        let run = try model.run(input)
        report(
            "  answer \(run.tasks.count) tasks",
            measure { run.tasks.map { model.predict($0, latents: run.trace.latents) } }
        )
        report(
            "  one row of the encoder's map",
            measure { run.trace.encoderScores(latents: 0..<1).map(AttentionUnit.weight.convert) }
        )
        report(
            "  the encoder's whole map",
            measure { AttentionMap(run, layer: .encoder, head: .mean, unit: .weight) }
        )
        report(
            "  occlusion of \(input.parts.count) parts",
            measure { try? Occlusion.relevance(run, task: 0, target: 0) }
        )
    }

    private func benchmarkLargePhoto(_ model: Model) {
        let size = (width: 4000, height: 3000)
        let pixels = (0..<size.width * size.height * 3).map {
            UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13)
        }
        let photo = Image(width: size.width, height: size.height, pixels: pixels)
        report(
            "a photo of 12 megapixels to the model's size",
            measure { photo.resized(width: 64, height: 64) }
        )
        report("a photo of 12 megapixels to screen size", measure { photo.averaged(width: 384, height: 288) })
    }

    /// From a key to the finished canvas on a large screen, maps included.
    private func benchmarkFrames(_ model: Model) throws {
        guard let (_, medium) = Self.media.first else { return }
        var session = try FrameSession(model, medium)
        report("frame of 200×60 cells after a key", measure { try? session.press() })
    }

    private func encodeMany(_ count: Int) {
        let inputs = Matrix(rows: count, columns: 64) { elements in
            var state: UInt64 = 1
            for i in elements.indices {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                elements[i] = Float(state >> 40) / Float(1 << 23) - 1
            }
        }
        let encoder = Encoder.untrained(latents: 256, channels: 128, inputs: 64)
        let seconds = measure(rounds: 1) { encoder(inputs) }
        report("encode \(count) inputs of 64 channels with 256 latents", seconds)
    }

    /// A picture, a sound and a text of usual sizes, made up.
    private static let media: [(String, Medium)] = [
        (
            "picture, 640×480",
            .image(Image(width: 640, height: 480, pixels: (0..<640 * 480 * 3).map { UInt8($0 * 7 % 251) }))
        ),
        (
            "sound, 5 s",
            .sound(Sound(sampleRate: 16000, samples: (0..<80_000).map { Float($0 * 31 % 997) / 997 - 0.5 }))
        ),
        (
            "text, 200 bytes",
            .text(Media.Text(String(repeating: "a dog barks at the train. ", count: 8).prefix(200) + ""))
        ),
    ]

    // MARK: measuring

    /// The median time of one call, in seconds; the first call is not counted.
    private func measure<Result>(rounds: Int? = nil, _ body: () -> Result) -> Double {
        let rounds = rounds ?? self.rounds
        let clock = ContinuousClock()
        if rounds > 1 { _ = body() }
        let times = (0..<rounds).map { _ in clock.measure { _ = body() } / .seconds(1) }
        return times.sorted()[rounds / 2]
    }

    private func report(_ what: String, _ seconds: Double) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let memory = decimal(Double(usage.ru_maxrss) / 1024, places: 0)
        let padding = String(repeating: " ", count: max(1, 60 - what.count))
        print("\(what)\(padding)\(decimal(seconds * 1000, places: 2)) ms, peak \(memory) MB")
    }
}
