import ArgumentParser
import Explanation
import FoundationEssentials
import Media
import Models
import Numerics

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure a model on this machine, beside the machine's matrix products.",
        discussion: """
            Times are medians over several rounds. GFLOP/s count the operations that are executed; the percentage \
            is their share of the rate of a large matrix product. Peak memory is the whole process's, up to that \
            line, mapped weights included.

            EXAMPLES
              perceiver bench
              perceiver bench --model vision-perceiver-fourier photo.jpg
              perceiver bench --model optical-flow-perceiver a.png b.png --json
              perceiver bench --sizes --model vision-perceiver-fourier
              perceiver bench --inputs 1000000
            """
    )

    @Argument(help: "Inputs of the model; without one, inputs are made up.", completion: .file())
    var files: [String] = []
    @OptionGroup var model: ModelOptions
    @Option(
        help: ArgumentHelp(
            "Rounds of each measurement; by default 15, or 3 of a large model.",
            valueName: "n"
        )
    )
    var rounds: Int?
    @Flag(help: "One JSON object with the seconds of each part for each input, or each size.")
    var json = false
    @Flag(
        help: """
            Instead: time and memory over picture sizes, of --model if it takes any size, without one of \
            untrained weights of the published Fourier model's sizes.
            """
    )
    var sizes = false
    @Option(
        help: ArgumentHelp(
            "With --sizes: the side of a picture, instead of 224, 336, 512, 768 and 1024; can be given several times.",
            valueName: "pixels"
        )
    )
    var side: [Int] = []
    @Option(
        help: ArgumentHelp(
            "Instead: encode m random inputs of 64 channels with 256 latents, and tell time and memory.",
            valueName: "m"
        )
    )
    var inputs: Int?
    @Option(
        help: ArgumentHelp("Clips: the sound that belongs to a folder of frames.", valueName: "file"),
        completion: .file()
    )
    var sound: String?

    func validate() throws {
        if let rounds, rounds < 1 { throw ValidationError("--rounds must be at least 1") }
        if !side.isEmpty && !sizes { throw ValidationError("--side belongs to --sizes") }
        if let side = side.first(where: { !(1...4096).contains($0) }) {
            throw ValidationError("--side \(side): must be 1 to 4096")
        }
        if let inputs, !(1...10_000_000).contains(inputs) {
            throw ValidationError("--inputs: must be 1 to 10000000")
        }
        if inputs != nil && (sizes || model.model != nil) {
            throw ValidationError("--inputs measures an encoder of its own; leave out --sizes and --model")
        }
        if inputs != nil && rounds != nil {
            throw ValidationError("--inputs measures once; leave out --rounds")
        }
        if sound != nil && files.isEmpty {
            throw ValidationError("--sound belongs to a folder of frames; name one")
        }
        if (sizes || inputs != nil) && !(files.isEmpty && sound == nil) {
            throw ValidationError("--sizes and --inputs make up what they measure; name no files")
        }
    }

    func run() throws {
        let product = ProductRate()
        if !json { print(product.description) }
        if let inputs {
            let scale = BenchScale.Encoding(inputs: inputs)
            print(json ? try scale.json() : scale.description)
        } else if sizes {
            try measureSizes()
        } else {
            try measureModel(product)
        }
    }

    private func measureSizes() throws {
        let bench = model.model == nil ? BenchSizes() : try BenchSizes(load())
        if !json { print(BenchSizes.header) }
        for side in side.isEmpty ? BenchSizes.usualSides : side {
            let point = try bench.point(side: side, rounds: rounds ?? 3)
            print(json ? try point.json() : point.description)
        }
    }

    private func measureModel(_ product: ProductRate) throws {
        let model = try load()
        let meter = Meter(rounds: rounds ?? (model.isSmall ? 15 : 3), product: product)
        if !json { meter.report("read the model", meter.seconds { try? load() }) }
        for (name, medium) in try media(model) {
            let bench = try BenchModel(model, name, medium, meter)
            if json { print(try bench.parts().json()) } else { bench.report() }
        }
        guard !json && model.isSmall else { return }
        try BenchScale.photo(model, meter)
        guard let (_, medium) = MadeUp.media(for: model).first else { return }
        // From a key to the finished canvas on a large screen, maps included.
        var screen = try BenchScreen(model, medium)
        meter.report("frame of 200×60 cells after a key", meter.seconds { try? screen.press() })
    }

    private func load() throws -> Model {
        var answers = CommandAnswers()
        return try answers(ModelQuestion(model.place))
    }

    /// The inputs that are named, or some that are made up.
    private func media(_ model: Model) throws -> [(String, Medium)] {
        guard !files.isEmpty else { return MadeUp.media(for: model) }
        if sound != nil && !model.modalities.contains(.clip) {
            throw WrongUsage("--sound: \(model.name) takes no clips")
        }
        var inputs = NamedInputs()
        var options = Source.Options()
        options.sound = sound
        let paths = inputs.find(files, areFoldersClips: sound != nil, model)
        try inputs.end()
        return try Source.files(paths, options: options, for: model).map {
            ($0.messageName, try $0.takingStandardInput().read(for: model))
        }
    }
}
