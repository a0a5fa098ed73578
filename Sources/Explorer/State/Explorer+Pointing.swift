import Cells
import Explanation
import Models

/// What the mouse points at in a map over an input.
struct Pointing: Sendable {
    /// The token at a cell of the screen.
    let token: @Sendable (_ x: Int, _ y: Int) -> Int?
    /// The frame of a clip whose second is there.
    var frame: @Sendable (_ x: Int, _ y: Int) -> Int? = { _, _ in nil }
    /// Of points a region around those that are seen between two cells.
    var region: @Sendable (_ from: (x: Int, y: Int), _ to: (x: Int, y: Int)) -> TokenRegion? = { _, _ in nil }
    /// Whether a cell is one of a plot of points.
    var isPlot: @Sendable (_ x: Int, _ y: Int) -> Bool = { _, _ in false }
}

extension Pointing {
    /// What is drawn in an area.
    init(_ drawing: InputDrawing, in area: Rectangle) {
        token = { drawing.token(x: $0, y: $1, in: area) }
        frame = { drawing.frame(x: $0, y: $1, in: area) }
        region = { drawing.region(from: $0, to: $1, in: area) }
        isPlot = { drawing.isPlot(x: $0, y: $1, in: area) }
    }
}

// Clicks on a map and dragging over it.
extension Explorer {
    /// Moves the cursor to a token, or shows the frame of a second.
    mutating func press(_ target: Pointing, x: Int, y: Int) {
        if let frame = target.frame(x, y) {
            main.pressed = .ruler
            return goTo(frame: frame)
        }
        let token = target.token(x, y)
        if target.isPlot(x, y) {
            main.pressed = .cell(x: x, y: y)
            changeCurrent { $0.deselect() }
        }
        guard let token else { return }
        main.isInspecting = true
        if main.pressed == nil { main.pressed = .token(token) }
        changeCurrent { ($0.cursor, $0.mark, $0.region) = (token, nil, nil) }
        // Of a filmstrip the frame that is clicked.
        showFrame(of: token)
    }

    /// Lets a region grow to what is under the pointer while a button is held; over the seconds frames follow it.
    mutating func drag(_ target: Pointing, x: Int, y: Int) {
        switch main.pressed {
        case .ruler: if let frame = target.frame(x, y) { goTo(frame: frame) }
        case .token(let start): if let token = target.token(x, y) { drag(from: start, to: token) }
        case .cell(let fromX, let fromY):
            guard let region = target.region((fromX, fromY), (x, y)) else {
                return changeCurrent { $0.deselect() }
            }
            main.isInspecting = true
            changeCurrent { ($0.cursor, $0.mark) = (region.last, nil) }
            if regionObstacle == nil { changeCurrent { $0.region = region } }
        case nil: return
        }
    }

    /// From one frame of a clip to another whole frames are selected.
    private mutating func drag(from start: Int, to token: Int) {
        guard regionObstacle == nil, let section = current?.opened?.input.layout.section(of: start),
            section.tokens.contains(token)
        else { return }
        var corners = TokenRegion(first: start, last: token)
        if section.frames != nil, section.cell(of: start).frame != section.cell(of: token).frame {
            corners = section.wholeFrames(corners)
        }
        showFrame(of: token)
        changeCurrent { entry in
            entry.cursor = corners.last
            entry.region = nil
            entry.mark = token == start && entry.mark == nil ? nil : corners.first
        }
    }

    /// Ends what a button of the mouse began.
    mutating func release() {
        guard main.pressed != nil else { return }
        main.pressed = nil
        if current?.mark != nil { endRegion() }
    }
}
