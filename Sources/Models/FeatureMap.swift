import Numerics

/// A feature map: rows of cells, each with some channels, `[height · width, channels]`.
struct FeatureMap: Sendable {
    var height: Int
    var width: Int
    var values: Matrix
}

extension FeatureMap {
    /// The number of places of a kernel with a border of half its size along an axis of `count` cells.
    static func outputCount(_ count: Int, stride: Int) -> Int { (count - 1) / stride + 1 }

    /// The cells under a kernel at each place of some rows of the result, side by side, `[places, kernel · channels]`.
    ///
    /// - Parameters:
    ///   - kernel: its sizes, which are odd.
    ///   - stride: how far places are apart.
    ///   - rows: rows of the result.
    func windows(kernel: (height: Int, width: Int), stride: (height: Int, width: Int), rows: Range<Int>)
        -> Matrix
    {
        let places = rows.count * Self.outputCount(width, stride: stride.width)
        let size = kernel.height * kernel.width * values.columns
        return Matrix(rows: places, columns: size) { target in
            writeWindows(kernel: kernel, stride: stride, rows: rows, into: target, apart: size)
        }
    }

    /// Writes windows, as ``windows(kernel:stride:rows:)`` has them, into rows that hold more than that.
    ///
    /// A kernel is centred on its place; where it reaches beyond the map there are zeros.
    ///
    /// - Parameters:
    ///   - target: from the first window's first number on.
    ///   - distance: how far windows are apart.
    func writeWindows(
        kernel: (height: Int, width: Int),
        stride: (height: Int, width: Int),
        rows: Range<Int>,
        into target: UnsafeMutableBufferPointer<Float>,
        apart distance: Int
    ) {
        let channels = values.columns
        let line = kernel.width * channels
        let across = Self.outputCount(width, stride: stride.width)
        values.withElements { source in
            for y in rows {
                for x in 0..<across {
                    let place = ((y - rows.lowerBound) * across + x) * distance
                    for i in place..<place + kernel.height * line { target[i] = 0 }
                    let left = x * stride.width - kernel.width / 2
                    let inside = max(left, 0)..<min(left + kernel.width, width)
                    for part in 0..<kernel.height {
                        let from = y * stride.height - kernel.height / 2 + part
                        guard from >= 0 && from < height else { continue }
                        let start = place + part * line + (inside.lowerBound - left) * channels
                        let cell = (from * width + inside.lowerBound) * channels
                        for i in 0..<inside.count * channels { target[start + i] = source[cell + i] }
                    }
                }
            }
        }
    }
}
