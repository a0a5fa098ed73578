import Cells
import Explanation

/// How the cursor moves over an input.
extension InputDrawing {
    /// The token that the cursor comes to from another one; the same where it cannot go farther.
    ///
    /// It reaches every token, also those that share a place on the screen. From the frame of a clip it moves to the
    /// sound below it.
    package func moved(_ token: Int, across: Int, down: Int, in area: Rectangle) -> Int {
        let geometries = geometries(in: area)
        guard let index = geometries.firstIndex(where: { $0.contains(token) }) else {
            return geometries.lazy.compactMap { firstToken($0, in: area) }.first ?? token
        }
        let relevance = scale?.relevance
        if let next = geometries[index].moved(token, across: across, down: down, over: relevance) {
            return next
        }
        let beside = index + down.signum()
        guard down != 0, geometries.indices.contains(beside), let cell = geometries[index].cell(of: token)
        else { return token }
        return nearest(to: cell, down, geometries[beside], in: area) ?? token
    }

    /// The token shown at the first cell that shows any.
    private func firstToken(_ geometry: any Geometry, in area: Rectangle) -> Int? {
        nearest(to: (area.x, area.y - 1), 1, geometry, in: area)
    }

    /// The token shown at the nearest cell of a geometry above or below a cell.
    private func nearest(to cell: (x: Int, y: Int), _ down: Int, _ geometry: any Geometry, in area: Rectangle)
        -> Int?
    {
        let columns = (area.x..<area.x + area.width).sorted { abs($0 - cell.x) < abs($1 - cell.x) }
        let end = down > 0 ? area.y + area.height : area.y - 1
        for y in stride(from: cell.y + down.signum(), to: end, by: down.signum()) {
            for x in columns {
                if let token = geometry.shown(cellX: x, cellY: y, over: scale?.relevance) { return token }
            }
        }
        return nil
    }
}
