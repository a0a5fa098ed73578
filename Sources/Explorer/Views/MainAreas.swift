import Cells

/// Where the parts of the main screen lie.
///
/// Three panes side by side; on a narrow screen only the one that has the focus, and on one of middling
/// width the map and one of the others.
struct MainAreas: Sendable {
    /// The title line.
    let title: Rectangle
    /// The line of keys at the bottom.
    let footer: Rectangle
    /// Each visible pane with its border.
    private(set) var panes: [Explorer.Pane: Rectangle] = [:]
    /// Lines below the map for a note on the input, which the map spares.
    private var noteLines = 0

    init(_ explorer: Explorer) {
        let all = Rectangle(explorer.size)
        let (top, rest) = all.splitTop(1)
        let (body, bottom) = rest.splitBottom(1)
        title = top
        footer = bottom
        let width = body.width
        if width < 56 {
            panes[explorer.main.focus] = body
        } else if width < 76 {
            let side = explorer.main.focus == .inputs ? Explorer.Pane.inputs : .predictions
            let (left, right) = body.splitShared(side == .inputs ? 22 : width - 28)
            panes[side] = side == .inputs ? left : right
            panes[.attention] = side == .inputs ? right : left
        } else {
            // The usual names beside the usual answers are whole in the first of them.
            let inputs = min(max(width / 5, 22), 32)
            let predictions = min(max(width * 3 / 10, 28), 46)
            let (left, others) = body.splitShared(inputs)
            let (middle, right) = others.splitShared(others.width - predictions + 1)
            panes = [.inputs: left, .attention: middle, .predictions: right]
        }
        noteLines = linesOfNote(explorer)
    }

    /// The note says what the model does not get of the input; a clip's has a place of its own.
    private func linesOfNote(_ explorer: Explorer) -> Int {
        guard let pane = panes[.attention], let opened = explorer.current?.opened,
            let note = opened.input.note
        else { return 0 }
        // A clip has a line for its sound and its picture besides.
        if case .clip = opened.outline { return pane.height >= 20 ? 1 : 0 }
        // A flow is shown without it.
        if let run = explorer.current?.run, case .flow = run.output, explorer.showsOutput(run) { return 0 }
        let width = pane.width - 2
        // Beside it stands a place, of up to 34 cells.
        guard Glyphs.width(of: note) + 34 > width else { return 0 }
        let lines = wrapped(note, width: width).count
        return pane.height - 2 - infoLines(pane) - lines >= 8 ? lines : 0
    }

    /// The attention pane's map, without border and the lines below it.
    var map: Rectangle {
        guard let pane = panes[.attention] else { return Rectangle(x: 0, y: 0, width: 0, height: 0) }
        return pane.inset(left: 1, top: 1, right: 1, bottom: 1).splitBottom(infoLines(pane)).rest
    }

    /// The lines below the map: what the cursor reads, and the legend.
    var info: Rectangle {
        guard let pane = panes[.attention] else { return Rectangle(x: 0, y: 0, width: 0, height: 0) }
        return pane.inset(left: 1, top: 1, right: 1, bottom: 1).splitBottom(infoLines(pane)).bottom
    }

    private func infoLines(_ pane: Rectangle) -> Int {
        noteLines + (pane.height >= 12 ? 3 : pane.height >= 8 ? 2 : 0)
    }
}
