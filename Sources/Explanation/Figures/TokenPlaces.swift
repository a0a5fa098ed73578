public import Models

/// Where the tokens of an input lie, as columns of numbers: the same in tables and in exported tensors.
public struct TokenPlaces: Sendable {
    /// The columns' names: `token`, then its cell, then its place in the units of the source.
    public let columns: [String]
    private let layout: Layout
    /// The axes whose edges are given; none where sections have different ones.
    private let axes: [Axis]
    private let points: Layout.Points?

    /// The places of a layout's tokens.
    public init(_ layout: Layout) {
        self.layout = layout
        let only = layout.sections.count == 1 ? layout.sections[0] : nil
        points = only?.points
        axes = points == nil ? only?.axes ?? [] : []
        if let points {
            columns = ["token"] + points.dimensions.map(\.name)
        } else if axes.isEmpty {
            columns = ["token", "section", "column", "row", "frame"]
        } else {
            let edges = axes.flatMap { ["\($0.quantity.rawValue)_from", "\($0.quantity.rawValue)_to"] }
            columns = ["token", "column", "row"] + edges
        }
    }

    /// A token's cells in a table; a section has its name.
    func cells(_ token: Int) -> [String] {
        if let points { return ["\(token)"] + coordinates(token, points).map { "\($0)" } }
        let section = layout.section(of: token)
        let (column, row, frame) = section.cell(of: token)
        if axes.isEmpty {
            return ["\(token)", Table.quoted(section.name), "\(column)", "\(row)", "\(frame)"]
        }
        return ["\(token)", "\(column)", "\(row)"] + edges([column, row, frame]).map { "\($0)" }
    }

    /// A token's numbers; a section has its place among the layout's.
    public func numbers(_ token: Int) -> [Double] {
        if let points { return [Double(token)] + coordinates(token, points) }
        let section = layout.section(of: token)
        let (column, row, frame) = section.cell(of: token)
        if axes.isEmpty {
            let place = layout.sections.lastIndex { $0.first <= token } ?? 0
            return [token, place, column, row, frame].map(Double.init)
        }
        return [token, column, row].map(Double.init) + edges([column, row, frame])
    }

    private func coordinates(_ token: Int, _ points: Layout.Points) -> [Double] {
        points.dimensions.indices.map { points.coordinate(token, $0) }
    }

    private func edges(_ cell: [Int]) -> [Double] {
        zip(axes, cell).flatMap { axis, cell in [axis.edges[cell], axis.edges[cell + 1]] }
    }
}

extension Layout.Section {
    /// The axes that it has, in the order of a cell's numbers.
    fileprivate var axes: [Axis] { [columns] + [rows, frames].compactMap { $0 } }
}
