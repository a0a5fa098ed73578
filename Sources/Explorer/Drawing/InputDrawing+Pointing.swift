import Cells
import Explanation
import Models

/// What lies at a cell of the screen, where a mouse points.
extension InputDrawing {
    /// The token that a cell of the screen shows: of a map the strongest of those it stands for.
    package func token(x: Int, y: Int, in area: Rectangle) -> Int? {
        parts(in: area).lazy.compactMap { part in
            var y = y
            // What is heard at a place of the wave has its tokens in the line below.
            if case .wave(let wave) = part, wave.area.contains(x: x, y: y) { y = wave.geometry.frame.y }
            return part.geometry?.shown(cellX: x, cellY: y, over: scale?.relevance)
        }
        .first
    }

    /// The frame of a clip that is seen at the second under a cell of its ruler.
    package func frame(x: Int, y: Int, in area: Rectangle) -> Int? {
        guard case .clip(let clip) = opened.outline, !clip.frames.isEmpty else { return nil }
        return parts(in: area).lazy.compactMap { part -> Int? in
            guard case .ruler(let ruler) = part, ruler.area.contains(x: x, y: y) else { return nil }
            let seconds = (Double(x - ruler.area.x) + 0.5) / Double(ruler.area.width) * ruler.seconds
            return min(clip.frames.count - 1, Int(seconds * clip.framesPerSecond))
        }
        .first
    }

    /// Whether a cell is one of a plot of points.
    func isPlot(x: Int, y: Int, in area: Rectangle) -> Bool { plot(x: x, y: y, in: area) != nil }

    private func plot(x: Int, y: Int, in area: Rectangle) -> PointGeometry? {
        parts(in: area).lazy.compactMap { part in
            guard case .points(let geometry, _) = part, geometry.frame.contains(x: x, y: y) else {
                return nil
            }
            return geometry
        }
        .first
    }

    /// The box around the points that are seen between two cells of their plot; `nil` where there are none.
    func region(
        from start: (x: Int, y: Int),
        to end: (x: Int, y: Int),
        in area: Rectangle
    ) -> TokenRegion? {
        guard let geometry = plot(x: start.x, y: start.y, in: area) else { return nil }
        let across = min(start.x, end.x)...max(start.x, end.x)
        let down = min(start.y, end.y)...max(start.y, end.y)
        let layout = opened.input.layout
        let tokens = layout.placed.tokens.filter { token in
            geometry.cell(of: token).map { across.contains($0.x) && down.contains($0.y) } ?? false
        }
        guard let box = layout.part(around: tokens, seenFrom: lens.view) else { return nil }
        // The last one is nearest to the pointer.
        let sorted = tokens.sorted { distance($0, end, geometry) > distance($1, end, geometry) }
        return TokenRegion(first: sorted[0], last: sorted[sorted.count - 1], view: lens.view, box: box)
    }

    private func distance(_ token: Int, _ cell: (x: Int, y: Int), _ geometry: PointGeometry) -> Int {
        geometry.cell(of: token).map { abs($0.x - cell.x) + 2 * abs($0.y - cell.y) } ?? .max
    }
}
