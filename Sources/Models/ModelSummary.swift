public import Checkpoints
public import FoundationEssentials
public import Media

/// What can be said of a model before its weights are read.
public struct ModelSummary: Sendable {
    /// What kind of model it is.
    public let kind: ModelKind
    /// What can be given to it.
    public let modalities: [Modality]
    /// The number of trained numbers.
    public let parameterCount: Int
    /// What is odd about its files, and how it is read, in sentences.
    public let notes: [String]
    /// Why it cannot be used, if so.
    public let problem: CheckpointError?

    /// Looks at the files of a folder.
    ///
    /// - Throws: `CheckpointError` if a file cannot be read or says something impossible.
    public init(folder: URL) throws(CheckpointError) {
        let source = try ModelSource(folder: folder, shapesOnly: true)
        kind = source.kind
        guard let report = try Model.report(source) else {
            // The bundled kind is small: its weights are read in milliseconds.
            let model = try Model(folder: folder)
            (modalities, parameterCount, problem) = (model.modalities, model.parameterCount, nil)
            notes = []
            return
        }
        modalities = kind.modalities
        parameterCount = report.parameterCount
        problem = report.problem
        notes = report.notes
    }
}
