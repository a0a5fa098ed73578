import Checkpoints
import Foundation
import Media
import Numerics
import Perceiver

extension Model {
    /// Reads a published checkpoint: `config.json`, the weights, and how media are made ready.
    init(
        published folder: URL,
        kind: ModelKind,
        _ file: ConfigurationFile
    ) throws(CheckpointError) {
        let (configuration, tensors, report) = try Self.mapping(folder, kind, file)
        if let problem = report.problem { throw problem }
        let weights = PublishedWeights(Weights(file: tensors), configuration, folder)
        let encoder = try weights.encoder()
        self.init(
            folder: folder,
            kind: kind,
            name: folder.standardizedFileURL.lastPathComponent,
            version: "",
            parameterCount: report.parameterCount,
            files: tensors.files,
            encoder: encoder,
            tasks: try weights.tasks(),
            concepts: [],
            report: report,
            architecture: try weights.architecture()
        )
    }

    /// What the files of a folder are, without reading any weight; `nil` for the bundled kind.
    ///
    /// - Throws: ``CheckpointError`` if a file cannot be read or says something impossible. Tensors that are
    ///   missing or misshapen are no error here, but in the report.
    public static func report(folder: URL) throws(CheckpointError) -> MappingReport? {
        let file = try ConfigurationFile(path: folder.appending(path: "config.json").path)
        let kind = try PublishedConfiguration.kind(file)
        return kind == .explorer ? nil : try mapping(folder, kind, file).2
    }

    private static func mapping(
        _ folder: URL,
        _ kind: ModelKind,
        _ file: ConfigurationFile
    ) throws(CheckpointError) -> (PublishedConfiguration, TensorSet, MappingReport) {
        var configuration = try file.decode(PublishedConfiguration.self)
        configuration.kind = kind
        try configuration.check(file)
        let preprocessing = try configuration.preprocessing(folder)
        let tensors = try TensorSet(folder: folder.path)
        let report = MappingReport(configuration, file: tensors, preprocessing: preprocessing)
        return (configuration, tensors, report)
    }
}

extension PublishedConfiguration {
    /// How media are made ready, for the report.
    fileprivate func preprocessing(_ folder: URL) throws(CheckpointError) -> [MappingReport.Fact] {
        switch kind {
        case .explorer: []
        case .maskedLanguage, .sequenceClassification:
            try ByteTokenizer(folder: folder, positions: maxPositionEmbeddings).facts
        case .imageLearned, .imageFourier, .imageConvolution: try PictureProcessing(folder: folder).facts
        case .opticalFlow:
            [
                .init("pixels", "value / 255 · 2 − 1, 3×3 neighbourhoods of both pictures"),
                .init(
                    "size",
                    "\(trainSize[1])×\(trainSize[0]); larger pictures are tiled, smaller ones extended"
                ),
                .init("displacement in pixels", "\(FlowDecoder.pixels) × the output"),
            ]
        case .multimodal:
            [
                .init("frames", "\(numFrames) of \(outputShape[3])×\(outputShape[2]), value / 255"),
                .init(
                    "sound",
                    "\(numFrames * audioSamplesPerFrame) samples at \(ClipSampling.sampleRate) Hz"
                ),
                .init("label", "always masked"),
            ]
        }
    }
}
