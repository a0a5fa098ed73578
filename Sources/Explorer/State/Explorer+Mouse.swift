import Cells
import Explanation

extension Explorer {
    /// Does what a click or a turn of the wheel means where it happens.
    mutating func use(_ mouse: Mouse) -> [Effect] {
        switch mouse.action {
        case .release: return []
        case .wheelUp: return turn(-1, at: mouse)
        case .wheelDown: return turn(1, at: mouse)
        case .press:
            // Behind a notice there are no hints.
            let isOnNotice = notice != nil && mouse.y == size.height - 1
            notice = nil
            return isOnNotice ? [] : click(mouse)
        }
    }

    var body: Rectangle { Rectangle(x: 0, y: 1, width: size.width, height: size.height - 2) }

    private mutating func turn(_ step: Int, at mouse: Mouse) -> [Effect] {
        if prompt != nil { return [] }
        if help != nil { return scrollHelp(3 * step) }
        switch screen {
        case .main:
            switch pane(at: mouse) {
            case .inputs: return stepInput(step)
            case .attention: return stepLatent(step)
            case .predictions: return stepClass(step)
            case nil: return []
            }
        case .browser: return stepFile(step)
        case .compare(let state):
            if state.table.isOfAll { return movePointed(across: 0, down: step) }
            return scrollTable(step)
        case .sheet: return moveInSheet(0, step)
        case .models: return stepModel(step)
        case .editor: return []
        }
    }

    private func pane(at mouse: Mouse) -> Pane? {
        MainAreas(self).panes.first { $0.value.contains(x: mouse.x, y: mouse.y) }?.key
    }

    private mutating func click(_ mouse: Mouse) -> [Effect] {
        if mouse.y == size.height - 1 && prompt == nil { return pressFooter(at: mouse.x) }
        if help != nil || prompt != nil { return [] }
        switch screen {
        case .main: return clickMain(mouse)
        case .sheet(let state):
            guard let latent = SheetView.latent(self, state, x: mouse.x, y: mouse.y, in: body) else {
                return []
            }
            if latent == lens.latent { return press(.enter) }
            lens.latent = latent
            return []
        case .compare(let state): return clickComparison(state, mouse)
        case .browser(let state):
            let list = BrowserView.areas(body).list.inset(left: 1, top: 1, right: 1, bottom: 1)
            guard list.contains(x: mouse.x, y: mouse.y) else { return [] }
            let row = BrowserView.firstRow(state, height: list.height) + mouse.y - list.y
            guard state.listed.indices.contains(row) else { return [] }
            if row == state.cursor { return openFile() }
            return stepFile(row - state.cursor)
        case .models(let state):
            guard let row = ModelsView.row(self, state, at: mouse, in: body) else { return [] }
            return row == state.cursor ? loadChosenModel() : stepModel(row - state.cursor)
        case .editor: return []
        }
    }

    private mutating func clickComparison(_ state: CompareState, _ mouse: Mouse) -> [Effect] {
        let areas = CompareView.Areas(body)
        let side = areas.sides.firstIndex { $0.contains(x: mouse.x, y: mouse.y) }
        switch state.table {
        case .matrix:
            guard let cell = MatrixView.cell(self, state, at: mouse, in: body) else { return [] }
            let isChosen = state.pointing == cell.row && state.pointed == cell.column
            return isChosen
                ? press(.enter) : changeComparison { ($0.pointing, $0.pointed) = (cell.row, cell.column) }
        case .ranking where side == nil:
            guard let id = RankingView.input(self, state, at: mouse, in: areas.table) else { return [] }
            return state.pointed == id ? press(.enter) : changeComparison { $0.pointed = id }
        case .predictions, .latents, .pairs, .ranking:
            return side.map { side in changeComparison { $0.active = side } } ?? []
        }
    }

    /// Presses what stands in the last line: keys, or where some work is shown Esc.
    private mutating func pressFooter(at x: Int) -> [Effect] {
        if let (work, progress) = shownWork {
            let areas = FooterView.Progress(work, progress, self, width: size.width)
            return areas.cancel.contains(x) ? press(.escape) : []
        }
        let hit = FooterView.hints(self, width: size.width).first { x >= $0.x && x < $0.x + $0.width }
        // Several keys share a hint: each takes its part of the label.
        guard let hit else { return [] }
        return press(hit.keys[min(hit.keys.count - 1, max(0, x - hit.x))])
    }

    private mutating func clickMain(_ mouse: Mouse) -> [Effect] {
        let areas = MainAreas(self)
        guard let pane = pane(at: mouse), let area = areas.panes[pane] else { return [] }
        let wasFocused = focus == pane
        focus = pane
        if pane != .attention { isInspecting = false }
        switch pane {
        case .inputs:
            let inner = area.inset(left: 1, top: 1, right: 1, bottom: 1)
            let row = InputsView.firstRow(self, height: inner.height) + mouse.y - inner.y
            guard inner.contains(x: mouse.x, y: mouse.y), listed.indices.contains(row) else { return [] }
            let id = listed[row].id
            if id == selected && wasFocused { return run(id) }
            select(id)
        case .attention:
            guard let token = AttentionView.token(self, x: mouse.x, y: mouse.y, in: areas.map) else {
                return []
            }
            isInspecting = true
            changeCurrent { $0.cursor = token }
        case .predictions:
            if let entry = current, let run = entry.run, case .bytes(let bytes) = run.output,
                let list = PredictionsView.bytesArea(self, in: area), list.contains(x: mouse.x, y: mouse.y)
            {
                let place = BytesView.place(self, bytes, entry, y: mouse.y, in: list)
                if let place { changeCurrent { $0.point = run.decoderQuery(token: place) } }
                return []
            }
            guard let target = PredictionsView.target(self, y: mouse.y, in: area) else { return [] }
            changeCurrent { entry in
                entry.task = target.task
                entry.targets[target.task] = target.index
                entry.point = nil
            }
        }
        return []
    }
}
