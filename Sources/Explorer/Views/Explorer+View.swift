public import Cells
import Explanation
import Models

/// A screen: its cells, and what a click on them does.
struct Frame {
    var canvas: Canvas
    /// Those on top come last.
    var regions: [Region] = []
}

extension Explorer {
    /// The screen as it is now.
    public func view() -> Canvas { frame.canvas }

    /// The screen as it is now, with what can be clicked.
    var frame: Frame { toBeDrawn.drawFrame() }

    private func drawFrame() -> Frame {
        var frame = Frame(canvas: Canvas(size, appearance))
        guard size.width >= 30 && size.height >= 8 else {
            drawTooSmall(on: &frame.canvas)
            return frame
        }
        let areas = MainAreas(self)
        TitleView.draw(self, in: areas.title, on: &frame.canvas)
        frame.regions = draw(screen, areas, on: &frame.canvas)
        if let help { frame.regions = HelpView.draw(self, help, in: body, on: &frame.canvas) }
        frame.regions += FooterView.draw(self, in: areas.footer, on: &frame.canvas)
        if let prompt {
            PromptView.draw(self, prompt, on: &frame.canvas)
            frame.regions = []
        }
        return frame
    }

    private func draw(_ screen: Screen, _ areas: MainAreas, on canvas: inout Canvas) -> [Region] {
        switch screen {
        case .main: drawMain(areas, on: &canvas)
        case .sheet(let state): SheetView.draw(self, state, in: body, on: &canvas)
        case .trace(let state): TraceView.draw(self, state, in: body, on: &canvas)
        case .overview(let state): OverviewView.draw(self, state, in: body, on: &canvas)
        case .compare(let state): CompareView.draw(self, state, in: body, on: &canvas)
        case .browser(let state): BrowserView.draw(self, state, in: body, on: &canvas)
        case .editor(let state): EditorView.draw(self, state, in: body, on: &canvas)
        case .models(let state): ModelsView.draw(self, state, in: body, on: &canvas)
        case .latents(let state): LatentsView.draw(self, state, in: body, on: &canvas)
        case .attenders(let state): AttendersView.draw(self, state, in: body, on: &canvas)
        }
    }

    private func drawMain(_ areas: MainAreas, on canvas: inout Canvas) -> [Region] {
        var regions: [Region] = []
        // The focused pane comes last: its border is bold where it meets others.
        for (pane, area) in areas.panes.sorted(by: { $1.key == main.focus && $0.key != main.focus }) {
            let inner =
                switch pane {
                case .inputs: InputsView.draw(self, in: area, on: &canvas)
                case .attention: AttentionView.draw(self, areas, in: area, on: &canvas)
                case .predictions: PredictionsView.draw(self, in: area, on: &canvas)
                }
            regions += ([pane.region(area)] + inner).map { $0.focusing(pane) }
        }
        return regions
    }

    private func drawTooSmall(on canvas: inout Canvas) {
        let text = "needs 30×8, has \(size.width)×\(size.height)"
        let shown = appearance.fitted(text, width: size.width)
        canvas.write(
            shown,
            x: max(0, (size.width - Glyphs.width(of: shown)) / 2),
            y: max(0, (size.height - 1) / 2),
            limit: size.width
        )
    }
}

extension Explorer.Pane {
    /// The whole pane, in which the wheel steps through what it lists.
    fileprivate func region(_ area: Rectangle) -> Region {
        switch self {
        case .inputs: Region(area, turn: { $0.stepInput($1) })
        case .attention: Region(area, turn: { $0.stepLatent($1) })
        case .predictions: Region(area, turn: { $0.stepClass($1) })
        }
    }
}

extension Region {
    /// The same, which also gives a pane the focus.
    fileprivate func focusing(_ pane: Explorer.Pane) -> Region {
        let click: @Sendable (inout Explorer, Int, Int) -> Void = { explorer, x, y in
            explorer.main.focus = pane
            if pane != .attention { explorer.main.isInspecting = false }
            self.click(&explorer, x, y)
        }
        return Region(area, click: click, drag: drag, turn: turn)
    }
}
