/// One axis of a token grid in the units of its source.
public struct Axis: Sendable, Hashable {
    /// What the axis measures.
    public enum Quantity: String, Sendable, Hashable, Codable {
        /// Pixels from the left edge of the picture.
        case x
        /// Pixels from the upper edge of the picture.
        case y
        /// Seconds from the beginning of the sound.
        case time
        /// Hertz.
        case frequency
        /// Bytes from the beginning of the text.
        case byte
        /// Frames from the first one of the clip.
        case frame
        /// Places in a list without a unit.
        case item
    }

    /// What the axis measures.
    public let quantity: Quantity
    /// Where each cell begins, and last where the last one ends; one more than there are cells.
    public let edges: [Double]

    /// An axis with the given cells.
    ///
    /// - Precondition: there are at least two edges.
    public init(_ quantity: Quantity, edges: [Double]) {
        precondition(edges.count > 1)
        self.quantity = quantity
        self.edges = edges
    }

    /// The number of cells.
    public var count: Int { edges.count - 1 }

    /// The part of the source a cell covers.
    public func range(_ cell: Int) -> ClosedRange<Double> {
        edges[cell]...max(edges[cell], edges[cell + 1])
    }

    /// The middle of a cell.
    public func centre(_ cell: Int) -> Double { (edges[cell] + edges[cell + 1]) / 2 }

    /// The cell that a position lies in; the nearest one for positions outside.
    public func cell(at position: Double) -> Int {
        let after = edges.firstIndex { $0 > position } ?? edges.count
        return min(max(after - 1, 0), count - 1)
    }

    /// The unit of positions on the axis, as written after a number.
    public var unit: String {
        switch quantity {
        case .x, .y: "px"
        case .time: "s"
        case .frequency: "Hz"
        case .byte, .frame, .item: ""
        }
    }
}
