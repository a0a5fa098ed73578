import Checkpoints
import Perceiver

/// What a clip's tokens and queries are about, in the order in which they are lined up.
enum ClipPart: String, Sendable, CaseIterable {
    case audio, image, label
}

/// The keys of `config.json` that the published model of clips has besides its trunk's.
struct ClipKeys: Sendable {
    let numFrames: Int
    let imageSize: Int
    let audioSamplesPerFrame: Int
    let samplesPerPatch: Int
    let outputShape: [Int]
    let outputNumChannels: Int
    let labelTrainableNumChannels: Int

    /// What a file says, checked.
    init(_ file: ConfigurationFile) throws(CheckpointError) {
        self = try file.decode()
        try check(file)
    }
}

// MARK: - Sizes

extension ClipKeys {
    /// What a clip is made, to be seen and heard.
    var sampling: ClipSampling {
        ClipSampling(
            frameCount: numFrames,
            height: outputShape[2],
            width: outputShape[3],
            samplesPerFrame: audioSamplesPerFrame
        )
    }

    /// The position features of the sound or the frames.
    func positions(_ part: ClipPart) -> FourierFeatures {
        part == .audio
            ? FourierFeatures(bands: 192, resolution: [numFrames * audioSamplesPerFrame])
            : FourierFeatures(bands: 32, resolution: [numFrames, imageSize, imageSize])
    }

    /// The channels of a part's tokens before they are padded to a common number.
    private func inputChannels(_ part: ClipPart, labels: Int) -> Int {
        switch part {
        case .audio: samplesPerPatch + positions(part).channels
        case .image: 48 + positions(part).channels
        case .label: labels
        }
    }

    /// The channels of a token.
    func inputChannels(labels: Int) -> Int {
        (ClipPart.allCases.map { inputChannels($0, labels: labels) }.max() ?? 0) + 4
    }

    /// The channels that a learned vector adds to a part's tokens.
    func inputPadding(_ part: ClipPart, labels: Int) -> Int {
        inputChannels(labels: labels) - inputChannels(part, labels: labels)
    }

    /// The channels of a part's queries before they are padded.
    private func queryChannels(_ part: ClipPart) -> Int {
        part == .label ? labelTrainableNumChannels : positions(part).channels
    }

    /// The channels of a query.
    var queryChannels: Int { (ClipPart.allCases.map(queryChannels).max() ?? 0) + 2 }

    /// The channels that a learned vector adds to a part's queries.
    func queryPadding(_ part: ClipPart) -> Int { queryChannels - queryChannels(part) }

    /// The numbers that come out of one query of a part.
    func outputs(_ part: ClipPart, labels: Int) -> Int {
        switch part {
        case .audio: samplesPerPatch
        case .image: 3
        case .label: labels
        }
    }

    /// How clips are made ready, for the report.
    var facts: [MappingReport.Fact] {
        let samples = numFrames * audioSamplesPerFrame
        return [
            .init("frames", "\(numFrames) of \(outputShape[3])×\(outputShape[2]), value / 255"),
            .init("sound", "\(samples) samples at \(ClipSampling.sampleRate) Hz"),
            .init("label", "always masked"),
        ]
    }
}

// MARK: - Reading

extension ClipKeys: Decodable {
    private enum CodingKeys: String, CodingKey {
        case numFrames, imageSize, audioSamplesPerFrame, samplesPerPatch, outputShape, outputNumChannels
        case labelTrainableNumChannels = "_labelTrainableNumChannels"
    }

    init(from decoder: any Swift.Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys, _ standard: Int) throws -> Int {
            try keys.decodeIfPresent(Int.self, forKey: key) ?? standard
        }
        numFrames = try number(.numFrames, 16)
        imageSize = try number(.imageSize, 56)
        audioSamplesPerFrame = try number(.audioSamplesPerFrame, 1920)
        samplesPerPatch = try number(.samplesPerPatch, 16)
        outputShape = try keys.decodeIfPresent([Int].self, forKey: .outputShape) ?? [1, 16, 224, 224]
        outputNumChannels = try number(.outputNumChannels, 512)
        labelTrainableNumChannels = try number(.labelTrainableNumChannels, 1024)
    }

    private func check(_ file: ConfigurationFile) throws(CheckpointError) {
        try file.check(numFrames, "num_frames", in: 1...1024)
        try file.check(audioSamplesPerFrame, "audio_samples_per_frame", in: 1...48_000)
        try file.check(samplesPerPatch, "samples_per_patch", in: 1...48_000)
        try file.check(imageSize, "image_size", in: 1...8192)
        try file.check(outputNumChannels, "output_num_channels", in: 1...65_536)
        try file.check(labelTrainableNumChannels, "_label_trainable_num_channels", in: 1...65_536)
        let samples = numFrames * audioSamplesPerFrame
        guard samples % samplesPerPatch == 0 else {
            throw file.error(
                at: "samples_per_patch",
                "\(samplesPerPatch) does not divide the \(samples) samples of \(numFrames) frames"
            )
        }
        guard outputShape.count == 4, outputShape[0] == 1, outputShape[1] == numFrames else {
            throw file.error(
                at: "output_shape",
                "is \(outputShape), expected [1, \(numFrames), height, width] as num_frames has it"
            )
        }
        for index in 2...3 {
            try file.check(outputShape[index], "output_shape[\(index)]", in: 4...4096)
            guard outputShape[index] % 4 == 0 else {
                throw file.error(at: "output_shape[\(index)]", "\(outputShape[index]) is no multiple of 4")
            }
        }
    }

    /// Refuses input arrays that would take more memory than can be meant.
    func checkTokens(of channels: Int, _ file: ConfigurationFile) throws(CheckpointError) {
        let patches = numFrames * audioSamplesPerFrame / samplesPerPatch
        let tokens = patches + numFrames * outputShape[2] * outputShape[3] / 16 + 1
        let most = PublishedConfiguration.mostInputs
        guard tokens <= most / channels else {
            throw file.error(
                at: "output_shape",
                "makes \(tokens) tokens of \(channels) channels, more than \(most) numbers"
            )
        }
    }
}
