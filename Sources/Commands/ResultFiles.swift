import ArgumentParser
import Explanation
import Media
import Models

/// Files that `predict` writes or compares with: flows and decoded inputs.
struct ResultFiles: ParsableArguments {
    @Option(
        help: ArgumentHelp("Flow: write the displacements (Middlebury).", valueName: "file"),
        completion: .file(extensions: ["flo"])
    )
    var flow: String?
    @Option(
        help: ArgumentHelp("Flow: write them as colours.", valueName: "file"),
        completion: .file(extensions: ["png"])
    )
    var png: String?
    @Option(
        help: ArgumentHelp("Flow: print how far they are from these.", valueName: "file"),
        completion: .file(extensions: ["flo"])
    )
    var truth: String?
    @Option(
        help: ArgumentHelp(
            """
            Write the input as the latents kept it: a picture or a sound's spectrogram into a PNG file, frames and \
            sound of a clip into a folder.
            """,
            valueName: "path"
        ),
        completion: .file()
    )
    var reconstruct: String?

    /// What was measured besides the predictions.
    struct Measures {
        var endPointError: (error: Double, pixels: Int)?
        var reconstruction: Reconstructed?
    }

    /// Refuses options that the model has no use for, and reads the known flow, if there is one.
    func check(_ model: Model, inputs: Int) throws -> FlowField? {
        let flows = [("--flow", flow), ("--png", png), ("--truth", truth)].filter { $0.1 != nil }
        if let first = flows.first, model.kind != .opticalFlow {
            throw Failure("\(first.0): \(model.name) is no model of optical flow")
        }
        if reconstruct != nil, ![.image, .audio, .clip].contains(where: model.reconstructs) {
            throw Failure("--reconstruct: \(model.name) cannot decode its inputs")
        }
        // Frames and sound of a clip are written into a folder instead.
        if let reconstruct, model.kind != .multimodal, !reconstruct.lowercased().hasSuffix(".png") {
            throw WrongUsage(
                "--reconstruct \(reconstruct): a PNG picture is written; its name must end in .png"
            )
        }
        if inputs > 1 && (!flows.isEmpty || reconstruct != nil) {
            throw Failure("files are written for one input, and \(inputs) are named")
        }
        if let reconstruct, model.kind == .multimodal { try Folder.make(reconstruct) }
        return try truth.map { try FlowFile(path: $0).field }
    }

    /// Writes what was asked for, and compares.
    ///
    /// - Parameters:
    ///   - truth: the known flow.
    ///   - answers: what is known of the subject; what is decoded is added.
    func write(_ subject: Subject, _ truth: FlowField?, _ answers: inout CommandAnswers) throws -> Measures {
        var measures = Measures()
        let run = try answers(RunQuestion(subject))
        switch run.output {
        case .classes:
            guard reconstruct == nil else {
                throw Failure("--reconstruct: this model cannot decode \(run.input.modality.words)")
            }
        case .bytes:
            guard reconstruct == nil else {
                throw Failure("--reconstruct: a text is decoded where it is masked, with --mask")
            }
        case .flow(let field): measures.endPointError = try write(field, truth)
        case .tokens, .clip:
            guard let reconstruct else { break }
            let reconstruction = try answers(ReconstructionQuestion(subject))
            try write(reconstruction, to: reconstruct)
            measures.reconstruction = reconstruction
        }
        return measures
    }

    private func write(_ field: FlowField, _ known: FlowField?) throws -> (error: Double, pixels: Int)? {
        if let flow {
            try FlowFile(field).write(to: flow)
            StandardError.write("wrote \(flow)")
        }
        if let png {
            try field.colours().write(toPNG: png)
            StandardError.write("wrote \(png)")
        }
        guard let known, let truth else { return nil }
        guard known.width == field.width && known.height == field.height else {
            throw Failure(
                "\(truth): has \(known.width)×\(known.height) pixels, the pictures \(field.width)×\(field.height)"
            )
        }
        guard let error = field.endPointError(to: known) else {
            throw Failure("\(truth): knows the flow of no pixel")
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
        let digits = max(2, "\(clip.frames.count - 1)".count)
        for (index, frame) in clip.frames.enumerated() {
            let number = String(repeating: "0", count: digits - "\(index)".count) + "\(index)"
            try frame.write(toPNG: "\(folder)/\(number).png")
        }
        try clip.recording.write(toWAV: "\(folder)/sound.wav")
        StandardError.write("wrote \(clip.frames.count.grouped) frames and sound.wav to \(folder)")
    }
}
