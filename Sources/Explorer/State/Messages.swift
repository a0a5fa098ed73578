import Cells
public import Explanation
public import Media
public import Models

/// What happened.
public enum Event: Sendable {
    /// A key, the mouse, or a new size.
    case terminal(TerminalEvent)
    /// A model is ready, or cannot be read for the given reason.
    case modelLoaded(ModelPlace, Result<Model, Failure>)
    /// Folders were looked through for models.
    case foundModels([ModelListing])
    /// An input was recognised without being read, or not recognised.
    case recognised(EntryID, Modality?)
    /// An input was read.
    case opened(EntryID, Result<OpenedMedium, Failure>)
    /// The model ran on an input, or could not.
    case ran(EntryID, Result<Run, Failure>)
    /// A masked language model decoded a further place of a text.
    case decoded(EntryID, BytePredictions)
    /// A small attention map was recomputed.
    case mapped(MapKey, AttentionMap)
    /// A row of a large attention map was recomputed.
    case mappedRow(RowKey, RankedRelevance)
    /// A large attention map was averaged over neighbouring inputs.
    case pooled(PooledKey, PooledMap)
    /// Work advances, from 0 to 1.
    case progressed(Work, Double)
    /// A class-specific map is done.
    case explained(RelevanceKey, Relevance)
    /// Two runs were compared.
    case compared(ComparisonKey, Comparison)
    /// What is kept of an input to tell how alike it is to others; or it could not be run.
    case portrayed(EntryID, Result<Portrait, Failure>)
    /// An input was decoded from the latents.
    case reconstructed(EntryID, Reconstructed)
    /// A folder was read.
    case listed(path: String, Result<[FolderItem], Failure>)
    /// The file or the folder under the browser's cursor was read.
    case previewed(path: String, Result<FilePreview, Failure>)
    /// A map was written, to the file it was meant for or if that was there to another one; or it could not be.
    case saved(path: String, Result<String, Failure>)
    /// The time that the timer of a number was set to has passed.
    case ticked(Int)
}

/// Something that did not work, in one sentence for the user.
public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// A failure with the sentence that tells it.
    public init(_ description: String) { self.description = description }
}

/// An entry of a folder.
public struct FolderItem: Sendable, Hashable {
    /// The name without the path.
    public let name: String
    /// Whether it is a folder.
    public let isFolder: Bool
    /// The size in bytes; 0 for folders.
    public let size: Int

    /// An entry of a folder.
    public init(name: String, isFolder: Bool, size: Int) {
        self.name = name
        self.isFolder = isFolder
        self.size = size
    }
}

/// What must be done outside; each is answered by an event unless it says otherwise.
public enum Effect: Sendable {
    /// Read a model.
    case loadModel(ModelPlace)
    /// Look for models: in each of these folders, and in the folders in them.
    case findModels([ModelPlace])
    /// Tell what kind of input a source is, from its first bytes. No answer if it cannot be told.
    case recognise(EntryID, Source)
    /// Read an input with the model's front end.
    case open(EntryID, Source, Model)
    /// Run the model, telling its progress.
    case run(EntryID, InputArray, Model)
    /// Decode a further place of a text.
    case decode(EntryID, position: Int, Run)
    /// Recompute a small attention map.
    case map(MapKey, Run)
    /// Recompute a row of a large attention map, telling its progress.
    case mapRow(RowKey, Run)
    /// Average a large attention map over neighbouring inputs, telling its progress.
    case pool(PooledKey, Run)
    /// Compute a class-specific map, telling its progress.
    case explain(RelevanceKey, Run)
    /// Decode an input from the latents, telling its progress.
    case reconstruct(EntryID, OpenedMedium, Run)
    /// Stop a work. No answer.
    case cancel(Work)
    /// Stop all work. No answer.
    case cancelAll
    /// Compare two runs.
    case compare(ComparisonKey, Run, Run)
    /// Tell what is kept of an input to compare it with others; without a run of it, the model runs, telling its
    /// progress.
    case portray(EntryID, Source, Run?, Model)
    /// Read a folder.
    case list(path: String)
    /// Read a file or a folder for a preview; a later request makes an earlier one void.
    case preview(path: String, Model)
    /// Write what a map shows to a new file, whose name ends in `png`, `csv` or `json`.
    case save(path: String, MapFigure)
    /// Tick once after so many seconds, and tell the timer's number.
    case tick(after: Double, number: Int)
    /// Turn the mouse on or off. No answer.
    case setMouse(Bool)
    /// Draw the whole screen anew. No answer.
    case redraw
    /// Stop the program until the shell continues it. No answer.
    case suspend
    /// End the program. No answer.
    case quit
}
