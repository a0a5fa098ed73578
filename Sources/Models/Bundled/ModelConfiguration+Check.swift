import Checkpoints
import Media

extension ModelConfiguration {
    /// Checks every number before memory is taken for it.
    ///
    /// - Throws: ``CheckpointError`` naming the key, what it says and what would be accepted.
    func check(_ file: ConfigurationFile) throws(CheckpointError) {
        guard modelType == Self.modelType else {
            throw file.error(
                at: "model_type",
                "\"\(modelType)\" is not known, expected \"\(Self.modelType)\""
            )
        }
        try file.check(numLatents, "num_latents", in: 1...16_384)
        try file.check(dLatents, "d_latents", in: 1...16_384)
        try file.check(dModel, "d_model", in: 1...16_384)
        try file.check(numBlocks, "num_blocks", in: 1...1024)
        try file.check(numSelfAttendsPerBlock, "num_self_attends_per_block", in: 1...1024)
        try heads(numCrossAttentionHeads, "num_cross_attention_heads", file)
        try heads(numSelfAttentionHeads, "num_self_attention_heads", file)
        try heads(numDecoderAttentionHeads, "num_decoder_attention_heads", file)
        try file.check(crossAttentionWideningFactor, "cross_attention_widening_factor", in: 1...64)
        try file.check(selfAttentionWideningFactor, "self_attention_widening_factor", in: 1...64)
        try file.check(decoderWideningFactor, "decoder_widening_factor", in: 1...64)
        try checkImage(file)
        try checkAudio(file)
        try checkText(file)
        try checkUnits(file)
        if let points = inputs.points { try points.check(file, dModel: dModel) }
        try checkClip(file)
        try checkTasks(file)
        try checkConcepts(file)
        try checkReconstructions(file)
    }

    private func heads(_ heads: Int, _ key: String, _ file: ConfigurationFile) throws(CheckpointError) {
        try file.check(heads, key, in: 1...dLatents)
        guard dLatents % heads == 0 else {
            throw file.error(at: key, "\(heads) does not divide the \(dLatents) channels of d_latents")
        }
    }

    private func checkImage(_ file: ConfigurationFile) throws(CheckpointError) {
        let image = inputs.image
        try file.check(image.size, "inputs.image.size", in: 1...4096)
        try file.check(image.largestAspect, "inputs.image.largest_aspect", in: 1...100)
        try three(image.mean, "inputs.image.mean", file)
        try three(image.deviation, "inputs.image.deviation", file)
        guard image.deviation.allSatisfy({ $0 > 0 }) else {
            throw file.error(at: "inputs.image.deviation", "must be above 0")
        }
        let cells = [image.size, image.size]
        try checkStem("inputs.image", image.stages, image.grid, bands: image.bands, of: (cells, 3), file)
    }

    private func three(_ numbers: [Float], _ key: String, _ file: ConfigurationFile) throws(CheckpointError) {
        guard numbers.count == 3 && numbers.allSatisfy(\.isFinite) else {
            throw file.error(at: key, "\(numbers) must be three numbers")
        }
    }

    private func checkAudio(_ file: ConfigurationFile) throws(CheckpointError) {
        let audio = inputs.audio
        try file.check(audio.sampleRate, "inputs.audio.sample_rate", in: 1000...192_000)
        try file.check(audio.seconds, "inputs.audio.seconds", in: 0.01...600)
        try file.check(audio.frame, "inputs.audio.frame", in: 2...65_536)
        try file.check(audio.fft, "inputs.audio.fft", in: audio.frame...65_536)
        try file.check(audio.hop, "inputs.audio.hop", in: 1...audio.frame)
        try file.check(audio.melBands, "inputs.audio.mel_bands", in: 1...1024)
        try file.check(audio.lowestHertz, "inputs.audio.lowest_hertz", in: 0...1e5)
        let highest = Double(audio.sampleRate) / 2
        guard audio.highestHertz > audio.lowestHertz && audio.highestHertz <= highest else {
            let accepted = "expected more than \(audio.lowestHertz) and at most \(highest)"
            throw file.error(at: "inputs.audio.highest_hertz", "\(audio.highestHertz): \(accepted)")
        }
        try file.check(audio.range, "inputs.audio.range_decibel", in: 1...1000)
        try file.check(audio.lowestReference, "inputs.audio.lowest_reference_decibel", in: -1000...1000)
        let samples = Int(audio.seconds * Double(audio.sampleRate))
        let frames = 1 + max(0, samples - audio.frame) / audio.hop
        // The matrix of the Fourier transform, and the windows it is applied to.
        try fits([audio.fft + 2, audio.frame], "inputs.audio.fft", file)
        try fits([frames, audio.frame], "inputs.audio.hop", file)
        let cells = [audio.melBands, frames]
        try checkStem("inputs.audio", audio.stages, audio.grid, bands: audio.bands, of: (cells, 1), file)
    }

    private func checkText(_ file: ConfigurationFile) throws(CheckpointError) {
        let text = inputs.text
        try file.check(text.longest, "inputs.text.longest", in: 1...1_000_000)
        try file.check(text.embedding, "inputs.text.embedding", in: 1...16_384)
        try file.check(text.maskId, "inputs.text.mask_id", in: 0...256)
        if let ngrams = text.ngrams {
            try file.check(ngrams.sizes.count, "inputs.text.ngrams.sizes", in: 1...64)
            for size in ngrams.sizes { try file.check(size, "inputs.text.ngrams.sizes", in: 1...64) }
            try file.check(ngrams.buckets, "inputs.text.ngrams.buckets", in: 1...(1 << 26))
        }
        guard text.stages.allSatisfy({ $0.stride == [1, 1] }) else {
            throw file.error(at: "inputs.text.stages", "a text has a token for each byte: strides must be 1")
        }
        let input = ([text.longest], channels: text.embedding)
        try checkStem("inputs.text", text.stages, text.grid, bands: text.bands, of: input, file)
    }

    /// A matrix of these sizes must not take more memory than can be meant.
    func fits(_ sizes: [Int], _ key: String, _ file: ConfigurationFile) throws(CheckpointError) {
        guard sizes.reduce(1.0, { $0 * Double($1) }) <= Self.mostNumbers else {
            let product = sizes.map { "\($0)" }.joined(separator: "×")
            throw file.error(at: key, "takes \(product) numbers, more than \(Int(Self.mostNumbers))")
        }
    }

    /// 1 GiB.
    private static let mostNumbers = Double(1 << 28)

    /// The stages must make no more cells than the grid has positions for, and leave room for these.
    ///
    /// - Parameter axes: the axes of positions, if these have more than the grid.
    func checkStem(
        _ key: String,
        _ stages: [StageSettings],
        _ grid: [Int],
        bands: Int,
        of input: (cells: [Int], channels: Int),
        axes: Int? = nil,
        _ file: ConfigurationFile
    ) throws(CheckpointError) {
        try file.check(stages.count, "\(key).stages", in: 1...16)
        try file.check(bands, "\(key).bands", in: 1...4096)
        var (sizes, channels) = (input.cells.count == 2 ? input.cells : [1] + input.cells, input.channels)
        for (index, stage) in stages.enumerated() {
            let at = "\(key).stages[\(index)]"
            try file.check(stage.channels, "\(at).channels", in: 1...16_384)
            guard stage.kernel.count == 2, stage.stride.count == 2 else {
                throw file.error(at: at, "kernel and stride must be two numbers each")
            }
            for axis in 0...1 {
                try file.check(stage.kernel[axis], "\(at).kernel", in: 1...63)
                guard stage.kernel[axis] % 2 == 1 else { throw file.error(at: "\(at).kernel", "must be odd") }
                try file.check(stage.stride[axis], "\(at).stride", in: 1...64)
                sizes[axis] = FeatureMap.outputCount(sizes[axis], stride: stage.stride[axis])
            }
            if stage.isResidual && (stage.stride != [1, 1] || stage.channels != channels) {
                throw file.error(
                    at: at,
                    "a residual stage must have the stride 1 and the \(channels) channels that enter it"
                )
            }
            // What lies under the kernel is laid out for each cell.
            try fits(sizes + stage.kernel + [channels], at, file)
            channels = stage.channels
        }
        guard grid.count == input.cells.count,
            zip(grid.reversed(), sizes.reversed()).allSatisfy({ $0 >= $1 && $0 <= 1_000_000 })
        else {
            throw file.error(
                at: "\(key).grid",
                "\(grid) must have room for \(sizes.suffix(input.cells.count)) tokens"
            )
        }
        try fits(grid + [grid.count * (1 + 2 * bands)], "\(key).grid", file)
        let used = (stages.last?.channels ?? 0) + (axes ?? grid.count) * (1 + 2 * bands)
        guard used < dModel else {
            throw file.error(
                at: "\(key).bands",
                "features and positions take \(used) channels, d_model has \(dModel)"
            )
        }
    }

    /// Each named once, and none with more numbers a token than can be meant.
    private func checkReconstructions(_ file: ConfigurationFile) throws(CheckpointError) {
        let modalities = reconstructs ?? []
        guard Set(modalities).count == modalities.count else {
            throw file.error(at: "reconstructs", "names a modality twice")
        }
        for modality in modalities {
            guard let outputs = outputs(of: modality) else {
                throw file.error(
                    at: "reconstructs",
                    "\"\(modality.rawValue)\" is no input that can be asked back"
                )
            }
            guard outputs > 0 else {
                throw file.error(
                    at: "reconstructs",
                    "a token of \"\(modality.rawValue)\" has more than \(Self.mostOutputs) numbers"
                )
            }
        }
    }

    /// The numbers that a token of a modality is asked for; 0 if there are too many, `nil` for no input of the model.
    func outputs(of modality: Modality) -> Int? {
        func product(_ stages: [StageSettings], _ channels: Int) -> Int {
            stages.flatMap(\.stride).reduce(channels) { $0 == 0 || $0 * $1 > Self.mostOutputs ? 0 : $0 * $1 }
        }
        switch modality {
        case .image: return product(inputs.image.stages, 3)
        case .audio: return product(inputs.audio.stages, 1)
        case .text: return 256
        case .units: return inputs.units?.types.count
        case .pair, .clip, .points: return nil
        }
    }

    private static let mostOutputs = 65_536

    private func checkTasks(_ file: ConfigurationFile) throws(CheckpointError) {
        try file.check(tasks.count, "tasks", in: 1...1000)
        guard Set(tasks.map(\.name)).count == tasks.count else {
            throw file.error(at: "tasks", "two tasks have the same name")
        }
        for (index, task) in tasks.enumerated() {
            try file.check(task.labels.count, "tasks[\(index)].labels", in: 1...100_000)
            if task.inputs.contains(.units) && inputs.units == nil {
                throw file.error(at: "tasks[\(index)].input", "\"units\" is no input of the model")
            }
            guard Set(task.labels).count == task.labels.count else {
                throw file.error(at: "tasks[\(index)].labels", "has the same label twice")
            }
            if task.inputs.contains(.points) && inputs.points == nil {
                throw file.error(at: "tasks[\(index)].input", "there is no inputs.points")
            }
        }
    }

    /// What they call things must be labels of the tasks: otherwise nothing would be known by them.
    private func checkConcepts(_ file: ConfigurationFile) throws(CheckpointError) {
        guard Set(concepts.map(\.name)).count == concepts.count else {
            throw file.error(at: "concepts", "two concepts have the same name")
        }
        let labels = Dictionary(tasks.map { ($0.name, Set($0.labels)) }) { first, _ in first }
        for (index, concept) in concepts.enumerated() {
            for (task, label) in concept.labels.sorted(by: { $0.key < $1.key }) {
                let key = "concepts[\(index)].labels.\(task)"
                guard let known = labels[task] else {
                    let names = tasks.map(\.name).joined(separator: ", ")
                    throw file.error(at: key, "there is no such task, expected one of \(names)")
                }
                guard known.contains(label) else {
                    throw file.error(at: key, "\"\(label)\" is no label of the task")
                }
            }
        }
    }
}
