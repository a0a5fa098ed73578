import Glibc
public import Numerics

/// Fourier features: positions as sines and cosines of many frequencies.
///
/// For each position `p` in [−1, 1] of every axis: `p` itself, `sin(π f p)` and `cos(π f p)`, with `bands` frequencies `f`
/// spaced evenly from 1 to the axis's highest one (Jaegle et al. 2021, *Perceiver*, §3.2).
public struct FourierFeatures: Sendable, Hashable {
    /// In which order the features of a position come.
    public enum Order: Sendable, Hashable {
        /// All axes' positions, then all sines axis by axis, then all cosines: as in the published models.
        case byPart
        /// Axis by axis its sines, its cosines and its position: as in the package perceiver-pytorch.
        case byAxis
    }

    /// Frequencies of each axis.
    public let bands: Int
    /// The highest frequency of each axis: half the number of cells that it could tell apart.
    public let highest: [Float]
    /// In which order features come.
    public let order: Order

    /// Features of a number of bands for axes of the given resolutions, whose halves are the highest frequencies.
    public init(bands: Int, resolution: [Int]) {
        self.init(bands: bands, highest: resolution.map { Float($0) / 2 }, order: .byPart)
    }

    /// Features of a number of bands, at least 0, for axes of the given highest frequencies.
    public init(bands: Int, highest: [Float], order: Order) {
        (self.bands, self.highest, self.order) = (bands, highest, order)
    }

    /// The number of features of a position: `axes · (1 + 2 · bands)`.
    public var channels: Int { highest.count * (1 + 2 * bands) }

    /// The features of all cells of a grid, the last axis running fastest: `[cells, channels]`.
    ///
    /// - Precondition: `shape` has as many axes as there are highest frequencies.
    public func grid(_ shape: [Int]) -> Matrix {
        Matrix(rows: shape.reduce(1, *), columns: channels) { grid(shape, into: $0, stride: channels) }
    }

    /// The features of some positions, `[positions, channels]`.
    ///
    /// - Parameter positions: one after the other, each with a number for every axis.
    public func features(of positions: [Float]) -> Matrix {
        let axes = highest.count
        return Matrix(rows: positions.count / axes, columns: channels) { target in
            for axis in 0..<axes {
                let numbers = stride(from: axis, to: positions.count, by: axes).map { positions[$0] }
                let table = AxisTable(positions: numbers, bands: bands, highest: highest[axis])
                let (position, sines, cosines) = places(of: axis)
                for row in numbers.indices {
                    target[row * channels + position] = numbers[row]
                    for band in 0..<bands {
                        target[row * channels + sines + band] = table.sines[row * bands + band]
                        target[row * channels + cosines + band] = table.cosines[row * bands + band]
                    }
                }
            }
        }
    }

    /// Writes the features of all cells of a grid into rows that hold more than that.
    ///
    /// - Parameters:
    ///   - shape: the grid.
    ///   - target: from the first cell's first feature on; at least to the last cell's last.
    ///   - stride: how far rows are apart, at least ``channels``.
    /// - Precondition: `shape` has as many axes as there are highest frequencies.
    public func grid(_ shape: [Int], into target: UnsafeMutableBufferPointer<Float>, stride: Int) {
        precondition(shape.count == highest.count)
        let axes = zip(shape, highest).map { count, highest in
            AxisTable(
                positions: evenlySpaced(from: -1, to: 1, count: count),
                bands: bands,
                highest: highest
            )
        }
        write(0..<shape.reduce(1, *), of: shape, axes, into: target, stride: stride)
    }

    /// Writes the features of some output points of a grid, as ``grid(_:into:stride:)`` does.
    ///
    /// They are not where the cells of an input grid are: the position of index `i` on an axis of `n` points is
    /// −1 + 2·i/n, so that 1 is never reached. That is how the published decoders were trained.
    public func points(
        _ points: Range<Int>,
        of shape: [Int],
        into target: UnsafeMutableBufferPointer<Float>,
        stride: Int
    ) {
        precondition(shape.count == highest.count)
        let axes = zip(shape, highest).map { count, highest in
            AxisTable(
                positions: (0..<count).map { -1 + Float(2 * $0) / Float(count) },
                bands: bands,
                highest: highest
            )
        }
        write(points, of: shape, axes, into: target, stride: stride)
    }

    private func write(
        _ cells: Range<Int>,
        of shape: [Int],
        _ axes: [AxisTable],
        into target: UnsafeMutableBufferPointer<Float>,
        stride: Int
    ) {
        precondition(stride >= channels && target.count >= (cells.count - 1) * stride + channels)
        let axisCount = shape.count
        for cell in cells {
            var rest = cell
            let row = (cell - cells.lowerBound) * stride
            for axis in (0..<axisCount).reversed() {
                let index = rest % shape[axis]
                rest /= shape[axis]
                let table = axes[axis]
                let (position, sines, cosines) = places(of: axis)
                target[row + position] = table.positions[index]
                for band in 0..<bands {
                    target[row + sines + band] = table.sines[index * bands + band]
                    target[row + cosines + band] = table.cosines[index * bands + band]
                }
            }
        }
    }

    /// Where an axis's position, its sines and its cosines are among the features.
    private func places(of axis: Int) -> (position: Int, sines: Int, cosines: Int) {
        switch order {
        case .byPart:
            let sines = highest.count + axis * bands
            return (axis, sines, sines + highest.count * bands)
        case .byAxis:
            let sines = axis * (1 + 2 * bands)
            return (sines + 2 * bands, sines, sines + bands)
        }
    }

    /// The features of one axis, which do not depend on the others.
    private struct AxisTable {
        let positions: [Float]
        var sines: [Float] = []
        var cosines: [Float] = []

        /// Each product is rounded to 32 bits, in this order: with arguments of many thousand radians any
        /// other order would change the features visibly.
        init(positions: [Float], bands: Int, highest: Float) {
            self.positions = positions
            let frequencies = evenlySpaced(from: 1, to: highest, count: bands)
            for position in positions {
                for frequency in frequencies {
                    let angle = nearestPi * (position * frequency)
                    sines.append(sin(angle))
                    cosines.append(cos(angle))
                }
            }
        }
    }
}

// π as PyTorch and NumPy round it. `Float.pi` is the float below, which at 48,000 radians is 0.004 off.
private let nearestPi = Float(Double.pi)

/// `count` numbers from `first` to `last`, both included, rounded as PyTorch's `linspace` rounds them.
func evenlySpaced(from first: Float, to last: Float, count: Int) -> [Float] {
    guard count > 1 else { return Array(repeating: first, count: count) }
    let step = (last - first) / Float(count - 1)
    return (0..<count).map { index in
        index < count / 2
            ? first.addingProduct(step, Float(index))
            : last.addingProduct(-step, Float(count - 1 - index))
    }
}
