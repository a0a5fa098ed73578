/// How far each pixel of a picture moves until the next one: an optical flow.
public struct FlowField: Sendable, Hashable {
    /// Columns, at least one.
    public let width: Int
    /// Rows, at least one.
    public let height: Int
    /// For each pixel, row by row, the displacement to the right and downwards in pixels: `[H, W, 2]`.
    public let values: [Float]

    /// A flow of the given displacements.
    ///
    /// - Precondition: there is at least one pixel, and two numbers for each.
    public init(width: Int, height: Int, values: [Float]) {
        precondition(width > 0 && height > 0 && values.count == width * height * 2)
        self.width = width
        self.height = height
        self.values = values
    }

    /// The displacement of one pixel.
    public subscript(x: Int, y: Int) -> (right: Float, down: Float) {
        precondition(x >= 0 && x < width && y >= 0 && y < height, "(\(x), \(y)) in \(width) × \(height)")
        let place = (y * width + x) * 2
        return (values[place], values[place + 1])
    }
}
