public import Cells
public import Explanation

/// What happened.
public enum Event: Sendable {
    /// A key, the mouse, or a new size.
    case terminal(TerminalEvent)
    /// A question was answered, or could not be.
    case answered(Int, AnyQuestion, Result<any Sendable, Failure>)
    /// Work on a question advances, from 0 to 1.
    case progressed(Int, AnyQuestion, Double)
    /// A figure was written, to the file it was meant for or if that was there to another one; or it could not be.
    case saved(path: String, Result<String, Failure>)
    /// The time that the timer of a number was set to has passed.
    case ticked(Int)
}

/// What must be done outside; each is answered by an event unless it says otherwise.
public enum Effect: Sendable {
    /// Answer a question, telling the progress of what takes a while.
    case ask(Ask)
    /// Stop the asking of a number. No answer.
    case cancel(Int)
    /// Write a figure to a new file, whose name's end tells its format.
    case save(path: String, DrawnFigure)
    /// Write numbers to a new file, whose name ends in `csv` or `json`; answered as a figure is.
    case saveTable(path: String, SavedTable)
    /// Write a page to a new file, whose name ends in `png` or `svg`; answered as a figure is.
    case savePage(path: String, SavedPage)
    /// Write two maps to a new file, whose name ends in `png` or `svg`; answered as a figure is.
    case savePair(path: String, PairFigure)
    /// Tick once after a number of seconds, and tell the timer's number.
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
