import Glibc
import Numerics
import Perceiver

/// Learned positions: one for each patch of a square picture, which are interpolated for others.
struct PatchPositions: Sendable {
    /// Those of the patches, `[side²; D]`, row by row.
    let grid: Matrix
    /// Patches to a side.
    let side: Int
    /// How they are interpolated.
    let filter: Resampling.Filter

    /// Those of some rows and columns of patches.
    ///
    /// - Parameter isSquare: whether the picture is, to the pixel; only then are as many positions taken as they are.
    func callAsFunction(rows: Int, columns: Int, isSquare: Bool) -> Matrix {
        if isLearned(rows: rows, columns: columns, isSquare: isSquare) { return grid }
        return FeatureMap(height: side, width: side, values: grid)
            .resampled(height: rows, width: columns, filter).values
    }

    /// Whether there are positions for just these patches.
    func isLearned(rows: Int, columns: Int, isSquare: Bool) -> Bool {
        rows * columns == grid.rows && isSquare
    }
}

/// Positions by which queries and keys are turned: the places of patches' centres, −1…1 from edge to edge, times several
/// frequencies.
///
/// See Heo and others 2024, *Rotary Position Embedding for Vision Transformer*.
struct PatchRotation: Sendable {
    /// The channels of a head, of which there are four for each frequency.
    let width: Int
    /// The largest period.
    let base: Float

    /// The rotations of tokens without a place, and after them of rows and columns of patches.
    func callAsFunction(after own: Int, rows: Int, columns: Int) -> TokenRotation {
        let count = width / 4
        let frequencies = (0..<count).map { 1 / powf(base, Float($0) * 4 / Float(width)) }
        func angles(_ place: Int, of cells: Int) -> [Float] {
            let centre = 2 * ((Float(place) + 0.5) / Float(cells)) - 1
            return frequencies.map { 2 * .pi * centre * $0 }
        }
        let none = [Float](repeating: 0, count: own * 2 * count)
        let placed = (0..<rows).flatMap { row in
            (0..<columns).flatMap { angles(row, of: rows) + angles($0, of: columns) }
        }
        let angles = Matrix(rows: own + rows * columns, columns: 2 * count, none + placed)
        return TokenRotation(cosines: angles.map(cosf), sines: angles.map(sinf))
    }
}

extension Matrix {
    fileprivate func map(_ function: (Float) -> Float) -> Matrix {
        Matrix(rows: rows, columns: columns, elements.map(function))
    }
}
