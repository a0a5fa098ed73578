import ArgumentParser
import Explanation
import Media
import Models

/// Files that `predict` writes or compares with: flows and decoded inputs.
struct ResultFiles: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Write the input as the latents kept it: a picture or a sound's spectrogram into a PNG file, frames and \
            sound of a clip into a folder; of models that tell pixels the picture, completed from --at on.
            """,
            valueName: "path"
        ),
        completion: .file(),
        transform: OutputPath.parser("png", orFolder: true)
    )
    var reconstruct: OutputPath?
    @Option(
        help: ArgumentHelp("Flow: write the displacements (Middlebury).", valueName: "file.flo"),
        completion: .file(extensions: ["flo"]),
        transform: OutputPath.parser("flo", orFolder: true)
    )
    var flow: OutputPath?
    @Option(
        help: ArgumentHelp("Flow: write them as colours.", valueName: "file.png"),
        completion: .file(extensions: ["png"]),
        transform: OutputPath.parser("png", orFolder: true)
    )
    var png: OutputPath?
    @Option(
        help: ArgumentHelp("Flow: print how far they are from these.", valueName: "file"),
        completion: .file(extensions: ["flo"])
    )
    var truth: String?
}

/// Writes what was asked for of each result, and compares.
struct ResultWriting {
    /// What was measured besides the predictions.
    struct Measures {
        var endPointError: (error: Double, pixels: Int)?
        var reconstruction: Reconstructed?
    }

    private let flow, png, reconstruct: OutputPlaces?
    /// The known flow, with the name of its file.
    private let truth: (path: String, field: FlowField)?

    /// What to do with the results of some inputs.
    ///
    /// - Throws: ``WrongUsage`` if an option is of no use for the model or for so many inputs; an error
    ///   about the file if the known flow cannot be read.
    init(_ files: ResultFiles, _ model: Model, _ sources: [Source]) throws {
        let flows = [("--flow", files.flow?.path), ("--png", files.png?.path), ("--truth", files.truth)]
        if let first = flows.first(where: { $0.1 != nil }), model.kind != .opticalFlow {
            throw WrongUsage("\(first.0): \(model.name) is no model of optical flow")
        }
        if files.reconstruct != nil, ![.image, .audio, .clip].contains(where: model.reconstructs) {
            throw WrongUsage("--reconstruct: \(model.name) cannot decode its inputs")
        }
        if files.truth != nil && sources.count > 1 {
            throw WrongUsage("--truth: is the flow of one pair of pictures, and \(sources.count) are named")
        }
        flow = try files.flow?.places("--flow", for: sources)
        png = try files.png?.places("--png", for: sources)
        reconstruct = try files.reconstruct.map { path in
            // Frames and sound of a clip are written into a folder.
            try model.kind == .multimodal
                ? path.folders("--reconstruct", for: sources) : path.places("--reconstruct", for: sources)
        }
        truth = try files.truth.map { ($0, try FlowFile(path: $0).field) }
    }

    /// Writes what was asked for of one input.
    ///
    /// - Parameter answers: what is known of the subject; what is decoded is added.
    func write(_ subject: Subject, _ answers: inout CommandAnswers) throws -> Measures {
        var measures = Measures()
        let run = try answers(RunQuestion(subject))
        switch run.output {
        case .classes, .transcript:
            guard reconstruct == nil else {
                throw WrongUsage("--reconstruct: this model cannot decode \(run.input.modality.words)")
            }
        case .bytes:
            guard reconstruct == nil else {
                throw WrongUsage(
                    "--reconstruct: a text is decoded only where it is masked; use --mask instead"
                )
            }
        case .flow(let field): measures.endPointError = try write(field, of: subject.source)
        case .tokens, .colours, .clip:
            guard let reconstruct else { break }
            let reconstruction = try answers(ReconstructionQuestion(subject))
            try write(reconstruction, to: reconstruct.path(for: subject.source))
            measures.reconstruction = reconstruction
        }
        return measures
    }

    private func write(_ field: FlowField, of source: Source) throws -> (error: Double, pixels: Int)? {
        if let path = try flow?.path(for: source) {
            try FlowFile(field).write(to: path)
            StandardError.write("wrote \(path)")
        }
        if let path = try png?.path(for: source) {
            try field.colours().write(toPNG: path)
            StandardError.write("wrote \(path)")
        }
        guard let (path, known) = truth else { return nil }
        guard known.width == field.width && known.height == field.height else {
            throw Failure(
                "\(path): has \(known.width)×\(known.height) pixels, the pictures \(field.width)×\(field.height)"
            )
        }
        guard let error = field.endPointError(to: known) else {
            throw Failure("\(path): knows the flow of no pixel")
        }
        return error
    }

    private func write(_ reconstruction: Reconstructed, to path: String) throws {
        switch reconstruction {
        case .clip(let clip): try write(clip, to: path)
        case .input(let input):
            try input.picture.write(toPNG: path)
            StandardError.write("wrote \(path)")
        }
    }

    private func write(_ clip: ReconstructedClip, to folder: String) throws {
        try Folder.make(folder)
        let digits = max(2, "\(clip.frames.count - 1)".count)
        for (index, frame) in clip.frames.enumerated() {
            let number = String(repeating: "0", count: digits - "\(index)".count) + "\(index)"
            try frame.write(toPNG: "\(folder)/\(number).png")
        }
        try clip.recording.write(toWAV: "\(folder)/sound.wav")
        StandardError.write("wrote \(clip.frames.count.counted("frame")) and sound.wav to \(folder)")
    }
}
