package import Cells
import Explanation

/// The focus and the cursors of the main screen.
struct MainState: Sendable {
    var focus = Explorer.Pane.inputs
    /// Whether the arrows move the cursor over the map.
    var isInspecting = false
    /// Whether arrows turn a cloud of points.
    var isTurning = false
    /// The key under the cursor in maps over latents.
    var keyCursor = 0
    /// Whether the predictions show all classes of the current task.
    var isExpanded = false
    /// What stands below the predictions.
    var box = Box.latent
    var classFilter = ""
    /// Whether the frames of a clip follow each other by themselves.
    var isPlaying = false
    /// The timer that they wait for.
    var timer: Int?
    /// What a button of the mouse was pressed on, until it is released.
    var pressed: Pressed?

    /// What the mouse can hold.
    enum Pressed: Sendable, Hashable {
        case token(Int)
        /// A cell of a plot of points, which most cells of have none.
        case cell(x: Int, y: Int)
        /// The seconds of a clip.
        case ruler
    }

    /// What can stand below the predictions.
    enum Box: Sendable {
        /// Facts about a latent.
        case latent
        /// How faithful the map is.
        case faithfulness
        /// What random weights do to the map.
        case randomWeights
    }

    /// Shows a box, or facts about a latent again.
    mutating func toggle(_ box: Box) { self.box = self.box == box ? .latent : box }

    /// Gives up what was begun on an input.
    mutating func leaveInput() {
        (isInspecting, isPlaying, isExpanded, classFilter) = (false, false, false, "")
        pressed = nil
    }
}

/// The contact sheet of all latents.
struct SheetState: Sendable {
    enum Order: String, Sendable, CaseIterable {
        case number
        /// By the attention that the query which maps are about pays each of them.
        case decoder
        /// The most concentrated first.
        case focus
        /// By what the target class loses without each of them, where that was computed.
        case effect
    }

    var order = Order.number
    /// The maps that are drawn: the last ones that were there.
    var seen: SheetQuestion?
}

/// Two inputs side by side.
struct CompareState: Sendable {
    enum Table: String, Sendable, CaseIterable {
        case predictions, latents, pairs
        /// The inputs of the list by how alike they are to one.
        case ranking
        /// All inputs of the list by all.
        case matrix
        /// What both views are, and how alike their maps.
        case views

        /// Whether all inputs of the list are looked at, and not only the two sides.
        var isOfAll: Bool { self == .ranking || self == .matrix }
    }

    /// How latents are ordered in tables.
    enum Order: Sendable, CaseIterable {
        case alike, different
        /// Those first of which both answers read most.
        case weight
        case number
    }

    /// The entry on the left and the one on the right.
    var sides: [EntryID]
    /// The side that keys for a single input are about.
    var active = 1
    /// What the lower part shows.
    var table = Table.predictions
    /// Views that stay on their side, whatever keys say.
    var held: [Int: PinnedView] = [:]
    /// Whether both sides show how their maps differ, where these can be subtracted.
    var showsDifference = false
    /// Whether views are also compared by what their targets lose without each latent.
    var wantsEffects = true
    var scroll = 0
    var order = Order.alike
    /// By what inputs are alike, where all are looked at.
    var measure = Likeness.Measure.names
    /// The input under the cursor: the ranking's row, the matrix's column.
    var pointed: EntryID?
    /// The matrix's row under the cursor.
    var pointing: EntryID?
    /// The tasks that were chosen, if any, for inputs before they were compared.
    var chosenTasks: [EntryID: Int?] = [:]
    /// The comparison that is drawn: the last one that was there.
    var seen: ComparisonQuestion?

    /// The input that others are ranked by: the one beside the active side.
    var asked: EntryID { sides[1 - active] }
}

/// The file browser.
struct BrowserState: Sendable {
    var path: String
    var cursor = 0
    var showsHidden = false
    var filter = ""
    /// The item to put the cursor on when the folder has been read.
    var wanted: String?
    /// The list of models that the browser was opened from, to which it goes back.
    var models: ModelsState?

    /// Of what is in the folder those items that are listed; hidden ones only if wanted.
    func listed(_ items: [FolderItem]) -> [FolderItem] {
        items.filter { item in
            (showsHidden || !item.name.hasPrefix(".")) && item.name.hasInIt(filter)
        }
    }

    /// Of what is in the folder the item under the cursor.
    func current(in items: [FolderItem]) -> FolderItem? {
        let listed = listed(items)
        return listed.indices.contains(cursor) ? listed[cursor] : nil
    }

    func path(of item: FolderItem) -> String { path == "/" ? "/" + item.name : path + "/" + item.name }
}

/// Typing a text for the model.
struct EditorState: Sendable {
    var line: LineEditor
    /// Where the part begins that shall be masked.
    var mark: Int?

    /// The characters from the mark to the caret.
    var selection: Range<Int>? {
        guard let mark else { return nil }
        return min(mark, line.caret)..<max(mark, line.caret)
    }
}

/// A text that was typed and not run.
struct Draft: Sendable {
    /// The input that was shown when it was typed.
    let source: Source?
    let text: String
}

/// What is explained: this screen and its keys, or the words.
struct HelpState: Sendable {
    enum Page: Sendable, CaseIterable {
        case screen, glossary
    }

    var page = Page.screen
    var scroll = 0
}

/// A line that is being typed at the bottom of the screen.
struct Prompt: Sendable {
    enum Purpose: Sendable {
        /// A command by name.
        case command
        /// What a list shall be narrowed to.
        case filter
        /// The file to write the map to.
        case save
        /// The text that shall stand in the place of the region's.
        case replacement
    }

    let purpose: Purpose
    var line = LineEditor("")
    /// The row of the list above that is chosen.
    var cursor = 0
    /// Whether it was chosen with the arrows.
    var isChosen = false
    /// The folder whose items shall complete the path that is typed.
    var awaited: String?
    /// The lines that Tab found for a path that may go on in several ways.
    var paths: [String] = []

    /// Another line, for which nothing is chosen or found yet.
    mutating func change(to line: LineEditor) {
        self = Prompt(purpose: purpose, line: line)
    }
}

/// A text with a caret, as it is typed.
package struct LineEditor: Sendable, Hashable {
    package private(set) var text: [Character]
    package private(set) var caret: Int

    package init(_ text: String) {
        self.text = Array(text)
        caret = self.text.count
    }

    package var string: String { String(text) }

    /// Puts a text in the place of some characters, and the caret behind it.
    package mutating func replace(_ range: Range<Int>, with new: String) {
        text.replaceSubrange(range, with: Array(new))
        caret = range.lowerBound + new.count
    }

    /// Puts the caret before a character, or behind the last one.
    mutating func move(to place: Int) { caret = min(max(place, 0), text.count) }

    /// Puts characters at the caret, and the caret behind them; a mark joins the character before it.
    mutating func insert(_ characters: [Character]) {
        let start = String(text[..<caret]) + String(characters)
        text = Array(start + String(text[caret...]))
        caret = min(start.count, text.count)
    }

    /// Does what a key does in every line editor.
    ///
    /// - Returns: whether the key means anything here.
    package mutating func apply(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert([character])
        case .backspace, .control("h"): if caret > 0 { caret -= 1; text.remove(at: caret) }
        case .delete, .control("d"): if caret < text.count { text.remove(at: caret) }
        case .left, .control("b"): caret = max(0, caret - 1)
        case .right, .control("f"): caret = min(text.count, caret + 1)
        case .home, .control("a"): caret = 0
        case .end, .control("e"): caret = text.count
        case .control("u"):
            text.removeSubrange(0..<caret)
            caret = 0
        case .control("k"): text.removeSubrange(caret...)
        case .control("w"): deleteWord()
        default: return false
        }
        return true
    }

    private mutating func deleteWord() {
        var start = caret
        while start > 0 && text[start - 1] == " " { start -= 1 }
        while start > 0 && text[start - 1] != " " { start -= 1 }
        text.removeSubrange(start..<caret)
        caret = start
    }
}
