import ArgumentParser
import Explanation
import Media
import Models

/// The inputs that a command's words name, which it goes through one by one, also after one that fails.
struct NamedInputs {
    /// In the order of the command line; what is in a folder, or fits a pattern, as people sort names.
    var sources: [Source] = []
    private var succeeded = 0
    private var failed = 0
    /// Of those that failed, how many were given an option that means nothing for them.
    private var misused = 0

    /// The files that words name: themselves, those in folders, and those that fit patterns.
    ///
    /// Words that name none are told, and count as inputs that failed.
    ///
    /// - Parameter areFoldersClips: whether each folder is an input itself, whatever is in it.
    mutating func find(_ words: [String], areFoldersClips: Bool, _ model: Model) -> [String] {
        words.flatMap { word in
            let paths = Pattern(word).map(\.paths) ?? [word]
            if paths.isEmpty { note(Failure("\(word): no file has such a name")) }
            return paths.flatMap { path in
                guard !areFoldersClips, Source.isFolder(path) else { return [path] }
                do { return try files(in: path, model) } catch {
                    note(error)
                    return []
                }
            }
        }
    }

    private func files(in folder: String, _ model: Model) throws -> [String] {
        let inputs = try FolderInputs(folder, for: model)
        if inputs.isClip { return [folder] }
        if let note = inputs.note { StandardError.write("perceiver: \(folder): \(note)") }
        return inputs.files.map(\.path)
    }

    /// Does something with each input as a model gets it; answers to one are forgotten before the next.
    mutating func forEach(
        _ model: ModelPlace,
        _ answers: inout CommandAnswers,
        _ body: (Subject, inout CommandAnswers) throws -> Void
    ) {
        for (index, source) in sources.enumerated() {
            let place = sources.count > 1 ? "\(index + 1) of \(sources.count): \(source.name)" : nil
            do {
                let subject = Subject(try source.takingStandardInput(), model: model)
                try answers.working(on: place) { answers in try body(subject, &answers) }
                succeeded += 1
            } catch {
                note(error, of: source)
            }
            answers.forget(allBut: model)
        }
    }

    private mutating func note(_ error: any Error, of source: Source? = nil) {
        failed += 1
        var name = ""
        if error.isMisuse { misused += 1 }
        // What is wrong with an option does not say for which input.
        if error is WrongUsage, let source, sources.count > 1 { name = "\(source.messageName): " }
        StandardError.write("perceiver: \(name)\(error)")
    }

    /// Tells with the exit status what became of the inputs.
    ///
    /// - Throws: an `ExitCode` unless all of them succeeded.
    func end() throws {
        guard failed > 0 else { return }
        throw succeeded > 0 ? .someFailed : misused == failed ? .validationFailure : ExitCode.nothingDone
    }
}

extension ExitCode {
    /// Some of the inputs failed, and the others were answered.
    static let someFailed = ExitCode(1)
    /// Nothing that was asked for could be done.
    static let nothingDone = ExitCode(2)
}

extension Source {
    /// Files as inputs of a model; one of optical flow takes them two by two.
    static func files(
        _ paths: [String],
        options: Options,
        edits: [Edit] = [],
        for model: Model
    ) throws(Failure) -> [Source] {
        guard model.modalities == [.pair] else {
            return paths.map { Source(.file(path: $0), options: options, edits: edits) }
        }
        guard paths.count % 2 == 0 else {
            throw Failure(
                "\(model.name) takes pictures two by two, and \(paths.count == 1 ? "one is" : "\(paths.count) are") named; name A.png B.png"
            )
        }
        return stride(from: 0, to: paths.count, by: 2).map {
            Source(.pair(path: paths[$0], next: paths[$0 + 1]), options: options, edits: edits)
        }
    }

    /// What is piped into the program; it can be read once.
    private static let standardInput = Result { try Medium.standardInput() }

    /// The same source, with what is piped into the program in place of a file `-`.
    ///
    /// - Throws: `MediaError` if that cannot be read.
    func takingStandardInput() throws -> Source {
        guard origin == .file(path: "-") else { return self }
        return Source(.standardInput(try Self.standardInput.get()), options: options, edits: edits)
    }
}
