public import Explanation
public import Models

/// What happened.
public enum Event: Sendable {
    /// A key, the mouse, or a new size.
    case terminal(TerminalEvent)
    /// The model is ready, or cannot be read for the given reason.
    case modelLoaded(Result<Model, Failure>)
    /// An input was read.
    case opened(EntryID, Result<OpenedMedium, Failure>)
    /// The model ran on an input, or could not.
    case ran(EntryID, Result<Run, Failure>)
    /// An attention map was recomputed.
    case mapped(MapKey, AttentionMap)
    /// A class-specific map advances, from 0 to 1.
    case progressed(RelevanceKey, Double)
    /// A class-specific map is done.
    case explained(RelevanceKey, Relevance)
    /// Two runs were compared.
    case compared(ComparisonKey, Comparison)
    /// A folder was read.
    case listed(path: String, Result<[FolderItem], Failure>)
    /// The file under the browser's cursor was read.
    case previewed(path: String, Result<OpenedMedium, Failure>)
    /// A map was written to a file, or could not be.
    case saved(Result<String, Failure>)
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
    /// Read the model.
    case loadModel
    /// Read an input with the model's front end.
    case open(EntryID, Source, Model)
    /// Run the model.
    case run(EntryID, InputArray, Model)
    /// Recompute an attention map.
    case map(MapKey, Run)
    /// Compute a class-specific map, telling its progress.
    case explain(RelevanceKey, Run)
    /// Stop computing class-specific maps. No answer.
    case cancelExplanations
    /// Compare two runs.
    case compare(ComparisonKey, Run, Run)
    /// Read a folder.
    case list(path: String)
    /// Read a file for a preview; a later request makes an earlier one void.
    case preview(path: String, Model)
    /// Write what a map shows to a file, whose name ends in `png`, `csv` or `json`.
    case save(path: String, MapFigure)
    /// Turn the mouse on or off. No answer.
    case setMouse(Bool)
    /// Draw the whole screen anew. No answer.
    case redraw
    /// Stop the program until the shell continues it. No answer.
    case suspend
    /// End the program. No answer.
    case quit
}
