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

    init(_ explorer: Explorer) {
        let all = Rectangle(explorer.size)
        let (top, rest) = all.splitTop(1)
        let (body, bottom) = rest.splitBottom(1)
        title = top
        footer = bottom
        let width = body.width
        if width < 56 {
            panes[explorer.focus] = body
        } else if width < 76 {
            let side = explorer.focus == .inputs ? Explorer.Pane.inputs : .predictions
            let (left, right) = body.splitShared(side == .inputs ? 22 : width - 28)
            panes[side] = side == .inputs ? left : right
            panes[.attention] = side == .inputs ? right : left
        } else {
            let inputs = min(max(width / 6, 15), 30)
            let predictions = min(max(width * 3 / 10, 29), 46)
            let (left, others) = body.splitShared(inputs)
            let (middle, right) = others.splitShared(others.width - predictions + 1)
            panes = [.inputs: left, .attention: middle, .predictions: right]
        }
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

    private func infoLines(_ pane: Rectangle) -> Int { pane.height >= 12 ? 3 : pane.height >= 8 ? 2 : 0 }
}
